/** oidcc-rp-initiated-logout-* and oidcc-backchannel-rp-initiated-logout: who is signed out, and who hears of it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOpenIdConnect } from '../packages/gateway/src/oidc/openid-connect.ts';
import { retries } from '../packages/gateway/src/oidc/sign-out.ts';
import type { Browser, SignInWorld } from '../packages/gateway/test/login/browser.ts';
import { authorize, flow, idTokenClaims, openIdWorld, redirectUri, shop, signedIn, userinfo } from './relying-party.ts';

const bye = 'https://shop.test.invalid/bye';

describe('signing out', () => {
  let world: SignInWorld;
  let listener: Server;
  const heard: string[] = [];
  let answer = 200;
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  beforeAll(async () => {
    listener = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        heard.push(new URLSearchParams(body).get('logout_token') ?? '');
        response.writeHead(answer).end();
      });
    });
    await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
    const { port } = listener.address() as AddressInfo;
    const clients = [
      { ...shop, backchannel_logout_uri: `http://127.0.0.1:${port}/logout` },
      { client_id: 'other', redirect_uris: [redirectUri], post_logout_redirect_uris: ['https://other.test.invalid/'] },
    ];
    world = await openIdWorld({ clients, private_hosts: ['127.0.0.1'] }, clock);
  });
  afterAll(async () => {
    await world.gateway.close();
    listener.close();
  });

  const logout = (visitor: Browser, parameters: Record<string, string>) =>
    visitor.get(`/oauth2/logout?${new URLSearchParams(parameters)}`);

  async function confirmed(visitor: Browser, page: { body: string }) {
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.body)![1]!;
    return visitor.post('/oauth2/logout/confirm', { xsrf, logout: 'yes' });
  }

  it('oidcc-rp-initiated-logout: a page asks, then everything ends and the client hears of it', async () => {
    const { visitor, reply, claims } = await signedIn(world);
    const page = await logout(visitor, {
      id_token_hint: reply.body.id_token!,
      post_logout_redirect_uri: bye,
      state: 'xyz',
    });
    expect(page.body).toContain('要退出登录吗');
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://shop.test.invalid");
    expect((await userinfo(world, reply.body.access_token!)).status).toBe(200);
    heard.length = 0;
    const done = await confirmed(visitor, page);
    expect([done.status, done.location]).toEqual([303, `${bye}?state=xyz`]);
    expect((await userinfo(world, reply.body.access_token!)).status).toBe(401);
    expect((await visitor.get('/me')).body).toContain('你还没有登录');
    expect((await authorize(world, visitor, flow({ prompt: 'none' }).path)).get('error')).toBe('login_required');
    expect(heard).toHaveLength(1);
    const told = idTokenClaims(heard[0]!);
    expect(told).toMatchObject({ iss: world.gateway.urls.public, aud: 'shop', sub: claims.sub });
    expect(told.events).toEqual({ 'http://schemas.openid.net/event/backchannel-logout': {} });
    expect(told.sid).toBe(claims.sid ?? told.sid);
    expect(told).not.toHaveProperty('nonce');
  });

  it('oidcc-rp-initiated-logout-no-id-token-hint OPX-18 a page, and no way back', async () => {
    const { visitor } = await signedIn(world);
    const page = await logout(visitor, { post_logout_redirect_uri: bye });
    expect(page.status).toBe(200);
    const done = await confirmed(visitor, page);
    expect(done.location).toContain('/oauth2/logout/success');
    expect((await visitor.get(done.location)).body).toContain('已经退出登录');
  });

  it('oidcc-rp-initiated-logout-bad-post-logout-redirect-uri OPX-18', async () => {
    const { visitor, reply } = await signedIn(world);
    const page = await logout(visitor, {
      id_token_hint: reply.body.id_token!,
      post_logout_redirect_uri: 'https://evil.example/',
    });
    expect([page.status, page.location]).toEqual([400, '']);
  });

  it("oidcc-rp-initiated-logout-modified-id-token-hint OPX-18 another client's or a changed hint", async () => {
    const { visitor, reply } = await signedIn(world);
    const hint = reply.body.id_token!;
    const foreign = await logout(visitor, { id_token_hint: hint, client_id: 'other' });
    expect([foreign.status, foreign.location]).toEqual([400, '']);
    const changed = await logout(visitor, { id_token_hint: `${hint.slice(0, -8)}AAAAAAAA` });
    expect([changed.status, changed.location]).toEqual([400, '']);
  });

  it('a client that does not answer is told again', async () => {
    const { visitor, claims } = await signedIn(world);
    answer = 503;
    heard.length = 0;
    await visitor.post('/me/sign-out');
    const { signOut } = createOpenIdConnect(world.gateway.parts);
    await signOut.deliver();
    expect(heard.length).toBeLessThanOrEqual(1);
    answer = 200;
    clock.ahead += retries[0] + 20_000;
    await signOut.deliver();
    expect(idTokenClaims(heard.at(-1)!).sub).toBe(claims.sub);
    const before = heard.length;
    clock.ahead += retries.at(-1)!;
    await signOut.deliver();
    expect(heard).toHaveLength(before);
  });

  it('signing out everywhere ends every browser and every token', async () => {
    const one = await signedIn(world);
    const two = await signedIn(world);
    const { openidOf, pushAccount } = await import('../packages/gateway/test/harness.ts');
    const person = await world.gateway.parts.people.find(pushAccount('service').appId, openidOf('xiaoming'));
    await createOpenIdConnect(world.gateway.parts).signOut.everywhere(person!.id);
    for (const { visitor, reply } of [one, two]) {
      expect((await userinfo(world, reply.body.access_token!)).status).toBe(401);
      expect((await visitor.get('/me')).body).toContain('你还没有登录');
    }
  });
});

describe('a private address that is not listed', () => {
  it('is not reached', async () => {
    let reached = 0;
    const listener = createServer((_request, response) => {
      reached++;
      response.end();
    });
    await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
    const { port } = listener.address() as AddressInfo;
    const world = await openIdWorld({ clients: [{ ...shop, backchannel_logout_uri: `http://127.0.0.1:${port}/` }] });
    const { visitor } = await signedIn(world);
    await visitor.post('/me/sign-out');
    await createOpenIdConnect(world.gateway.parts).signOut.deliver();
    expect(reached).toBe(0);
    await world.gateway.close();
    listener.close();
  });
});
