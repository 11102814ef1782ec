import { cancelWeChat, changePerson, cleanProfile, withdraw } from '../acts.ts';
import { Badge, Face } from '../avatar.tsx';
import { AskingButton } from '../confirm.tsx';
import type { Person } from '../control/types.ts';
import { useWords } from '../session.ts';
import { plainText, Stranger } from '../text.tsx';
import { useWorld } from '../world.ts';
import { HomeTabs } from './bar.tsx';

/** The person's own settings: what others may know, and how this person meets a consent sheet. */
export function MeScreen({ person }: { person: Person }) {
  const words = useWords();
  const { accounts } = useWorld();
  const allowed = accounts.filter(({ name }) => person.authorises.includes(name));
  return (
    <>
      <header className="nb">
        <span />
        <h2>{words.mePage}</h2>
        <span />
      </header>
      <div className="scroll card">
        <div className="who-is">
          <Face person={person} size="l" />
          <div>
            <h3>
              <Stranger text={person.nickname || person.name} />
            </h3>
            <p className="mono faint">{person.name}</p>
          </div>
        </div>
        <div className="fields">
          <label>
            {words.consent}
            <select
              value={person.consent}
              data-testid="consent-policy"
              onChange={(event) => changePerson(person.name, { consent: event.target.value })}
            >
              {(['ask', 'allow', 'refuse'] as const).map((policy) => (
                <option key={policy} value={policy}>
                  {words.consents[policy]}
                </option>
              ))}
            </select>
          </label>
          <label className="check">
            <input
              type="checkbox"
              checked={person.visitor}
              data-testid="visitor"
              onChange={(event) => changePerson(person.name, { visitor: event.target.checked })}
            />
            {words.visitor}
          </label>
        </div>
        <h4>{words.privacy}</h4>
        <p className="dim">{words.authorised}</p>
        {allowed.length === 0 && <p className="faint">{words.authorisedNone}</p>}
        <ul className="plain">
          {allowed.map((account) => (
            <li key={account.name}>
              <Badge account={account} size="s" />
              <span className="grow">
                <Stranger text={account.title} />
              </span>
              <button
                type="button"
                className="btn tiny"
                data-testid={`withdraw-${account.name}`}
                aria-label={`${words.withdraw} ${plainText(account.title)}`}
                onClick={() => withdraw(person.name, account.name)}
              >
                {words.withdraw}
              </button>
            </li>
          ))}
        </ul>
        <div className="acts">
          <button type="button" className="btn" data-testid="clean-profile" onClick={() => cleanProfile(person.name)}>
            {words.cleanProfile}
          </button>
          <AskingButton
            label={words.cancelWeChat}
            question={words.cancelAsk(plainText(person.nickname || person.name))}
            id="cancel-wechat"
            onYes={() => cancelWeChat(person.name)}
          />
        </div>
      </div>
      <HomeTabs person={person.name} now="me" />
    </>
  );
}
