/** oidcc-codereuse, oidcc-codereuse-30seconds, oidcc-server with other clients' codes, and the case table's OPX rows about tokens. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignInWorld } from '../packages/gateway/test/login/browser.ts';
import {
  authorize,
  exchange,
  flow,
  newBrowser,
  post,
  redirectUri,
  secret,
  shop,
  signedIn,
  token,
  userinfo,
} from './relying-party.ts';
import { onBothStores } from './stores.ts';

const other = { id: 'other', secret: 'Ht6mBq1wXs8kLr4zVc0nPy7dJf3gEa9u2' };
const clients = [
  shop,
  { ...shop, client_id: other.id, client_secret: other.secret },
  {
    client_id: 'old',
    client_secret: 'Mn4bVc7xZa1sDf8gHj2kLq5wEr9tYu3i0',
    redirect_uris: [redirectUri],
    pkce: 'optional',
  },
  { client_id: 'spa', redirect_uris: [redirectUri] },
];

/** A clock that can be put ahead of the real one. */
function aheadClock() {
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  return clock;
}

onBothStores('codes', (open) => {
  let world: SignInWorld;
  const clock = aheadClock();
  beforeAll(async () => {
    world = await open({ clients }, clock);
  });
  afterAll(() => world.gateway.close());

  it('oidcc-codereuse OPX-03 a code that comes again is refused, and its tokens end', async () => {
    const { answer, reply, request } = await signedIn(world);
    const again = await exchange(world, answer.get('code')!, request);
    expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
    expect((await userinfo(world, reply.body.access_token!)).status).toBe(401);
  });

  it('OPX-03 the same code fifty times at once gives exactly one success', async () => {
    const request = flow();
    const answer = await authorize(world, newBrowser(world), request.path);
    const all = await Promise.all(Array.from({ length: 50 }, () => exchange(world, answer.get('code')!, request)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of all.filter((each) => each.status !== 200)) {
      expect([status, body.error]).toEqual([400, 'invalid_grant']);
    }
    const winner = all.find(({ status }) => status === 200)!;
    expect((await userinfo(world, winner.body.access_token!)).status).toBe(401);
  });

  it('oidcc-codereuse-30seconds OPX-03 also after thirty seconds', async () => {
    const { answer, reply, request } = await signedIn(world);
    clock.ahead += 30_000;
    expect((await exchange(world, answer.get('code')!, request)).body.error).toBe('invalid_grant');
    expect((await userinfo(world, reply.body.access_token!)).status).toBe(401);
  });

  it('a code is good for a minute', async () => {
    const request = flow();
    const answer = await authorize(world, newBrowser(world), request.path);
    clock.ahead += 61_000;
    expect((await exchange(world, answer.get('code')!, request)).body.error).toBe('invalid_grant');
  });

  it('OPX-04 a code of one client is worth nothing to another', async () => {
    const request = flow();
    const answer = await authorize(world, newBrowser(world), request.path);
    const form = { grant_type: 'authorization_code', code: answer.get('code')!, redirect_uri: redirectUri };
    const stolen = await token(world, { ...form, code_verifier: request.verifier }, other);
    expect(stolen.body.error).toBe('invalid_grant');
  });

  it.each([
    ['no challenge', { code_challenge: undefined, code_challenge_method: undefined }],
    ['the method plain', { code_challenge_method: 'plain' }],
    ['no method, which means plain', { code_challenge_method: undefined }],
    ['a challenge of 42 characters', { code_challenge: 'a'.repeat(42) }],
  ])('OPX-05 %s is refused', async (_name, parameters) => {
    const answer = await authorize(world, newBrowser(world), flow(parameters).path);
    expect(answer.get('error')).toBe('invalid_request');
    expect(answer.get('iss')).toBe(world.gateway.urls.public);
  });

  it.each([42, 129])('OPX-05 a verifier of %d characters is refused', async (length) => {
    const request = flow();
    const answer = await authorize(world, newBrowser(world), request.path);
    const reply = await exchange(world, answer.get('code')!, request, { code_verifier: 'a'.repeat(length) });
    expect(reply.status).toBe(400);
    expect(['invalid_grant', 'invalid_request']).toContain(reply.body.error);
  });

  it('OPX-05 a client that opted out may leave PKCE away, but not half of it', async () => {
    const bare = { client_id: 'old', code_challenge: undefined, code_challenge_method: undefined };
    const old = { id: 'old', secret: clients[2]!.client_secret! };
    const redeem = async (parameters: Record<string, string | undefined>, more: Record<string, string>) => {
      const answer = await authorize(world, newBrowser(world), flow(parameters).path);
      const form = { grant_type: 'authorization_code', code: answer.get('code')!, redirect_uri: redirectUri };
      return token(world, { ...form, ...more }, old);
    };
    expect((await redeem(bare, {})).status).toBe(200);
    expect((await redeem(bare, { code_verifier: 'a'.repeat(43) })).body.error).toBe('invalid_grant');
    expect((await redeem({ client_id: 'old' }, {})).body.error).toBe('invalid_grant');
  });

  it('OPX-07 a client with a secret has to show it at every grant', async () => {
    const { reply } = await signedIn(world, { scope: 'openid offline_access', prompt: 'consent' });
    const form = { grant_type: 'refresh_token', refresh_token: reply.body.refresh_token! };
    expect((await token(world, form, { id: 'shop' })).body.error).toBe('invalid_client');
    expect((await token(world, form, { id: 'shop', secret: 'wrong' })).body.error).toBe('invalid_client');
    expect((await token(world, form)).status).toBe(200);
  });

  it('OPX-08 refresh tokens rotate; inside the window a used one is only refused, after it the family ends', async () => {
    const { reply } = await signedIn(world, { scope: 'openid offline_access', prompt: 'consent' });
    const refresh = (value: string) => token(world, { grant_type: 'refresh_token', refresh_token: value });
    const first = reply.body.refresh_token!;
    const all = await Promise.all(Array.from({ length: 50 }, () => refresh(first)));
    const good = all.filter(({ status }) => status === 200);
    expect(good).toHaveLength(1);
    for (const { body } of all.filter((each) => !good.includes(each))) expect(body.error).toBe('invalid_grant');
    const second = await refresh(good[0]!.body.refresh_token!);
    expect(second.status).toBe(200);
    clock.ahead += 11_000;
    expect((await refresh(first)).body.error).toBe('invalid_grant');
    expect((await refresh(second.body.refresh_token!)).body.error).toBe('invalid_grant');
    expect((await userinfo(world, second.body.access_token!)).status).toBe(401);
  });

  it('OPX-10 a token of one client is inactive to another', async () => {
    const { reply } = await signedIn(world);
    const introspect = (client: { id: string; secret: string }) =>
      post(world.gateway.url('/oauth2/introspect'), { token: reply.body.access_token! }, client);
    expect((await introspect(other)).body).toEqual({ active: false });
    expect((await introspect({ id: 'shop', secret })).body).toMatchObject({ active: true, client_id: 'shop' });
  });

  it('a revoked token is worth nothing', async () => {
    const { reply } = await signedIn(world);
    const access = reply.body.access_token!;
    await post(world.gateway.url('/oauth2/revoke'), { token: access }, { id: 'shop', secret });
    expect((await userinfo(world, access)).status).toBe(401);
  });

  it('OPX-12 an access token is no refresh token', async () => {
    const { reply } = await signedIn(world);
    const form = { grant_type: 'refresh_token', refresh_token: reply.body.access_token! };
    expect((await token(world, form)).body.error).toBe('invalid_grant');
  });

  it.each([
    'password',
    'client_credentials',
    'implicit',
    'urn:ietf:params:oauth:grant-type:device_code',
  ])('OPX-13 the grant %s does not exist', async (grant) => {
    const reply = await token(world, { grant_type: grant, username: 'a', password: 'b' });
    expect(reply.body.error).toBe('unsupported_grant_type');
  });

  it('the dump of the store holds no bearer value', async () => {
    const { answer, reply } = await signedIn(world, { scope: 'openid offline_access', prompt: 'consent' });
    const tables = await world.gateway.parts.store.oidcArtifacts.ofPerson('AccessToken', 'nobody');
    expect(tables).toEqual([]);
    for (const value of [answer.get('code')!, reply.body.access_token!, reply.body.refresh_token!]) {
      expect(await world.gateway.parts.store.oidcArtifacts.find('AccessToken', value)).toBeUndefined();
      expect(world.gateway.lines.join('\n')).not.toContain(value);
    }
  });
});
