/** /me, signing out, the first page, and the headers of all of them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCookies, sessionLifetime } from '../../src/login/cookies.ts';
import { browser, callback, openidOf, type SignInWorld, signIn, signInWorld, writtenAccount } from './browser.ts';

let world: SignInWorld;
beforeAll(async () => {
  world = await signInWorld({
    accounts: [writtenAccount('service'), writtenAccount('sandbox', { kind: 'sandbox' })],
    verify_files: ['MP_verify_AbCdEfGhIjKlMnOp.txt'],
  });
});
afterAll(() => world.gateway.close());

describe('/me', () => {
  it('says that nobody is signed in, and where to begin', async () => {
    const page = await browser(world.gateway).get('/me');
    expect(page.status).toBe(200);
    expect(page.body).toContain('你还没有登录');
    expect(page.body).toContain('href="/login/service"');
    expect(page.body).not.toContain('登录<br>成功');
  });

  it('3.6 without a name offers the way to tell one; with a name it does not', async () => {
    const visitor = browser(world.gateway);
    await signIn(world, visitor, 'xiaohong');
    const silent = await visitor.get('/me');
    expect(silent.body).toContain('登录<br>成功');
    expect(silent.body).toContain('告诉我们怎么称呼你');
    expect(silent.body).toContain(`data-copy="${openidOf('xiaohong')}"`);
    const started = await visitor.post('/login/service/profile', { return_to: '/me' });
    await visitor.get(callback(started.location, world.codes.of('xiaohong', 'snsapi_userinfo')));
    const named = await visitor.get('/me');
    expect(named.body).toContain('<bdi>xiaohong</bdi>');
    expect(named.body).toContain('src="https://thirdwx.qlogo.cn/mmopen/vi_32/abc/132"');
    expect(named.body).not.toContain('告诉我们怎么称呼你');
  });

  it('4 shows the eleven steps; a silent sign-in leaves four of them out', async () => {
    const visitor = browser(world.gateway);
    await signIn(world, visitor, 'xiaoming');
    const { body } = await visitor.get('/me');
    const steps = /<ol class="eleven">(.*?)<\/ol>/s.exec(body)![1]!;
    expect(steps.match(/<li/g)).toHaveLength(11);
    expect(steps.match(/静默授权，没有这一步/g)).toHaveLength(2);
    expect(steps.match(/改用公众号的凭证问/g)).toHaveLength(2);
  });

  it('a session ends when its time is over', async () => {
    const visitor = browser(world.gateway);
    await signIn(world, visitor, 'xiaoming');
    world.gateway.clock.time += sessionLifetime * 1000 - 1;
    expect((await visitor.get('/me')).body).toContain('登录<br>成功');
    world.gateway.clock.time += 1;
    expect((await visitor.get('/me')).body).toContain('你还没有登录');
  });

  it('signing out kills the session, also for a copy of the cookie', async () => {
    const visitor = browser(world.gateway);
    await signIn(world, visitor, 'xiaoming');
    const copy = visitor.copy();
    const reply = await visitor.post('/me/sign-out');
    expect([reply.status, reply.location]).toEqual([303, '/me']);
    expect(visitor.jar.has('session')).toBe(false);
    expect((await copy.get('/me')).body).toContain('你还没有登录');
  });

  it.each([
    ['GET', {}, 404],
    ['POST', { 'sec-fetch-site': 'cross-site' }, 400],
  ])('%s %j does not sign out', async (method, headers, status) => {
    const visitor = browser(world.gateway);
    await signIn(world, visitor, 'xiaoming');
    const reply = await visitor.send(method, '/me/sign-out', headers as Record<string, string>);
    expect(reply.status).toBe(status);
    expect((await visitor.get('/me')).body).toContain('登录<br>成功');
  });

  it.each(['', 'x', 'a'.repeat(64), `${'a'.repeat(63)}\u00e9`])('a session cookie %j is nobody', async (value) => {
    const page = await browser(world.gateway).send('GET', '/me', { cookie: `session=${encodeURIComponent(value)}` });
    expect(page.body).toContain('你还没有登录');
  });

  it('the erased person is signed out', async () => {
    const visitor = browser(world.gateway);
    await signIn(world, visitor, 'gone');
    const { people, store, accounts } = world.gateway.parts;
    const person = await people.find(accounts.byName('service')!.appId, openidOf('gone'));
    await store.people.erase(person!.id);
    expect((await visitor.get('/me')).body).toContain('你还没有登录');
  });

  it('speaks the language that was chosen, and remembers it', async () => {
    const visitor = browser(world.gateway);
    expect((await visitor.get('/me', { 'accept-language': 'en-GB' })).body).toContain('You are not signed in');
    const chosen = await visitor.get('/me?ui_locales=en');
    expect(chosen.body).toContain('href="/me?lang=zh"');
    expect((await visitor.get('/me', { 'accept-language': 'zh-CN' })).body).toContain('You are not signed in');
  });
});

describe('the first page', () => {
  it('says what this is, and where one can sign in', async () => {
    const { status, body } = await browser(world.gateway).get('/');
    expect(status).toBe(200);
    expect(body).toContain('名片替公众号认出微信里的访客');
    expect(body).toContain('href="/login/sandbox"');
  });
});

describe('the files that prove the host', () => {
  it('D-03 5.1 EP-13 only those that are configured, byte for byte', async () => {
    const file = await browser(world.gateway).get('/MP_verify_AbCdEfGhIjKlMnOp.txt');
    expect(file.body).toBe('AbCdEfGhIjKlMnOp');
    expect(file.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await browser(world.gateway).get('/MP_verify_AbCdEfGhIjKlMnOq.txt')).status).toBe(404);
  });
});

describe('the explanation before a name is told', () => {
  it.each([
    '/me',
    '/orders',
    '/login/requests',
  ])('names the account, not a client, where the sign-in leads to %s', async (target) => {
    const page = await browser(world.gateway).get(`/login/service/profile?return_to=${target}`);
    expect(page.body).toContain('service 店想知道你的微信昵称和头像');
  });
});

describe('signing out everywhere', () => {
  it('asks first, and then ends every session of this person and nobody else', async () => {
    const [phone, tablet, other] = [browser(world.gateway), browser(world.gateway), browser(world.gateway)];
    await signIn(world, phone, 'everywhere');
    await signIn(world, tablet, 'everywhere');
    await signIn(world, other, 'somebody else');
    expect((await phone.get('/me')).body).toContain('href="/me/sign-out-everywhere"');
    expect((await phone.get('/me/sign-out-everywhere')).body).toContain('在所有设备上退出？');
    expect((await tablet.get('/me')).body).toContain('登录<br>成功');
    const reply = await phone.post('/me/sign-out-everywhere');
    expect([reply.status, reply.location]).toEqual([303, '/me']);
    for (const visitor of [phone, tablet]) expect((await visitor.get('/me')).body).toContain('你还没有登录');
    expect((await other.get('/me')).body).toContain('登录<br>成功');
  });

  it('is no form of another site, and nothing for nobody', async () => {
    const visitor = browser(world.gateway);
    await signIn(world, visitor, 'everywhere');
    const foreign = await visitor.post('/me/sign-out-everywhere', {}, { 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).toBe(400);
    expect((await visitor.get('/me')).body).toContain('登录<br>成功');
    expect((await browser(world.gateway).get('/me/sign-out-everywhere')).location).toBe('/me');
  });
});

describe('HTP-04 a parameter given twice', () => {
  it.each([
    '/',
    '/me',
    '/login/service',
    '/login/service/profile',
    '/wechat/callback',
    '/login/link/x',
    '/login/outcome/x',
  ])('is refused at %s', async (path) => {
    const reply = await browser(world.gateway).get(`${path}?lang=en&lang=zh`);
    expect(reply.status).toBe(400);
    expect(reply.cookies).toEqual([]);
  });
});

describe('HTP-11 the headers', () => {
  it.each([
    '/',
    '/me',
    '/login/service',
    '/login/service/profile',
    '/login/nobody',
    '/wechat/callback',
    '/login/link/x',
    '/login/outcome/x',
    '/MP_verify_AbCdEfGhIjKlMnOp.txt',
  ])('of %s', async (path) => {
    const { headers } = await browser(world.gateway).get(path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    // An application may have opened the way through a sign-in in a window of its own, and waits for word from it.
    const onTheWay = /^\/(?:login|wechat)\//.test(path);
    expect(headers.get('cross-origin-opener-policy')).toBe(onTheWay ? null : 'same-origin');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('a policy lets the browser follow a form to WeChat', async () => {
    const { headers } = await browser(world.gateway).get('/login/service/profile');
    expect(headers.get('content-security-policy')).toContain("form-action 'self' https://open.weixin.qq.com;");
  });
});

describe('cookies on https', () => {
  it('have the prefix and Secure, and no Domain', () => {
    const jar = createCookies('https://login.example.com');
    for (const cookie of [jar.bind('0'.repeat(16), 'x'), jar.signIn('x'), jar.signOut()]) {
      expect(cookie).toMatch(/^__Host-[a-z0-9-]+=x?; Path=\/; Max-Age=\d+; Secure; HttpOnly; SameSite=Lax$/);
    }
    expect(jar.engine).toEqual({
      session: '__Host-oidc-session',
      request: '__Secure-oidc-request',
      resume: '__Secure-oidc-resume',
    });
    expect(jar.binding(jar.read(`login-${'0'.repeat(16)}=${'a'.repeat(64)}`), '0'.repeat(16))).toBeUndefined();
  });
});
