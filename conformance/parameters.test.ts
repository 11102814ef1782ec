/** What a client may add to its request, or leave out: the modules of the Basic plan about parameters and the session. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignInWorld } from '../packages/gateway/test/login/browser.ts';
import {
  authorize,
  exchange,
  flow,
  idTokenClaims,
  newBrowser,
  openidOf,
  press,
  pushAccount,
  redirectUri,
  signedIn,
  token,
  userinfo,
  walk,
} from './relying-party.ts';
import { onBothStores } from './stores.ts';

onBothStores('parameters', (open) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await open();
    const { people, accounts } = world.gateway.parts;
    const at = Date.now();
    await people.see({ account: accounts.byName('service')!, openid: openidOf('named'), origin: 'push', at });
    const { appId } = pushAccount('service');
    await people.learn(appId, openidOf('named'), { nickname: '小明' }, { source: 'consent', at });
  });
  afterAll(() => world.gateway.close());

  it.each([
    ['oidcc-ensure-request-without-nonce-succeeds-for-code-flow', { nonce: undefined }],
    ['oidcc-display-page', { display: 'page' }],
    ['oidcc-display-popup', { display: 'popup' }],
    ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
    ['oidcc-login-hint', { login_hint: 'buffy@shop.test.invalid' }],
    ['oidcc-ui-locales', { ui_locales: 'se' }],
    ['oidcc-claims-locales', { claims_locales: 'se' }],
    ['oidcc-ensure-request-with-acr-values-succeeds', { acr_values: '1 2' }],
    ['oidcc-scope-profile', { scope: 'openid profile' }],
    ['oidcc-scope-address', { scope: 'openid address' }],
    ['oidcc-scope-email', { scope: 'openid email' }],
    ['oidcc-scope-phone', { scope: 'openid phone' }],
    ['oidcc-scope-all', { scope: 'openid profile email address phone' }],
  ])('%s: %o succeeds', async (_module, parameters) => {
    const { answer, reply, request } = await signedIn(world, parameters, 'named');
    expect(answer.get('error')).toBeNull();
    expect(answer.get('state')).toBe(request.state);
    expect(reply.status).toBe(200);
    const { claims } = await userinfo(world, reply.body.access_token!);
    for (const made of ['email', 'email_verified', 'phone_number', 'phone_number_verified']) {
      expect(claims).not.toHaveProperty(made);
    }
  });

  it('oidcc-alternate-happy-flow: the order of parameters and of scopes does not matter', async () => {
    const request = flow({ scope: 'profile openid' });
    const [path, query = ''] = request.path.split('?');
    const reversed = new URLSearchParams([...new URLSearchParams(query)].reverse());
    const answer = await authorize(world, newBrowser(world), `${path}?${reversed}`, 'named');
    const reply = await exchange(world, answer.get('code')!, request);
    expect(idTokenClaims(reply.body.id_token!).nickname).toBe('小明');
  });

  it('oidcc-ensure-post-request-succeeds: the request may come as a form', async () => {
    const visitor = newBrowser(world);
    const request = flow();
    const [path = '', query = ''] = request.path.split('?');
    const posted = await visitor.post(path, Object.fromEntries(new URLSearchParams(query)));
    expect(posted.status).toBe(303);
    const answer = await authorize(world, visitor, posted.location);
    expect((await exchange(world, answer.get('code')!, request)).status).toBe(200);
  });

  it('oidcc-ensure-request-with-valid-pkce-succeeds: with the verifier, and only with it', async () => {
    const request = flow();
    const answer = await authorize(world, newBrowser(world), request.path);
    const other = await exchange(world, answer.get('code')!, { ...request, verifier: flow().verifier });
    expect(other.body.error).toBe('invalid_grant');
    const { reply } = await signedIn(world);
    expect(reply.status).toBe(200);
  });

  it.each([
    ['oidcc-prompt-none-logged-in', false],
    ['oidcc-id-token-hint', true],
  ])('%s oidcc-max-age-10000: nobody is asked, and it is the same sign-in', async (_module, hinted) => {
    const first = await signedIn(world);
    const page = await walk(world, first.visitor, flow({ prompt: 'login' }).path);
    await authorize(world, first.visitor, await press(first.visitor, page, 'without it'));
    const now = Math.ceil(Date.now() / 1000);
    const before = world.codes.exchanges();
    const hint = hinted ? first.reply.body.id_token : undefined;
    const told: Record<string, unknown>[] = [];
    for (const prompt of ['none', undefined, 'none']) {
      const request = flow({ prompt, id_token_hint: hint, max_age: '10000' });
      const answer = await authorize(world, first.visitor, request.path);
      const reply = await exchange(world, answer.get('code')!, request);
      const { sub, auth_time } = idTokenClaims(reply.body.id_token!);
      told.push({ sub, auth_time });
    }
    expect(told[0]!.auth_time).toBeLessThanOrEqual(now);
    expect(told[0]!.auth_time).toBeGreaterThanOrEqual(Number(first.claims.iat));
    expect(told).toEqual(Array.from({ length: 3 }, () => ({ ...told[0], sub: first.claims.sub })));
    expect(world.codes.exchanges()).toBe(before);
  });

  it("oidcc-id-token-hint: of somebody else's, nobody is signed in without a question", async () => {
    const somebody = await signedIn(world);
    const another = await signedIn(world, {}, 'named');
    const hinted = flow({ prompt: 'none', id_token_hint: another.reply.body.id_token! });
    const answer = await authorize(world, somebody.visitor, hinted.path);
    expect(answer.get('error')).toBe('login_required');
  });

  it('oidcc-max-age-1 OPX-19 an older sign-in is not enough', async () => {
    const { visitor } = await signedIn(world);
    const page = await walk(world, visitor, flow({ max_age: '0' }).path);
    expect([page.status, page.location]).toEqual([200, '']);
    const silent = await authorize(world, visitor, flow({ max_age: '0', prompt: 'none' }).path);
    expect(silent.get('error')).toBe('login_required');
  });

  it('oidcc-claims-essential: the parameter is ignored, the claim is there by its scope', async () => {
    const claims = JSON.stringify({ userinfo: { name: { essential: true } } });
    const { reply } = await signedIn(world, { claims, scope: 'openid profile' }, 'named');
    expect((await userinfo(world, reply.body.access_token!)).claims.name).toBe('小明');
  });

  it.each(['{', '[]', '"x"', '{"userinfo":[]}', 'null'])('OPX-15 claims of the shape %s do no harm', async (claims) => {
    const visit = await newBrowser(world).get(flow({ claims }).path);
    expect([303, 400]).toContain(visit.status);
  });

  it('oidcc-ensure-request-object-with-redirect-uri OPX-16 a request object changes nothing', async () => {
    const object = ['{"alg":"none"}', JSON.stringify({ redirect_uri: 'https://evil.example/cb' }), '']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
    const visit = await newBrowser(world).get(flow({ request: object }).path);
    expect(visit.location.startsWith(`${redirectUri}?error=request_not_supported`)).toBe(true);
  });

  it('oidcc-refresh-token: a new access token of the same subject, for this client alone', async () => {
    const { reply, claims } = await signedIn(world, { scope: 'openid offline_access', prompt: 'consent' });
    const again = await token(world, { grant_type: 'refresh_token', refresh_token: reply.body.refresh_token! });
    expect(again.status).toBe(200);
    expect(idTokenClaims(again.body.id_token!)).toMatchObject({ sub: claims.sub, aud: 'shop' });
    expect((await userinfo(world, again.body.access_token!)).claims.sub).toBe(claims.sub);
  });
});
