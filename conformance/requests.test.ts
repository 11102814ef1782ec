/** What the authorisation endpoint takes and refuses; module names stand in the titles. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishedBefore, rotateKeys } from '../packages/gateway/src/oidc/signing-keys.ts';
import { openidOf, pushAccount, type SignInWorld } from '../packages/gateway/test/login/browser.ts';
import {
  authorize,
  exchange,
  type Flow,
  flow,
  idTokenClaims,
  newBrowser,
  redirectUri,
  shop,
  signedIn,
  token,
  userinfo,
  walk,
} from './relying-party.ts';
import { onBothStores } from './stores.ts';

const clients = [
  { ...shop, scopes: ['openid', 'profile', 'address', 'offline_access', 'wechat'] },
  {
    client_id: 'native',
    type: 'native',
    redirect_uris: ['http://127.0.0.1/cb', 'http://[::1]/cb', 'http://localhost/cb'],
  },
  { client_id: 'guest', name: 'Somebody', redirect_uris: [redirectUri], first_party: false },
];

onBothStores('authorisation requests', (open) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await open({ clients });
  });
  afterAll(() => world.gateway.close());

  it.each([
    'https://SHOP.test.invalid/CB',
    'https://shop.test.invalid:444/cb',
    'https://shop.test.invalid/cb/..',
    'https://shop.test.invalid/x/../cb',
    'https://shop.test.invalid/%63b',
    'https://shop.test.invalid/cb?x=1',
    'https://*.test.invalid/cb',
    'https://shop.test.invalid/cb#x',
    'https://a@shop.test.invalid/cb',
    'https://shop.test.invalid.evil.example/cb',
    'javascript:alert(1)',
    '//shop.test.invalid/cb',
  ])('oidcc-ensure-registered-redirect-uri OPX-01 %s leads to a page', async (uri) => {
    const visit = await newBrowser(world).get(flow({ redirect_uri: uri }).path);
    expect([visit.status, visit.location]).toEqual([400, '']);
    expect(visit.headers.get('content-type')).toContain('text/html');
    expect(visit.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it.each([
    ['http://127.0.0.1:53122/cb', 303],
    ['http://[::1]:8080/cb', 303],
    ['http://localhost:9000/cb', 303],
    ['http://127.0.0.1:53122/other', 400],
    ['http://127.0.0.2:53122/cb', 400],
    ['https://127.0.0.1/cb', 400],
  ])('OPX-02 a native client comes back to %s: %d', async (uri, status) => {
    const visit = await newBrowser(world).get(flow({ client_id: 'native', redirect_uri: uri }).path);
    expect(visit.status).toBe(status);
  });

  it.each([
    'token',
    'id_token',
    'code token',
    'id_token token',
    'code id_token',
  ])('OPX-13 response_type %s is unsupported', async (type) => {
    const visit = await newBrowser(world).get(flow({ response_type: type }).path);
    expect(`${visit.location}${visit.body}`).toMatch(/unsupported_response_type|unauthorized_client|client_request/);
    expect(visit.location).not.toContain('access_token');
  });

  it('oidcc-response-type-missing', async () => {
    const answer = await authorize(world, newBrowser(world), flow({ response_type: undefined }).path);
    expect(answer.get('error')).toBe('invalid_request');
  });

  it('oidcc-prompt-none-not-logged-in OPX-19 OPX-06', async () => {
    const answer = await authorize(world, newBrowser(world), flow({ prompt: 'none' }).path);
    expect(answer.get('error')).toBe('login_required');
    expect(answer.get('iss')).toBe(world.gateway.urls.public);
    expect(answer.get('state')).toMatch(/^[0-9a-f]{16}$/);
  });

  it('oidcc-prompt-none-logged-in', async () => {
    const { visitor, claims } = await signedIn(world);
    const request = flow({ prompt: 'none' });
    const answer = await authorize(world, visitor, request.path);
    const reply = await exchange(world, answer.get('code')!, request);
    expect(idTokenClaims(reply.body.id_token!).sub).toBe(claims.sub);
  });

  it.each([
    { prompt: 'login' },
    { max_age: '0' },
  ])('oidcc-prompt-login oidcc-max-age-1 OPX-19 %o shows a page before WeChat is asked again', async (parameters) => {
    const { visitor } = await signedIn(world);
    const page = await walk(world, visitor, flow(parameters).path);
    expect(page.status).toBe(200);
    expect(page.body).toContain('<form method="post" action="/login/service/profile');
    expect(page.location).toBe('');
  });

  it('oidcc-prompt-login OPX-19 after the tap there is a newer auth_time', async () => {
    const { visitor, claims } = await signedIn(world);
    const request = flow({ prompt: 'login', max_age: '1000' });
    await walk(world, visitor, request.path);
    const uid = (await visitor.get(request.path)).location;
    const path = new URL(uid, world.gateway.urls.public).pathname;
    const asked = await visitor.post('/login/service/profile', { return_to: path });
    const answer = await authorize(world, visitor, asked.location);
    expect(answer.get('error')).toBeNull();
    const reply = await exchange(world, answer.get('code')!, request);
    const later = idTokenClaims(reply.body.id_token!);
    expect(later.sub).toBe(claims.sub);
    expect(Number(later.auth_time)).toBeGreaterThanOrEqual(Number(claims.iat));
  });

  it('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported OPX-16', async () => {
    const answer = await authorize(world, newBrowser(world), flow({ request: 'eyJhbGciOiJub25lIn0.e30.' }).path);
    expect(answer.get('error')).toBe('request_not_supported');
  });

  it('oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported OPX-16 a request_uri is not fetched', async () => {
    const answer = await authorize(world, newBrowser(world), flow({ request_uri: 'http://169.254.169.254/x' }).path);
    expect(answer.get('error')).toMatch(/request_uri_not_supported|invalid_request/);
  });

  it('OPX-15 a parameter that stands there twice is refused', async () => {
    const visit = await newBrowser(world).get(`${flow().path}&scope=openid`);
    expect(`${visit.location}${visit.status}`).toMatch(/invalid_request|400/);
  });

  it('OPX-15 a scope with odd characters is refused, one of five kilobytes does no harm', async () => {
    const answer = await authorize(world, newBrowser(world), flow({ scope: 'openid "x"' }).path);
    expect(answer.get('error')).toBe('invalid_scope');
    const long = await newBrowser(world).get(flow({ scope: `openid ${'x'.repeat(5000)}` }).path);
    expect([303, 400]).toContain(long.status);
  });

  it('oidcc-scope-profile oidcc-scope-address oidcc-scope-email OPX-20 only what WeChat has said, in id token and userinfo', async () => {
    await world.gateway.parts.people.see({
      account: world.gateway.parts.accounts.byName('service')!,
      openid: openidOf('named'),
      origin: 'push',
      at: Date.now(),
    });
    const { appId } = pushAccount('service');
    const profile = { nickname: '小明', sex: 1, country: '中国', province: '广东', city: '深圳', language: 'zh_CN' };
    await world.gateway.parts.people.learn(appId, openidOf('named'), profile, { source: 'consent', at: Date.now() });
    const { reply, claims } = await signedIn(world, { scope: 'openid profile email phone address wechat' }, 'named');
    const told = {
      nickname: '小明',
      name: '小明',
      gender: 'male',
      locale: 'zh-CN',
      address: { country: '中国', region: '广东', locality: '深圳', formatted: '中国 广东 深圳' },
      'urn:mingpian:claim:openid': openidOf('named'),
      'urn:mingpian:claim:account': 'service',
    };
    expect(claims).toMatchObject(told);
    const info = await userinfo(world, reply.body.access_token!);
    expect(info.claims).toMatchObject(told);
    for (const name of ['email', 'email_verified', 'phone_number']) expect(info.claims).not.toHaveProperty(name);
  });

  it('OPX-14 malformed bearer headers are 401 or 400, never 500', async () => {
    for (const value of [
      'Bearer',
      'Bearer ',
      'Bearer  x',
      'bearer x',
      'Bearer x y',
      'Basic x',
      'Bearer \u00e9',
      `Bearer ${'x'.repeat(5000)}`,
      'Bearer null',
      'x',
      ',',
      'Bearer ..',
    ]) {
      const reply = await fetch(world.gateway.url('/oauth2/userinfo'), { headers: { authorization: value } });
      expect([400, 401]).toContain(reply.status);
    }
  });

  it('a third-party client gets a page that asks, and what was answered', async () => {
    const visitor = newBrowser(world);
    const page = await walk(world, visitor, flow({ client_id: 'guest' }).path);
    expect(page.body).toContain('name="answer" value="allow"');
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://shop.test.invalid");
    const action = /action="([^"]+)"/.exec(page.body)![1]!;
    const refused = await authorizeFrom(visitor, await visitor.post(action, { answer: 'refuse' }));
    expect(refused.get('error')).toBe('access_denied');
    const again = await walk(world, visitor, flow({ client_id: 'guest' }).path);
    const allowed = await authorizeFrom(
      visitor,
      await visitor.post(/action="([^"]+)"/.exec(again.body)![1]!, { answer: 'allow' }),
    );
    expect(allowed.get('code')).toBeTruthy();
  });

  async function authorizeFrom(visitor: ReturnType<typeof newBrowser>, visit: { location: string }) {
    const next = new URL(visit.location, world.gateway.urls.public);
    return authorize(world, visitor, `${next.pathname}${next.search}`);
  }

  it('pairwise subjects differ from client to client', async () => {
    const one = await signedIn(world);
    const uri = 'http://127.0.0.1:5000/cb';
    const request = flow({ client_id: 'native', redirect_uri: uri });
    const answer = await authorize(world, one.visitor, request.path);
    const form = {
      grant_type: 'authorization_code',
      code: answer.get('code')!,
      redirect_uri: uri,
      code_verifier: request.verifier,
    };
    const reply = await token(world, form, { id: 'native' });
    const sub = idTokenClaims(reply.body.id_token!).sub;
    expect(sub).toMatch(/^p\./);
    expect(sub).not.toBe(one.claims.sub);
  });

  /** From the request to the page that says how WeChat's answer was taken. */
  async function answeredBy(visitor: ReturnType<typeof newBrowser>, request: Flow, answer: (state: string) => string) {
    let visit = await visitor.get(request.path);
    for (let step = 0; step < 2; step++) visit = await visitor.get(visit.location);
    const state = new URL(visit.location).searchParams.get('state') ?? '';
    return visitor.get((await visitor.get(`/wechat/callback?${answer(state)}`)).location);
  }

  it.each<[string, string, (code: string) => string]>([
    ['OPX-22 a preview visitor', '使用完整服务', (code) => `code=${code}&`],
    ['OAC-07 whoever refuses in WeChat', '你没有同意授权', () => ''],
  ])('%s sees a page and can go back; the client gets access_denied with a description', async (_who, words, given) => {
    const visitor = newBrowser(world);
    const request = flow();
    const code = world.codes.of('preview', 'snsapi_base', { is_snapshotuser: 1 });
    const page = await answeredBy(visitor, request, (state) => `${given(code)}state=${state}`);
    expect(page.body).toContain(words);
    expect((await visitor.get('/me')).body).toContain('你还没有登录');
    const back = /href="(\/login\/request\/[^"]+)"/.exec(page.body)?.[1] ?? '';
    const answer = await authorize(world, visitor, back);
    expect(Object.fromEntries(answer)).toEqual({
      error: 'access_denied',
      error_description: expect.stringMatching(/./),
      state: request.state,
      iss: world.gateway.urls.public,
    });
  });
});

onBothStores('discovery', (open) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.gateway.close());

  it('oidcc-discovery-endpoint-verification: exact issuer, only what is offered', async () => {
    const metadata = (await (await fetch(world.gateway.url('/.well-known/openid-configuration'))).json()) as Record<
      string,
      unknown
    >;
    const issuer = world.gateway.urls.public;
    expect(metadata).toMatchObject({
      issuer,
      authorization_endpoint: `${issuer}/oauth2/authorize`,
      token_endpoint: `${issuer}/oauth2/token`,
      userinfo_endpoint: `${issuer}/oauth2/userinfo`,
      jwks_uri: `${issuer}/oauth2/jwks`,
      end_session_endpoint: `${issuer}/oauth2/logout`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      backchannel_logout_supported: true,
    });
    expect(metadata).not.toHaveProperty('registration_endpoint');
    const same = await (await fetch(world.gateway.url('/.well-known/oauth-authorization-server'))).json();
    expect(same).toEqual(metadata);
  });

  it('links come from public_url whatever the headers say', async () => {
    const { port } = new URL(world.gateway.urls.public);
    const raw = await new Promise<string>((resolve) => {
      let said = '';
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(
          'GET /.well-known/openid-configuration HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n' +
            'X-Forwarded-Proto: https\r\nForwarded: host=evil.example\r\nConnection: close\r\n\r\n',
        ),
      );
      socket.on('data', (text) => {
        said += text;
      });
      socket.on('close', () => resolve(said));
    });
    expect(raw).toContain(world.gateway.urls.public);
    expect(raw).not.toContain('evil.example');
  });

  it('a request target with another host gets nothing', async () => {
    const { port } = new URL(world.gateway.urls.public);
    const raw = await new Promise<string>((resolve) => {
      let said = '';
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(
          'GET http://evil.example/oauth2/authorize?client_id=shop HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
        ),
      );
      socket.on('data', (text) => {
        said += text;
      });
      socket.on('close', () => resolve(said));
    });
    expect(raw).not.toContain('evil.example');
  });

  it('oidcc-server-rotate-keys OPX-21 a new key is published before it signs, the old one after', async () => {
    const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
    const rotating = await open({}, clock);
    const kids = async () => {
      const { keys } = (await (await fetch(rotating.gateway.url('/oauth2/jwks'))).json()) as {
        keys: { kid: string; d?: string }[];
      };
      for (const key of keys) expect(key.d).toBeUndefined();
      return keys.map(({ kid }) => kid);
    };
    const signedBy = async () => {
      const { reply } = await signedIn(rotating);
      return JSON.parse(Buffer.from(reply.body.id_token!.split('.')[0]!, 'base64url').toString()).kid as string;
    };
    const before = await signedBy();
    const made = await rotateKeys(rotating.gateway.parts);
    clock.ahead += 61_000;
    expect(await kids()).toEqual(expect.arrayContaining([before, ...made]));
    expect(await signedBy()).toBe(before);
    clock.ahead += publishedBefore;
    expect(made).toContain(await signedBy());
    expect(await kids()).toContain(before);
    await rotating.gateway.close();
  });
});
