/** oidcc-rp-initiated-logout-* and oidcc-backchannel-rp-initiated-logout: who is signed out, and who hears of it. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOpenIdConnect } from '../packages/gateway/src/oidc/openid-connect.ts';
import { retries } from '../packages/gateway/src/oidc/sign-out.ts';
import { createPrivacy } from '../packages/gateway/src/people/privacy.ts';
import { undoMerge } from '../packages/gateway/src/people/undo.ts';
import { openidOf, pushAccount, writtenAccount } from '../packages/gateway/test/harness.ts';
import type { Browser, SignInWorld } from '../packages/gateway/test/login/browser.ts';
import { authorize, flow, idTokenClaims, openIdWorld, redirectUri, shop, signedIn, userinfo } from './relying-party.ts';
import { onBothStores } from './stores.ts';

const bye = 'https://shop.test.invalid/bye';

onBothStores('signing out', (open) => {
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
    const accounts = [writtenAccount('service'), writtenAccount('subscription', { kind: 'subscription' })];
    world = await open({ accounts, clients, private_hosts: ['127.0.0.1'] }, clock);
  });
  afterAll(async () => {
    await world.gateway.close();
    listener.close();
  });

  const logout = (visitor: Browser, parameters: Record<string, string>) =>
    visitor.get(`/oauth2/logout?${new URLSearchParams(parameters)}`);

  async function confirmed(
    visitor: Browser,
    page: { body: string },
    answer: Record<string, string> = { logout: 'yes' },
  ) {
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.body)![1]!;
    return visitor.post('/oauth2/logout/confirm', { xsrf, ...answer });
  }

  it('oidcc-rp-initiated-logout oidcc-backchannel-rp-initiated-logout: a page asks, then everything ends and the client hears of it', async () => {
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
    expect(told.sid).toBe(claims.sid);
    expect(told.sid).toEqual(expect.any(String));
    expect(told.exp).toBeGreaterThan(Number(told.iat));
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

  it('oidcc-rp-initiated-logout-discovery-endpoint-verification oidcc-backchannel-logout-discovery-endpoint-verification', async () => {
    const reply = await fetch(world.gateway.url('/.well-known/openid-configuration'));
    expect(await reply.json()).toMatchObject({
      end_session_endpoint: `${world.gateway.urls.public}/oauth2/logout`,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    });
  });

  it('oidcc-rp-initiated-logout-no-state: the way back has none either, and nobody is signed in', async () => {
    const { visitor, reply } = await signedIn(world);
    const hinted = { id_token_hint: reply.body.id_token!, post_logout_redirect_uri: bye };
    const done = await confirmed(visitor, await logout(visitor, hinted));
    expect([done.status, done.location]).toEqual([303, bye]);
    expect((await authorize(world, visitor, flow({ prompt: 'none' }).path)).get('error')).toBe('login_required');
  });

  it.each<[string, (idToken: string) => Record<string, string>]>([
    ['oidcc-rp-initiated-logout-no-params', () => ({})],
    ['oidcc-rp-initiated-logout-only-state', () => ({ state: 'xyz' })],
    ['oidcc-rp-initiated-logout-no-post-logout-redirect-uri', (idToken) => ({ id_token_hint: idToken, state: 'xyz' })],
  ])('%s OPX-18 a page asks, and another one says so', async (_module, parametersOf) => {
    const { visitor, reply } = await signedIn(world);
    const page = await logout(visitor, parametersOf(reply.body.id_token!));
    expect(page.status).toBe(200);
    const done = await confirmed(visitor, page);
    expect(done.location).toContain('/oauth2/logout/success');
    expect((await userinfo(world, reply.body.access_token!)).status).toBe(401);
    expect((await authorize(world, visitor, flow({ prompt: 'none' }).path)).get('error')).toBe('login_required');
  });

  it('oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri OPX-18', async () => {
    const { visitor, reply } = await signedIn(world);
    const added = { id_token_hint: reply.body.id_token!, post_logout_redirect_uri: `${bye}?foo=bar` };
    const page = await logout(visitor, added);
    expect([page.status, page.location]).toEqual([400, '']);
  });

  it('oidcc-rp-initiated-logout-bad-id-token-hint OPX-18 a hint that somebody else has signed', async () => {
    const { visitor, reply } = await signedIn(world);
    const [header = '', payload = ''] = reply.body.id_token!.split('.');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signed = `${header}.${payload}`;
    const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const forged = { id_token_hint: `${signed}.${signature.toString('base64url')}`, post_logout_redirect_uri: bye };
    const page = await logout(visitor, forged);
    expect([page.status, page.location]).toEqual([400, '']);
    expect((await userinfo(world, reply.body.access_token!)).status).toBe(200);
  });

  it('oidcc-rp-initiated-logout: the request may come as a form', async () => {
    const { visitor, reply } = await signedIn(world);
    const hinted = { id_token_hint: reply.body.id_token!, post_logout_redirect_uri: bye, state: 'xyz' };
    const posted = await visitor.post('/oauth2/logout', hinted);
    expect(posted.status).toBe(303);
    const done = await confirmed(visitor, await visitor.get(posted.location));
    expect(done.location).toBe(`${bye}?state=xyz`);
  });

  it('whoever stays signed in is not told that they are signed out', async () => {
    const { visitor } = await signedIn(world);
    const done = await confirmed(visitor, await logout(visitor, {}), {});
    expect([done.status, done.location]).toEqual([303, '/me']);
    expect((await visitor.get('/me')).body).not.toContain('你还没有登录');
    expect((await authorize(world, visitor, flow({ prompt: 'none' }).path)).get('code')).toBeTruthy();
  });

  it.each([
    ['signed out of everything', { logout: 'yes' }],
    ['signed out of this application alone', {}],
  ])('the page at the end names the application that led there: %s', async (_case, pressed: Record<string, string>) => {
    const { visitor, reply } = await signedIn(world);
    const page = await logout(visitor, { id_token_hint: reply.body.id_token! });
    const { location } = await confirmed(visitor, page, pressed);
    expect((await visitor.get(location)).body).toContain('<h1>已经退出半盏茶铺</h1>');
    expect((await userinfo(world, reply.body.access_token!)).status).toBe(401);
  });

  it("oidcc-rp-initiated-logout-modified-id-token-hint OPX-18 another client's or a changed hint", async () => {
    const { visitor, reply } = await signedIn(world);
    const hint = reply.body.id_token!;
    const foreign = await logout(visitor, { id_token_hint: hint, client_id: 'other' });
    expect([foreign.status, foreign.location]).toEqual([400, '']);
    const [, payload = ''] = hint.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    const none = await logout(visitor, { id_token_hint: unsigned, post_logout_redirect_uri: bye });
    expect([none.status, none.location]).toEqual([400, '']);
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

  it('PRV-02 a cancelled WeChat account: everything ends, and the client hears of it after the erasure', async () => {
    const { accounts, people, store, wechatClock } = world.gateway.parts;
    const account = accounts.byName('service')!;
    const openid = openidOf('leaving');
    const before = await signedIn(world, {}, 'leaving');
    const { id } = (await people.find(account.appId, openid))!;
    const { signOut } = createOpenIdConnect(world.gateway.parts);
    // Nobody has told the client of this one yet, when the account goes.
    answer = 503;
    await before.visitor.post('/me/sign-out');
    await signOut.deliver();
    const { visitor, reply, claims } = await signedIn(world, {}, 'leaving');
    const privacy = createPrivacy(store, world.gateway.parts);
    await privacy.cancelled({ account, openid, at: wechatClock.now(), rowId: 'row' });
    expect(await store.people.find(id)).toBeUndefined();
    expect((await userinfo(world, reply.body.access_token!)).status).toBe(401);
    expect((await authorize(world, visitor, flow({ prompt: 'none' }).path)).get('error')).toBe('login_required');
    answer = 200;
    heard.length = 0;
    clock.ahead += retries[0] + 20_000;
    await signOut.deliver();
    const told = heard.map(idTokenClaims);
    expect(told.map(({ sub }) => sub)).toEqual([claims.sub, claims.sub]);
    expect(new Set(told.map(({ sid }) => sid))).toEqual(new Set([before.claims.sid, claims.sid]));
    // Telling it has not brought the person back.
    const left: string[] = [];
    await store.portable.dump(async ({ table, row }) => void left.push(`${table} ${JSON.stringify(row)}`));
    expect(left.filter((row) => row.includes(id))).toEqual([]);
  });

  it('a client that knows somebody from an earlier session hears that they are gone', async () => {
    const { accounts, people, store } = world.gateway.parts;
    const { claims } = await signedIn(world, {}, 'earlier');
    const { id } = (await people.find(accounts.byName('service')!.appId, openidOf('earlier')))!;
    for (const { model, idDigest } of await store.oidcArtifacts.ofPerson('Session', id)) {
      await store.oidcArtifacts.remove(model, idDigest);
    }
    heard.length = 0;
    const { signOut } = createOpenIdConnect(world.gateway.parts);
    await signOut.everywhere(id);
    await signOut.deliver();
    expect(heard.map(idTokenClaims)).toMatchObject([{ sub: claims.sub, aud: 'shop' }]);
    expect(idTokenClaims(heard[0]!)).not.toHaveProperty('sid');
  });

  it('undoing a merge signs both out, and the client hears of whom it knew', async () => {
    const { accounts, people, store, wechatClock } = world.gateway.parts;
    const [chat, web] = [accounts.byName('subscription')!, accounts.byName('service')!];
    const at = wechatClock.now();
    // The older one stays, and it is theirs that the browser goes on as.
    const older = await people.see({ account: chat, openid: openidOf('older'), origin: 'push', at: at - 60_000 });
    await people.see({ account: web, openid: openidOf('younger'), origin: 'login', at });
    const from = { account: chat, openid: openidOf('older') };
    expect(await people.link(from, { account: web, openid: openidOf('younger'), borrowed: false }, at)).toBe('linked');
    const { visitor, reply, claims } = await signedIn(world, {}, 'younger');
    const [merge] = await store.merges.list({ limit: 1, personId: older.id });
    heard.length = 0;
    expect(await undoMerge(store, merge!.id, { ...world.gateway.parts, at })).toBe('undone');
    expect((await userinfo(world, reply.body.access_token!)).status).toBe(401);
    expect((await authorize(world, visitor, flow({ prompt: 'none' }).path)).get('error')).toBe('login_required');
    await createOpenIdConnect(world.gateway.parts).signOut.deliver();
    expect(heard.map(idTokenClaims)).toMatchObject([{ sub: claims.sub, sid: claims.sid }]);
    expect((await signedIn(world, {}, 'younger')).claims.sub).not.toBe(claims.sub);
  });

  it('signing out everywhere ends every browser and every token', async () => {
    const one = await signedIn(world);
    const two = await signedIn(world);
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
