/** What people have allowed a client. Our own clients may know them without a question; for others a page asks. */
import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import type { Clients } from './clients.ts';

/** The grant of the person who is signed in for the client that asks; of a client of ours, wide enough for what it asks. */
export async function loadGrant(ctx: KoaContextWithOIDC, clients: Clients): Promise<Grant | undefined> {
  const { client, provider, result, session, requestParamOIDCScopes: asked } = ctx.oidc;
  const personId = session?.accountId;
  if (client === undefined || session === undefined || personId === undefined) return undefined;
  const { clientId } = client;
  const grantOf = async (id: string | undefined) => {
    const found = id === undefined ? undefined : await provider.Grant.find(id);
    return found?.accountId === personId ? found : undefined;
  };
  const given = await grantOf(result?.consent?.grantId);
  const held = await grantOf(session.grantIdFor(clientId));
  // What a browser has been given goes on: a code that is still on its way to the client depends on it.
  const standing = held === undefined || given === undefined ? (held ?? given) : await joined(held, given);
  if ((await clients.find(client.clientId))?.firstParty !== true) return standing;
  if (standing !== undefined && [...asked].every((scope) => standing.getOIDCScope().split(' ').includes(scope))) {
    return standing;
  }
  const grant = standing ?? new provider.Grant({ accountId: personId, clientId: client.clientId });
  grant.addOIDCScope([...asked].join(' '));
  await grant.save();
  return grant;
}

async function joined(held: Grant, given: Grant): Promise<Grant> {
  if (held.jti === given.jti) return held;
  held.addOIDCScope(given.getOIDCScope());
  await held.save();
  return held;
}
