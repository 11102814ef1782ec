/** The first two minutes: three things to do, each ticked when it is done, and gone with the last. */
import { follow } from '../acts.ts';
import type { Account, LedgerEntry } from '../control/types.ts';
import { Icon } from '../icons.tsx';
import { go, screensOf, session, useSession, useWords } from '../session.ts';
import { useWorld } from '../world.ts';

export function Begin() {
  const words = useWords();
  const { accounts, people, ledger, chats } = useWorld();
  const { holders, begun } = useSession();
  const account = accounts.find(({ kind, verified }) => kind === 'service' && verified) ?? accounts[0];
  const person = people.find(({ name }) => name === holders[0]) ?? people[0];
  if (begun || !account || !person) return null;
  const followed =
    person.follows.includes(account.name) || Object.keys(chats).some((key) => key.endsWith(`/${account.name}`));
  const signedIn = ledger.some(isExchange);
  const steps = [
    {
      id: 'follow',
      done: followed,
      text: words.beginFollow(account.title),
      act: () => showAccount(person.name, account),
    },
    { id: 'sign-in', done: signedIn, text: words.beginSignIn, act: () => showChat(person.name, account) },
    {
      id: 'read',
      done: false,
      text: words.beginRead,
      act: () => session.set({ tab: 'steps', begun: true, railOpen: true }),
    },
  ];
  const next = steps.find(({ done }) => !done);
  return (
    <section className="begin" aria-labelledby="begin-title" data-testid="begin">
      <h2 id="begin-title">{words.whyHint}</h2>
      <button
        type="button"
        className="ib small"
        aria-label={words.close}
        data-testid="begin-close"
        onClick={() => session.set({ begun: true })}
      >
        <Icon name="close" size="x" />
      </button>
      <ol>
        {steps.map(({ id, done, text, act }, index) => (
          <li key={id} data-state={done ? 'done' : id === next?.id ? 'next' : 'later'}>
            <span className="no">{done ? <Icon name="check" size="x" /> : index + 1}</span>
            <span className="grow">{text}</span>
            {id === next?.id && (
              <button type="button" className="btn tiny main" data-testid={`begin-${id}`} onClick={act}>
                {words.beginShow}
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function isExchange({ operation, errcode }: LedgerEntry): boolean {
  return operation === '/sns/oauth2/access_token' && (errcode ?? 0) === 0;
}

function showAccount(person: string, { name }: Account): void {
  session.set({ console: null, railOpen: false });
  if (screensOf(session.get(), person).at(-1)?.at === 'account') void follow(person, name);
  else go(person, { at: 'account', account: name });
}

function showChat(person: string, { name }: Account): void {
  session.set({ console: null, railOpen: false });
  go(person, { at: 'chat', account: name });
}
