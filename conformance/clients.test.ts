/** Clients that an operator adds beside the file, while the gateway runs; and what each of them may ask for. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addClient, listClients, removeClient, rotateSecret } from '../packages/gateway/src/oidc/client-admin.ts';
import type { SignInWorld } from '../packages/gateway/test/login/browser.ts';
import {
  authorize,
  flow,
  idTokenClaims,
  newBrowser,
  redirectUri,
  secret,
  shop,
  token,
  userinfo,
} from './relying-party.ts';
import { onBothStores } from './stores.ts';

onBothStores('clients of an operator', (open) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.gateway.close());

  const add = (client_id: string, fields: object = {}, options?: { isPublic: boolean }) =>
    addClient(world.gateway.parts, { client_id, redirect_uris: [redirectUri], ...fields }, options);

  async function signInTo(id: string, secret: string | undefined, parameters: Record<string, string> = {}) {
    const request = flow({ client_id: id, ...parameters });
    const answer = await authorize(world, newBrowser(world), request.path);
    const form = { grant_type: 'authorization_code', code: answer.get('code') ?? '', redirect_uri: redirectUri };
    const credentials = secret === undefined ? { id } : { id, secret };
    return { answer, reply: await token(world, { ...form, code_verifier: request.verifier }, credentials) };
  }

  it('count at once, with the secret that was shown, and a new secret ends the old one', async () => {
    const { clientSecret } = await add('bakery');
    expect((await signInTo('bakery', clientSecret)).reply.status).toBe(200);
    const renewed = await rotateSecret(world.gateway.parts, 'bakery');
    expect((await signInTo('bakery', clientSecret)).reply.body.error).toBe('invalid_client');
    expect((await signInTo('bakery', renewed)).reply.status).toBe(200);
    const stored = JSON.stringify(await world.gateway.parts.store.clients.find('bakery'));
    for (const secret of [clientSecret!, renewed]) expect(stored).not.toContain(secret);
  });

  it('are gone when they are removed, with their codes and tokens, and those of others stay', async () => {
    const { parts } = world.gateway;
    const { clientSecret } = await add('leaving');
    const wanted = { scope: 'openid offline_access', prompt: 'consent' };
    const visits = {
      leaving: await signInTo('leaving', clientSecret, wanted),
      shop: await signInTo('shop', secret, wanted),
    };
    await removeClient(parts, 'leaving');
    await expect(removeClient(parts, 'leaving')).rejects.toMatchObject({ code: 'client_unknown' });
    await expect(removeClient(parts, 'shop')).rejects.toThrow('configuration file');
    expect((await signInTo('leaving', clientSecret)).reply.body.error).toBe('invalid_client');
    // Whoever takes the name afterwards inherits nothing.
    const next = await add('leaving');
    const answers: unknown[] = [];
    for (const [id, { reply }] of Object.entries(visits)) {
      const refresh = { grant_type: 'refresh_token', refresh_token: reply.body.refresh_token! };
      const credentials = { id, secret: id === 'shop' ? secret : next.clientSecret! };
      const known = await userinfo(world, reply.body.access_token!);
      answers.push([id, known.status, (await token(world, refresh, credentials)).status]);
    }
    expect(answers).toEqual([
      ['leaving', 401, 400],
      ['shop', 200, 200],
    ]);
    await removeClient(parts, 'leaving');
  });

  it('without a secret need PKCE and nothing else', async () => {
    expect(await add('page', {}, { isPublic: true })).toEqual({ clientId: 'page' });
    const { reply } = await signInTo('page', undefined);
    expect(reply.status).toBe(200);
    const bare = flow({ client_id: 'page', code_challenge: '', code_challenge_method: '' });
    expect((await authorize(world, newBrowser(world), bare.path)).get('error')).toBe('invalid_request');
    await expect(add('old-page', { pkce: 'optional' }, { isPublic: true })).rejects.toThrow('pkce');
  });

  it('ask for what they may have, and get no more', async () => {
    const { clientSecret } = await add('narrow', { scopes: ['openid'] });
    const { answer } = await signInTo('narrow', clientSecret, { scope: 'openid wechat' });
    expect(answer.get('error')).toBe('invalid_scope');
    const { reply } = await signInTo('narrow', clientSecret);
    expect(Object.keys((await userinfo(world, reply.body.access_token!)).claims)).toEqual(['sub']);
    // The client of the file may ask for the profile, and not for what WeChat calls somebody.
    const other = await signInTo('shop', shop.client_secret, { scope: 'openid wechat' });
    expect(other.answer.get('error')).toBe('invalid_scope');
    expect(idTokenClaims(reply.body.id_token!)).not.toHaveProperty('urn:mingpian:claim:openid');
  });

  it('are refused where the file would be: a taken name, http, ways and scopes that do not exist', async () => {
    await expect(add('shop')).rejects.toMatchObject({ code: 'client_exists' });
    await expect(add('plain', { redirect_uris: ['http://shop.example/cb'] })).rejects.toThrow('https');
    await expect(add('telepath', { methods: ['telepathy'] })).rejects.toThrow('methods');
    await expect(add('mail', { scopes: ['email'] })).rejects.toThrow('scopes');
    await expect(rotateSecret(world.gateway.parts, 'shop')).rejects.toThrow('configuration file');
    const ids = (await listClients(world.gateway.parts)).map(({ clientId, from }) => `${clientId} ${from}`);
    expect(ids).toEqual(['shop file', 'bakery operator', 'page operator', 'narrow operator']);
  });
});
