/** `auth_time` is the last visible act: WeChat may let people through in silence, and nobody was asked then. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, callback, type SignInWorld } from '../packages/gateway/test/login/browser.ts';
import {
  authorize,
  exchange,
  type Flow,
  flow,
  idTokenClaims,
  newBrowser,
  press,
  redirectUri,
  shop,
  signedIn,
  walk,
} from './relying-party.ts';
import { onBothStores } from './stores.ts';

onBothStores('auth_time', (open) => {
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  let world: SignInWorld;
  beforeAll(async () => {
    const guest = { client_id: 'guest', name: 'Somebody', redirect_uris: [redirectUri], first_party: false };
    world = await open({ clients: [shop, guest] }, clock);
  });
  afterAll(() => world.gateway.close());

  const authTime = async (request: Flow, answer: URLSearchParams) => {
    const reply = await exchange(world, answer.get('code') ?? '', request);
    return Number(idTokenClaims(reply.body.id_token ?? '').auth_time);
  };
  const silently = async (visitor: Browser, parameters: Record<string, string>) => {
    const request = flow({ prompt: 'none', ...parameters });
    return { request, answer: await authorize(world, visitor, request.path) };
  };

  it.each([
    'with the name',
    'without it',
  ] as const)('OPX-19 oidcc-max-age-10000 a silent sign-in is no answer to max_age; a tap is, %s, and then nobody is asked', async (button) => {
    const { visitor, claims } = await signedIn(world);
    expect(claims).not.toHaveProperty('auth_time');
    expect((await silently(visitor, { max_age: '10000' })).answer.get('error')).toBe('login_required');
    const request = flow({ max_age: '10000' });
    const page = await walk(world, visitor, request.path);
    expect([page.status, page.location]).toEqual([200, '']);
    clock.ahead += 5000;
    const before = Math.floor(clock.now() / 1000);
    const told = await authTime(request, await authorize(world, visitor, await press(visitor, page, button)));
    expect(told).toBeGreaterThanOrEqual(before);
    clock.ahead += 5000;
    const again = await silently(visitor, { max_age: '10000' });
    expect(await authTime(again.request, again.answer)).toBe(told);
  });

  it('OPX-19 oidcc-max-age-1 the very first sign-in of a browser is seen too', async () => {
    const page = await walk(world, newBrowser(world), flow({ max_age: '1' }).path);
    expect([page.status, page.location]).toEqual([200, '']);
  });

  it('OPX-19 oidcc-prompt-login a silent sign-in on the way does not count, a tap gives a newer auth_time', async () => {
    const visitor = newBrowser(world);
    const first = flow({ prompt: 'login' });
    const asked = await press(visitor, await walk(world, visitor, first.path), 'without it');
    const told = await authTime(first, await authorize(world, visitor, asked));
    clock.ahead += 5000;
    const request = flow({ prompt: 'login' });
    const page = await walk(world, visitor, request.path);
    const waiting = /value="(\/login\/request\/[^"]+)"/.exec(page.body)?.[1] ?? '';
    await visitor.get(callback((await visitor.get('/login/service')).location, world.codes.of('xiaoming')));
    const still = await walk(world, visitor, waiting);
    expect([still.status, still.location]).toEqual([200, '']);
    const answer = await authorize(world, visitor, await press(visitor, still, 'with the name'));
    expect(await authTime(request, answer)).toBeGreaterThanOrEqual(told + 5);
  });

  it('OPX-19 whoever goes on without a name is not asked for it a second time', async () => {
    const visitor = newBrowser(world);
    const page = await walk(world, visitor, flow({ prompt: 'login', scope: 'openid profile' }).path, 'nameless');
    const answer = await authorize(world, visitor, await press(visitor, page, 'without it'), 'nameless');
    expect(answer.get('code')).toBeTruthy();
  });

  it('OPX-19 the answer on the page that asks for consent is a visible act', async () => {
    const visitor = newBrowser(world);
    const page = await walk(world, visitor, flow({ client_id: 'guest' }).path);
    const action = /action="([^"]+)"/.exec(page.body)![1]!;
    const answer = await authorize(world, visitor, (await visitor.post(action, { answer: 'allow' })).location);
    expect(answer.get('code')).toBeTruthy();
    const { request, answer: later } = await silently(visitor, { max_age: '1000' });
    expect(await authTime(request, later)).toBeGreaterThan(1_000_000_000);
  });
});
