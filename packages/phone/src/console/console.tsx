/**
 * An account's settings as its owner sees them: the console of WeChat in miniature, and the place where a developer plugs in
 * an own server.
 */
import { type FormEvent, type ReactNode, useState } from 'react';
import { changeAccount, connect } from '../acts.ts';
import { Badge } from '../avatar.tsx';
import type { Account, AccountKind, PushMode } from '../control/types.ts';
import { Icon, Stamp } from '../icons.tsx';
import { say, session, useSession, useWords } from '../session.ts';
import { Stranger } from '../text.tsx';
import { useCopied } from '../use.ts';
import { useWorld } from '../world.ts';
import { MenuEditor } from './menu-editor.tsx';
import { permissions } from './permissions.ts';

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

export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="group">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Copyable({ label, value, secret = false }: { label: string; value: string; secret?: boolean }) {
  const words = useWords();
  const [copied, copy] = useCopied();
  const [open, setOpen] = useState(!secret);
  return (
    <div className="copyable">
      <span className="label" lang={/^[A-Z]/.test(label) ? 'en' : undefined}>
        {label}
      </span>
      <code>{open ? value : '•'.repeat(12)}</code>
      {secret && (
        <button type="button" className="btn tiny" onClick={() => setOpen(!open)}>
          {open ? words.hide : words.show}
        </button>
      )}
      <button type="button" className="btn tiny" aria-label={`${words.copy} ${label}`} onClick={() => copy(value)}>
        {copied ? words.copied : words.copy}
      </button>
    </div>
  );
}

/** URL, Token, key and mode; Submit asks the server for its echostr, as WeChat does. */
function Server({ account }: { account: Account }) {
  const words = useWords();
  const { push } = account;
  const [url, setUrl] = useState(push?.url ?? '');
  const [token, setToken] = useState(push?.token ?? '');
  const [key, setKey] = useState(push?.encodingAesKey ?? '');
  const [mode, setMode] = useState<PushMode>(push?.mode ?? 'plain');
  const [busy, setBusy] = useState(false);
  const [verdict, setVerdict] = useState<{ ok: boolean; text: string } | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setVerdict(null);
    const changed = await changeAccount(account.name, { push: { token, encodingAesKey: key, mode } });
    const answer = changed ? await connect(account.name, url) : undefined;
    setBusy(false);
    if (answer)
      setVerdict({ ok: answer.ok, text: answer.ok ? words.submitOk : words.submitFailed(answer.reason ?? '') });
  };
  return (
    <Group title={words.server}>
      <form className="fields" onSubmit={submit}>
        <label>
          <span lang="en">{words.pushUrl}</span>
          <input
            type="url"
            required
            value={url}
            data-testid="push-url"
            onChange={(event) => setUrl(event.target.value)}
          />
        </label>
        <label>
          <span lang="en">{words.pushToken}</span>
          <input required value={token} data-testid="push-token" onChange={(event) => setToken(event.target.value)} />
        </label>
        <label>
          <span lang="en">{words.aesKey}</span>
          <input
            required
            className="mono"
            value={key}
            data-testid="push-key"
            onChange={(event) => setKey(event.target.value)}
          />
        </label>
        <fieldset>
          <legend>{words.mode}</legend>
          {(['plain', 'compatible', 'safe'] as const).map((choice) => (
            <label className="check" key={choice}>
              <input
                type="radio"
                name="mode"
                checked={mode === choice}
                data-testid={`push-mode-${choice}`}
                onChange={() => setMode(choice)}
              />
              {words.modes[choice]}
            </label>
          ))}
        </fieldset>
        <button type="submit" className="btn main" data-testid="push-submit" aria-busy={busy} disabled={busy}>
          {words.submit}
        </button>
        <p className={`verdict ${verdict?.ok ? 'ok' : 'bad'}`} role="status" data-testid="push-verdict">
          {verdict && <Icon name={verdict.ok ? 'check' : 'alert'} size="s" />}
          {verdict?.text}
        </p>
      </form>
    </Group>
  );
}

function Hosts({ account }: { account: Account }) {
  const words = useWords();
  const [hosts, setHosts] = useState(account.oauthDomains.join('\n'));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const oauthDomains = hosts.split(/\s+/).filter((host) => host !== '');
    if (await changeAccount(account.name, { oauthDomains })) say(words.saved);
  };
  return (
    <Group title={words.callbackHosts}>
      <form className="fields" onSubmit={save}>
        <p className="faint">{words.callbackHint}</p>
        <textarea
          rows={2}
          className="mono"
          aria-label={words.callbackHosts}
          value={hosts}
          data-testid="hosts"
          onChange={(event) => setHosts(event.target.value)}
        />
        <p className="acts">
          <button type="submit" className="btn" data-testid="hosts-save">
            {words.save}
          </button>
        </p>
      </form>
    </Group>
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
