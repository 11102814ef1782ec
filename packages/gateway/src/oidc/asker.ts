/**
 * Who asks a visitor in: the application behind a sign-in, or the account itself. Its name, logo and colour lead every page on
 * the way, those that say why it did not work among them. They are found by where the sign-in leads back to; such an address
 * chooses a name and a look, and nothing more.
 */
import type { Handoffs } from '../handoff/handoffs.ts';
import { type ClientLooks, type Theme, themeOfClient } from '../pages/theme.ts';
import type { Parts } from '../parts.ts';
import { readArtifact, requestDigest } from './artifacts.ts';

export interface Asker {
  readonly site?: string | undefined;
  readonly theme?: Theme | undefined;
}

/** What is known of a sign-in: its application or where it leads back to, and the name of its account. */
export interface Asking {
  readonly clientId?: string | null | undefined;
  readonly returnTo?: string | undefined;
  readonly account?: string | undefined;
}

export interface Askers {
  behind(signIn: Asking): Promise<Asker>;
}

export function createAskers(
  { accounts, sealer, store }: Pick<Parts, 'accounts' | 'sealer' | 'store'>,
  clients: ClientLooks,
  handoffs: Pick<Handoffs, 'byHandle'>,
): Askers {
  /** The client whose request a sign-in answers, here or on a computer that waits. */
  async function clientBehind(returnTo: string): Promise<string | null | undefined> {
    const [, kind, id] = /^\/login\/(request|scan)\/([\w-]+)/.exec(returnTo) ?? [];
    if (id === undefined) return undefined;
    if (kind === 'scan') return (await handoffs.byHandle('link_qr', id))?.clientId;
    const request = await store.oidcArtifacts.find('Interaction', requestDigest(id));
    return request && String(readArtifact(request, sealer).params?.client_id);
  }

  return {
    async behind({ clientId, returnTo, account }) {
      const id = clientId ?? (returnTo === undefined ? undefined : await clientBehind(returnTo));
      const client = id == null ? undefined : await clients.find(id);
      if (client !== undefined) return { site: client.name, theme: themeOfClient(client) };
      return { site: account === undefined ? undefined : accounts.byName(account)?.title };
    },
  };
}
