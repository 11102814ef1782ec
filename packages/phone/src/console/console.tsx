/**
 * An account's settings as its owner sees them: the console of WeChat in miniature, and the place where a developer plugs in
 * an own server.
 */
import { changeAccount } from '../acts.ts';
import { Badge } from '../avatar.tsx';
import type { Account, AccountKind } from '../control/types.ts';
import { Icon, Stamp } from '../icons.tsx';
import { session, useSession, useWords } from '../session.ts';
import { Stranger } from '../text.tsx';
import { useWorld } from '../world.ts';
import { Copyable, Group } from './group.tsx';
import { Hosts } from './hosts.tsx';
import { MenuEditor } from './menu-editor.tsx';
import { permissions } from './permissions.ts';
import { Server } from './server.tsx';

export function AccountConsole({ name }: { name: string }) {
  const words = useWords();
  const { accounts } = useWorld();
  const { language } = useSession();
  const account = accounts.find((candidate) => candidate.name === name);
  if (!account) return null;
  const talks = account.originalId !== undefined;
  return (
    <section className="console" aria-labelledby="console-title" data-testid="account-console">
      <header className="console-top">
        <Badge account={account} />
        <div className="grow">
          <h1 id="console-title">
            <Stranger text={account.title} />
          </h1>
          <p className="faint">
            {words.consoleTitle} · {words.kinds[account.kind]} · <span className="mono">{account.name}</span>
          </p>
        </div>
        <Stamp />
        <button
          type="button"
          className="ib small"
          data-testid="console-close"
          aria-label={words.close}
          onClick={() => session.set({ console: null })}
        >
          <Icon name="close" />
        </button>
      </header>
      <div className="console-body">
        <Group title={words.consoleBasics}>
          <Copyable label="AppID" value={account.appId} />
          <Copyable label={words.appSecret} value={account.appSecret} secret />
          {account.originalId !== undefined && <Copyable label={words.originalId} value={account.originalId} />}
        </Group>
        {talks && <Server account={account} />}
        <Hosts account={account} key={`hosts ${account.oauthDomains.join()}`} />
        {talks && (
          <Group title={words.menuEditor}>
            <MenuEditor account={account} />
          </Group>
        )}
        <Kind account={account} />
        <Group title={words.permissions}>
          <ul className="perms">
            {permissions.map(({ name: capability, zh, en, granted }) => (
              <li key={capability}>
                <span className="grow">
                  {language === 'zh' ? zh : en} <span className="mono faint">{capability}</span>
                </span>
                <span className={`tag ${granted(account) ? 'ok' : ''}`}>
                  {granted(account) ? words.granted : words.notGranted}
                </span>
              </li>
            ))}
          </ul>
        </Group>
      </div>
    </section>
  );
}

function Kind({ account }: { account: Account }) {
  const words = useWords();
  return (
    <Group title={words.kindAndState}>
      <div className="fields across">
        <label>
          {words.kind}
          <select
            value={account.kind}
            data-testid="kind"
            onChange={(event) => changeAccount(account.name, { kind: event.target.value as AccountKind })}
          >
            {(['service', 'subscription', 'sandbox', 'website'] as const).map((kind) => (
              <option key={kind} value={kind}>
                {words.kinds[kind]}
              </option>
            ))}
          </select>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={account.verified}
            data-testid="verified"
            onChange={(event) => changeAccount(account.name, { verified: event.target.checked })}
          />
          {words.isVerified}
        </label>
      </div>
    </Group>
  );
}
