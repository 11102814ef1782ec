import { expire } from '../acts.ts';
import type { Token } from '../control/types.ts';
import { useWords } from '../session.ts';
import { Stranger } from '../text.tsx';
import { countdown } from '../times.ts';
import { useTick } from '../use.ts';
import { useWorld, worldNow } from '../world.ts';

export function Tokens({ docked = false }: { docked?: boolean }) {
  const words = useWords();
  const world = useWorld();
  const tokens = docked ? world.tokens.slice(-4) : world.tokens;
  const accounts = [...new Set(world.tokens.map(({ account }) => account))];
  const body = (
    <>
      {docked && <h3>{words.tokens}</h3>}
      {tokens.length === 0 && <p className="faint">{words.noTokens}</p>}
      <ul className="toks" data-testid="tokens">
        {tokens.map((token) => (
          <TokenRow key={`${token.kind} ${token.account} ${token.person} ${token.virtual}`} token={token} />
        ))}
      </ul>
    </>
  );
  if (docked) return body;
  return (
    <div className="scroll pad">
      {body}
      {accounts.map((name) => (
        <p className="acts" key={name}>
          <span className="dim grow">
            <Stranger text={world.accounts.find((account) => account.name === name)?.title ?? name} />
          </span>
          <button
            type="button"
            className="btn tiny"
            data-testid={`expire-app-${name}`}
            onClick={() => expire(name, 'app')}
          >
            {words.expireApp}
          </button>
          <button
            type="button"
            className="btn tiny"
            data-testid={`expire-user-${name}`}
            onClick={() => expire(name, 'user')}
          >
            {words.expireUser}
          </button>
        </p>
      ))}
    </div>
  );
}

function TokenRow({ token }: { token: Token }) {
  useTick(1000);
  const words = useWords();
  const world = useWorld();
  const [from, to] = [Date.parse(token.issuedAt), Date.parse(token.expiresAt)];
  const left = token.live ? to - worldNow(world) : 0;
  const part = to > from ? Math.max(0, Math.min(1, left / (to - from))) : 0;
  const dead = left <= 0;
  const kind = { app: words.appToken, user: words.userToken, refresh: words.refreshToken }[token.kind];
  const person = world.people.find(({ name }) => name === token.person);
  const account = world.accounts.find(({ name }) => name === token.account);
  const whose = person
    ? `${person.nickname || person.name} · ${account?.title ?? ''}`
    : (account?.title ?? token.account);
  return (
    <li>
      <span className="kind">
        <span lang="en">{kind}</span>{' '}
        <span className="faint">
          <Stranger text={whose} />
          {token.virtual && ` (${words.virtualUser})`}
        </span>
      </span>
      <span className={`bar ${dead ? 'dead' : part < 0.1 ? 'low' : ''}`}>
        <span style={{ width: `${dead ? 100 : Math.max(2, part * 100)}%` }} />
      </span>
      <span className="t">{dead ? words.expired : countdown(left, words.daysLeft)}</span>
    </li>
  );
}
