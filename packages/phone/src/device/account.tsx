import { enter, follow, unfollow, withdraw } from '../acts.ts';
import { Badge } from '../avatar.tsx';
import { AskingButton } from '../confirm.tsx';
import type { Person } from '../control/types.ts';
import { useWords } from '../session.ts';
import { Id, Stranger } from '../text.tsx';
import { useWorld } from '../world.ts';
import { Bar } from './bar.tsx';

/** Who an account is, and what a person can do about it. */
export function AccountScreen({ person, name, ticket }: { person: Person; name: string; ticket?: string | undefined }) {
  const words = useWords();
  const account = useWorld().accounts.find((candidate) => candidate.name === name);
  if (!account) return <Bar person={person.name} title={words.accountPage} />;
  const follows = person.follows.includes(name);
  const talks = account.originalId !== undefined;
  return (
    <>
      <Bar person={person.name} title={words.accountPage} />
      <div className="scroll card">
        <div className="who-is">
          <Badge account={account} size="l" />
          <div>
            <h3>
              <Stranger text={account.title} />
            </h3>
            <p>
              <span className="tag">{words.kinds[account.kind]}</span>{' '}
              <span className={`tag ${account.verified ? 'ok' : ''}`}>
                {account.verified ? words.verified : words.unverified}
              </span>
            </p>
          </div>
        </div>
        <dl className="facts">
          {account.originalId !== undefined && (
            <div>
              <dt>{words.originalId}</dt>
              <dd>
                <Id value={account.originalId} keep={10} />
              </dd>
            </div>
          )}
          <div>
            <dt lang="en">AppID</dt>
            <dd>
              <Id value={account.appId} keep={12} />
            </dd>
          </div>
        </dl>
        {!talks && <p className="dim">{words.noConversation}</p>}
        {talks && !follows && (
          <button
            type="button"
            className="btn main big"
            data-testid="follow"
            onClick={() => follow(person.name, name, ticket)}
          >
            {words.follow}
          </button>
        )}
        {talks && follows && (
          <button type="button" className="btn main big" data-testid="enter" onClick={() => enter(person.name, name)}>
            {words.enter}
          </button>
        )}
        {person.authorises.includes(name) && (
          <div className="granted">
            <p>{words.allowedProfile}</p>
            <button
              type="button"
              className="btn destructive"
              data-testid="withdraw"
              onClick={() => withdraw(person.name, name)}
            >
              {words.withdraw}
            </button>
          </div>
        )}
        {talks && follows && (
          <AskingButton
            label={words.unfollow}
            question={words.unfollowAsk(account.title)}
            id="unfollow"
            onYes={() => unfollow(person.name, name)}
          />
        )}
      </div>
    </>
  );
}
