/** Where an account's pushes go: a developer's own server is plugged in here. */
import { type FormEvent, useState } from 'react';
import { changeAccount, connect } from '../acts.ts';
import type { Account, PushMode } from '../control/types.ts';
import { Icon } from '../icons.tsx';
import { useWords } from '../session.ts';
import { Group } from './group.tsx';

/** URL, Token, key and mode; Submit asks the server for its echostr, as WeChat does. */
export function Server({ account }: { account: Account }) {
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
