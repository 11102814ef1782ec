/** What people have allowed a client. Our own clients may know them without a question; for others a page asks. */
import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import type { Clients } from './clients.ts';

/** The grant of the person who is signed in for the client that asks; of a client of ours, wide enough for what it asks. */
export async function loadGrant(ctx: KoaContextWithOIDC, clients: Clients): Promise<Grant | undefined> {
  const { client, provider, result, session, requestParamOIDCScopes: asked } = ctx.oidc;
  const personId = session?.accountId;
  if (client === undefined || session === undefined || personId === undefined) return undefined;
  const grantId = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
  const found = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const standing = found?.accountId === personId ? found : undefined;
  if ((await clients.find(client.clientId))?.firstParty !== true) return standing;
  if (standing !== undefined && [...asked].every((scope) => standing.getOIDCScope().split(' ').includes(scope))) {
    return standing;
  }
  const grant = standing ?? new provider.Grant({ accountId: personId, clientId: client.clientId });
  grant.addOIDCScope([...asked].join(' '));
  await grant.save();
  return grant;
}
