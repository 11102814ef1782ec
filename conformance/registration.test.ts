/** Clients that register themselves: only with the token of the configuration, and never with more than a client may have. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignInWorld } from '../packages/gateway/test/login/browser.ts';
import {
  authorize,
  flow,
  idTokenClaims,
  newBrowser,
  press,
  redirectUri,
  signedIn,
  token,
  walk,
} from './relying-party.ts';
import { onBothStores } from './stores.ts';

const registrationToken = 'Rk8vT3hK9mXw2bNc5rYd7fLg4sPj6aEu1';
const ask = { redirect_uris: [redirectUri], client_name: '别家' };

onBothStores('registration', (open) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await open({ registration: { token: registrationToken } });
  });
  afterAll(() => world.gateway.close());

  async function register(metadata: object, bearer: string | undefined = registrationToken) {
    const reply = await fetch(world.gateway.url('/oauth2/register'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
      body: JSON.stringify(metadata),
    });
    return { status: reply.status, client: (await reply.json()) as Record<string, string> };
  }

  it('needs the token', async () => {
    for (const bearer of ['', 'wrong', `${registrationToken}x`]) {
      expect((await register(ask, bearer)).status).toBe(401);
    }
    expect((await world.gateway.parts.store.clients.list()).length).toBe(0);
  });

  it('is announced only where it exists', async () => {
    const metadata = async ({ gateway }: SignInWorld) =>
      (await fetch(gateway.url('/.well-known/openid-configuration'))).json();
    expect(await metadata(world)).toHaveProperty('registration_endpoint');
    const without = await open();
    expect(await metadata(without)).not.toHaveProperty('registration_endpoint');
    expect((await fetch(without.gateway.url('/oauth2/register'), { method: 'POST' })).status).toBe(404);
    await without.gateway.close();
  });

  it('oidcc-idtoken-signature: signs people in after asking them, with RS256 as the specification says', async () => {
    const { status, client } = await register(ask);
    expect(status).toBe(201);
    const visitor = newBrowser(world);
    const request = flow({ client_id: client.client_id });
    const page = await walk(world, visitor, request.path);
    expect(page.body).toContain('别家');
    const action = /action="([^"]+)"/.exec(page.body)![1]!;
    const allowed = await visitor.post(action, { answer: 'allow' });
    const answer = await authorize(world, visitor, allowed.location);
    const form = { grant_type: 'authorization_code', code: answer.get('code')!, redirect_uri: redirectUri };
    const credentials = { id: client.client_id!, secret: client.client_secret! };
    const reply = await token(world, { ...form, code_verifier: request.verifier }, credentials);
    expect(reply.status).toBe(200);
    const header = JSON.parse(Buffer.from(reply.body.id_token!.split('.')[0]!, 'base64url').toString());
    expect(header.alg).toBe('RS256');
    const stored = JSON.stringify(await world.gateway.parts.store.clients.find(client.client_id!));
    expect(stored).not.toContain(client.client_secret);
  });

  it('OPX-19 require_auth_time: nobody is signed in who was only let through in silence', async () => {
    const { client } = await register({ ...ask, require_auth_time: true });
    const { visitor } = await signedIn(world);
    const wanted = { client_id: client.client_id };
    const silent = await authorize(world, visitor, flow({ ...wanted, prompt: 'none' }).path);
    expect(silent.get('error')).toBe('login_required');
    const request = flow(wanted);
    const before = Math.floor(Date.now() / 1000);
    const consent = await walk(
      world,
      visitor,
      await press(visitor, await walk(world, visitor, request.path), 'without it'),
    );
    const action = /action="([^"]+)"/.exec(consent.body)![1]!;
    const answer = await authorize(world, visitor, (await visitor.post(action, { answer: 'allow' })).location);
    const form = { grant_type: 'authorization_code', code: answer.get('code')!, redirect_uri: redirectUri };
    const credentials = { id: client.client_id!, secret: client.client_secret! };
    const reply = await token(world, { ...form, code_verifier: request.verifier }, credentials);
    expect(idTokenClaims(reply.body.id_token!).auth_time).toBeGreaterThanOrEqual(before);
  });

  it.each<[string, object]>([
    ['without PKCE', { mingpian_pkce: 'optional' }],
    ['the implicit flow', { response_types: ['id_token'], grant_types: ['implicit'] }],
    ['passwords', { grant_types: ['password'] }],
    ['no signature', { id_token_signed_response_alg: 'none' }],
    ['signing out to http', { post_logout_redirect_uris: ['http://evil.example/'] }],
    ['being told over http', { backchannel_logout_uri: 'http://evil.example/' }],
    ['http', { redirect_uris: ['http://evil.example/cb'] }],
    ['a fragment', { redirect_uris: [`${redirectUri}#x`] }],
    ['no address', { redirect_uris: [] }],
    ['a secret of its own algorithm', { token_endpoint_auth_method: 'private_key_jwt' }],
  ])('refuses %s', async (_name, metadata) => {
    expect((await register({ ...ask, ...metadata })).status).toBe(400);
  });

  it('OPX-11 chooses the id itself, and takes nobody’s', async () => {
    const { client } = await register({ ...ask, client_id: 'shop' });
    expect(client.client_id).not.toBe('shop');
  });
});
