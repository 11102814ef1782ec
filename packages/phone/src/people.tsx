import { type FormEvent, useState } from 'react';
import { addPerson } from './acts.ts';
import { Badge, Face } from './avatar.tsx';
import type { Person } from './control/types.ts';
import { Icon } from './icons.tsx';
import { hand, roomForTwo, session, useSession, useWords } from './session.ts';
import { plainText, Stranger } from './text.tsx';
import { useMedia, useModal } from './use.ts';
import type { Words } from './words/zh.ts';
import { useWorld } from './world.ts';

export function PeopleList({ overlay = false }: { overlay?: boolean }) {
  const words = useWords();
  const { people, accounts } = useWorld();
  const { holders, active, second, console: opened } = useSession();
  const [adding, setAdding] = useState(false);
  const wide = useMedia(roomForTwo);
  return (
    <aside className={`people ${overlay ? 'over' : ''}`} aria-label={words.people}>
      <h2 className="cap">{words.whoHolds}</h2>
      <ul>
        {people.map((person) => (
          <li key={person.name}>
            <button
              type="button"
              className="who"
              data-testid={`person-${person.name}`}
              aria-pressed={holders[active] === person.name || (wide && second && holders.includes(person.name))}
              onClick={() => hand(person.name)}
            >
              <Face person={person} size="s" />
              <span>
                <b title={plainText(person.nickname)}>
                  <Stranger text={person.nickname || person.name} />
                </b>
                <small>{described(person, words)}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="who faint" data-testid="add-person" onClick={() => setAdding(true)}>
        <Icon name="plus" />
        <span>{words.addPerson}</span>
      </button>
      {wide && (
        <button
          type="button"
          className="who faint"
          data-testid="second-phone"
          aria-pressed={second}
          onClick={() => session.set({ second: !second, active: 0 })}
        >
          <Icon name="phone" />
          <span>{second ? words.secondPhoneOff : words.secondPhone}</span>
        </button>
      )}
      <h2 className="cap">{words.accounts}</h2>
      <ul>
        {accounts.map((account) => (
          <li key={account.name}>
            <button
              type="button"
              className="who"
              data-testid={`console-${account.name}`}
              title={`${words.openConsole(plainText(account.title))} · ${account.name}`}
              aria-pressed={opened === account.name}
              onClick={() => session.set({ console: opened === account.name ? null : account.name, peopleOpen: false })}
            >
              <Badge account={account} size="s" />
              <span>
                <b>
                  <Stranger text={account.title} />
                </b>
                <small className="whole">
                  <span>{words.kindsInList[account.kind]}</span> <span className="mono">{account.name}</span>
                </small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {adding && <AddPerson onClose={() => setAdding(false)} />}
    </aside>
  );
}

function described(person: Person, words: Words): string {
  if (person.cancelled) return words.cancelledAccount;
  if (person.visitor) return words.alwaysSnapshot;
  if (person.consent === 'refuse') return words.alwaysRefuses;
  return person.follows.length === 0 ? words.followsNone : words.followsSome(person.follows.length);
}

function AddPerson({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const box = useModal(onClose);
  const [name, setName] = useState('');
  const [nickname, setNickname] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await addPerson(name, nickname))) return;
    onClose();
    hand(name);
  };
  return (
    <div className="veil">
      <div className="box" role="dialog" aria-modal="true" aria-labelledby="add-title" ref={box}>
        <h2 id="add-title" tabIndex={-1}>
          {words.addPersonTitle}
        </h2>
        <form className="fields" onSubmit={submit}>
          <label>
            {words.personName}
            <input
              required
              pattern="[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}"
              value={name}
              data-testid="new-name"
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <label>
            {words.nickname}
            <input
              required
              value={nickname}
              data-testid="new-nickname"
              onChange={(event) => setNickname(event.target.value)}
            />
          </label>
          <div className="acts">
            <button type="submit" className="btn main" data-testid="new-add">
              {words.add}
            </button>
            <button type="button" className="btn" onClick={onClose}>
              {words.cancel}
            </button>
          </div>
        </form>
      </div>
    </div>
  );
}
