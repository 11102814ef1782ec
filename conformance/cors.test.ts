/** Which scripts may call: those of an origin to which a client comes back, and no others. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignInWorld } from '../packages/gateway/test/login/browser.ts';
import { authorize, flow, newBrowser, redirectUri, shop } from './relying-party.ts';
import { onBothStores } from './stores.ts';

const own = new URL(redirectUri).origin;
const foreign = 'https://evil.example';
const clients = [
  shop,
  { client_id: 'spa', redirect_uris: ['https://spa.test.invalid/'] },
  { client_id: 'app', type: 'native', redirect_uris: ['invalid.test.app:/cb'] },
];

onBothStores('scripts of other origins', (open) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await open({ clients });
  });
  afterAll(() => world.gateway.close());

  const ask = (path: string, origin: string, init: RequestInit = {}) =>
    fetch(world.gateway.url(path), { ...init, headers: { ...init.headers, origin } });
  const allowed = (reply: Response) => reply.headers.get('access-control-allow-origin');

  const readable = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server', '/oauth2/jwks'];

  it.each(readable)('%s is read by scripts of registered origins', async (path) => {
    const reply = await ask(path, own);
    expect([reply.status, allowed(reply)]).toEqual([200, own]);
    expect(reply.headers.get('vary')).toMatch(/\bOrigin\b/i);
    for (const origin of [foreign, 'null', 'http://shop.test.invalid', `${own}.evil.example`, 'invalid.test.app:']) {
      const other = await ask(path, origin);
      expect([origin, allowed(other)]).toEqual([origin, null]);
      expect(other.headers.get('vary')).toMatch(/\bOrigin\b/i);
    }
    expect(allowed(await fetch(world.gateway.url(path)))).toBeNull();
  });

  it.each(['/oauth2/token', '/oauth2/userinfo'])('%s may be asked beforehand from there only', async (path) => {
    const preflight = {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    };
    const yes = await ask(path, own, preflight);
    expect([yes.status, allowed(yes)]).toEqual([204, own]);
    expect(yes.headers.get('access-control-allow-credentials')).toBeNull();
    const no = await ask(path, foreign, preflight);
    expect([allowed(no), no.headers.get('access-control-allow-methods')]).toEqual([null, null]);
  });

  it('a client is served for its own origin, not for that of another client', async () => {
    const redeem = async (origin: string) => {
      const request = flow({ client_id: 'spa', redirect_uri: 'https://spa.test.invalid/' });
      const answer = await authorize(world, newBrowser(world), request.path);
      return ask('/oauth2/token', origin, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: 'spa',
          code: answer.get('code') ?? '',
          redirect_uri: 'https://spa.test.invalid/',
          code_verifier: request.verifier,
        }),
      });
    };
    const good = await redeem('https://spa.test.invalid');
    expect([good.status, allowed(good)]).toEqual([200, 'https://spa.test.invalid']);
    const access = ((await good.json()) as { access_token: string }).access_token;
    const bearer = { headers: { authorization: `Bearer ${access}` } };
    const info = await ask('/oauth2/userinfo', 'https://spa.test.invalid', bearer);
    expect([info.status, allowed(info)]).toEqual([200, 'https://spa.test.invalid']);
    for (const origin of [own, foreign]) {
      const bad = await redeem(origin);
      expect([bad.status, allowed(bad)]).toEqual([400, null]);
      const refused = await ask('/oauth2/userinfo', origin, bearer);
      expect([refused.status, allowed(refused)]).toEqual([400, null]);
    }
  });

  it.each(['/oauth2/authorize', '/oauth2/logout'])('%s is for people, never for scripts', async (path) => {
    expect(allowed(await ask(path, own))).toBeNull();
  });
});
