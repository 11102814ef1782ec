/** The hosts to which web authorisation may lead back, and the file by which a real account proves that they are its own. */
import { type FormEvent, useState } from 'react';
import { changeAccount } from '../acts.ts';
import type { Account } from '../control/types.ts';
import { say, useWords } from '../session.ts';
import { Copyable, Group } from './group.tsx';

/** One for all accounts of a simulated world: nobody asks for it, and applications find it easy to serve. */
const verification = '51de5eedSimul8ed';

export function Hosts({ account }: { account: Account }) {
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
      <h3>{words.verifyFile}</h3>
      <p className="faint">{words.verifyHint}</p>
      <Copyable label={words.verifyFile} value={`MP_verify_${verification}.txt`} />
      <Copyable label={words.verifyContent} value={verification} />
    </Group>
  );
}
