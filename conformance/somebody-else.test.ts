/** Two people at one computer: an application is told of the one who signed in last. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SignInWorld, signIn, unionidOf, writtenAccount } from '../packages/gateway/test/login/browser.ts';
import {
  authorize,
  exchange,
  flow,
  idTokenClaims,
  newBrowser,
  openidOf,
  press,
  redirectUri,
  shop,
  signedIn,
  token,
  userinfo,
  walk,
} from './relying-party.ts';
import { onBothStores } from './stores.ts';

onBothStores('somebody else at the same computer', (open) => {
  let world: SignInWorld;
  beforeAll(async () => {
    const accounts = ['service', 'second'].map((name) => writtenAccount(name, { open_platform: 'main' }));
    accounts.push(writtenAccount('elsewhere'));
    const blog = { client_id: 'blog', redirect_uris: shop.redirect_uris, account: 'elsewhere' };
    world = await open({ accounts, clients: [{ ...shop, account: 'service' }, blog] });
  });
  afterAll(() => world.gateway.close());

  type Visitor = Awaited<ReturnType<typeof signedIn>>['visitor'];
  const nobody = '你还没有登录';

  async function subject(request: ReturnType<typeof flow>, answer: URLSearchParams) {
    const { body } = await exchange(world, answer.get('code') ?? '', request);
    return idTokenClaims(body.id_token ?? '').sub;
  }

  async function asked(visitor: Visitor, more: Record<string, string> = {}) {
    const request = flow(more);
    return subject(request, await authorize(world, visitor, request.path));
  }

  it('whoever signs in at the gateway itself is the one whom applications hear of', async () => {
    const { visitor, claims, reply } = await signedIn(world, {}, 'xiaoming');
    await signIn(world, visitor, 'xiaohong');
    // Without a page nobody is asked, and the person before is not passed off as this one.
    expect((await authorize(world, visitor, flow({ prompt: 'none' }).path)).get('error')).toBe('login_required');
    const after = await asked(visitor);
    expect(after).toMatch(/^p\./);
    expect(after).not.toBe(claims.sub);
    expect(await asked(visitor, { prompt: 'none' })).toBe(after);
    expect((await visitor.get('/me')).body).not.toContain(nobody);
    // The one before is signed out of what was theirs.
    expect((await userinfo(world, reply.body.access_token!)).status).toBe(401);
  });

  it('oidcc-prompt-login answered by somebody else: no page that needs a script, and they stay signed in here', async () => {
    const { visitor, claims } = await signedIn(world, {}, 'xiaoming');
    const request = flow({ prompt: 'login' });
    const explained = await walk(world, visitor, request.path, 'xiaohong');
    const back = await walk(world, visitor, await press(visitor, explained, 'without it'), 'xiaohong');
    expect(back.location).toMatch(/^https:\/\/shop\.test\.invalid\/cb\?code=/);
    expect(await subject(request, new URL(back.location).searchParams)).not.toBe(claims.sub);
    expect((await visitor.get('/me')).body).not.toContain(nobody);
  });

  it('an application whose people sign in through another account does not hear of whom that account has never seen', async () => {
    async function blog(visitor: Visitor, more: Record<string, string> = {}) {
      const request = flow({ client_id: 'blog', ...more });
      const answer = await authorize(world, visitor, request.path, 'xiaoming at the blog');
      const code = { grant_type: 'authorization_code', code: answer.get('code') ?? '', redirect_uri: redirectUri };
      const { body } = await token(world, { ...code, code_verifier: request.verifier }, { id: 'blog' });
      return answer.get('error') ?? idTokenClaims(body.id_token ?? '').sub;
    }
    const usual = await blog(newBrowser(world));
    expect(usual).toMatch(/^p\./);
    const { visitor } = await signedIn(world, {}, 'xiaoming');
    expect(await blog(visitor, { prompt: 'none' })).toBe('login_required');
    expect(await blog(visitor)).toBe(usual);
    expect(await blog(visitor, { prompt: 'none' })).toBe(usual);
    // Nor by a sign-in at the gateway itself, before any application.
    const other = newBrowser(world);
    await signIn(world, other, 'xiaoming');
    expect(await blog(other)).toBe(usual);
  });

  it('the same human under a former id is nobody else', async () => {
    const { people, accounts } = world.gateway.parts;
    const both = (name: 'service' | 'second') =>
      people.see({
        account: accounts.byName(name)!,
        openid: openidOf('xiaogang'),
        unionid: unionidOf('xiaogang'),
        origin: 'push',
        at: Date.now(),
      });
    await signIn(world, newBrowser(world), 'xiaogang', { account: 'second' });
    const { visitor, claims } = await signedIn(world, {}, 'xiaogang');
    await both('second');
    const { id } = await both('service');
    await signIn(world, visitor, 'xiaogang');
    expect((await people.find(accounts.byName('second')!.appId, openidOf('xiaogang')))?.id).toBe(id);
    expect(claims.sub).toMatch(/^p\./);
    expect(await asked(visitor, { prompt: 'none' })).toBe(claims.sub);
  });
});
