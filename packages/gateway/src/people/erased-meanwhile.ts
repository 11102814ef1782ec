import type { Store } from '../store/store.ts';

/**
 * To be called after something was written about an openid: takes it away again if its person was erased at that moment, since
 * no later erasure would find it.
 */
export async function forgetErased(
  { appId, openid }: { readonly appId: string; readonly openid: string },
  { people }: Pick<Store, 'people'>,
): Promise<void> {
  const known = await people.identity(appId, openid);
  if (known !== undefined) {
    // An erasure holds the person from its first delete on: this waits for its end.
    await people.lock([known.personId]);
    if ((await people.identity(appId, openid)) !== undefined) return;
  }
  await people.removeIdentity(appId, openid);
}
