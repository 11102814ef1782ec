/** A callback that a web view loads twice, and the back button: the application's request is answered each time. */
import { expect, it } from 'vitest';
import { callback, type SignInWorld } from '../packages/gateway/test/login/browser.ts';
import { type Flow, flow, idTokenClaims, newBrowser, press, secret, token, walk } from './relying-party.ts';
import { onBothStores } from './stores.ts';

onBothStores('a callback that is loaded again', (open) => {
  it('OAC-09 at the same time: both loads come back to the application, each with a code that is good once', async () => {
    const world = await open();
    const { visitor, begun, address } = await atWeChat(world);
    const endings = await Promise.all([walk(world, visitor, address), walk(world, visitor, address)]);
    const codes = endings.map(({ location }) => codeOf(location, begun));
    expect(new Set(codes).size).toBe(2);
    for (const code of codes) expect((await redeem(world, begun, code)).status).toBe(200);
  });

  it('OAC-10 with the back button, after the first code is used: another code, and what came of the first lives on', async () => {
    const world = await open();
    const { visitor, begun, address } = await atWeChat(world, { scope: 'openid offline_access', prompt: 'consent' });
    const first = await redeem(world, begun, codeOf((await walk(world, visitor, address)).location, begun));
    const second = codeOf((await walk(world, visitor, address)).location, begun);
    expect((await redeem(world, begun, second)).status).toBe(200);
    const form = { grant_type: 'refresh_token', refresh_token: first.body.refresh_token ?? '' };
    expect((await token(world, form, { id: 'shop', secret })).status).toBe(200);
  });

  it.each([
    { prompt: 'login' },
    { max_age: '1' },
  ])('OAC-10 a sign-in that had to be seen has been seen: going back asks for nothing again, and tells of the same act: %j', async (demand) => {
    let later = 0;
    const world = await open({}, { now: () => Date.now() + later });
    const visitor = newBrowser(world);
    const begun = flow(demand);
    const page = await walk(world, visitor, begun.path);
    const address = callback(await press(visitor, page, 'without it'), world.codes.of('xiaoming'));
    const seen = [];
    for (const _load of [1, 2]) {
      const { body } = await redeem(world, begun, codeOf((await walk(world, visitor, address)).location, begun));
      seen.push(idTokenClaims(body.id_token ?? '').auth_time);
      later += 60_000;
    }
    expect(seen[0]).toBeGreaterThan(1_000_000_000);
    expect(seen[1]).toBe(seen[0]);
  });

  it('nobody else is led through it, and after two minutes nobody at all', async () => {
    let later = 0;
    const world = await open({}, { now: () => Date.now() + later });
    const { visitor, address } = await atWeChat(world);
    const request = (await visitor.get(address)).location;
    expect((await walk(world, visitor, request)).location).toMatch(/^https:\/\/shop\.test\.invalid\/cb\?/);

    const other = newBrowser(world);
    await walk(world, other, flow().path, 'xiaohong');
    for (const stranger of [newBrowser(world), other]) {
      expect((await walk(world, stranger, request)).status).toBe(400);
    }
    later = 121_000;
    expect((await walk(world, visitor, request)).status).toBe(400);
  });
});

/** A browser that is to come back from WeChat to this address. */
async function atWeChat(world: SignInWorld, parameters: Record<string, string> = {}) {
  const visitor = newBrowser(world);
  const begun = flow(parameters);
  let visit = await visitor.get(begun.path);
  while (!visit.location.includes('/connect/oauth2/authorize')) {
    const { pathname, search } = new URL(visit.location, world.gateway.urls.public);
    visit = await visitor.get(`${pathname}${search}`);
  }
  return { visitor, begun, address: callback(visit.location, world.codes.of('xiaoming')) };
}

function codeOf(location: string, begun: Flow): string {
  const back = new URL(location, 'https://gateway.invalid');
  expect(back.origin + back.pathname).toBe('https://shop.test.invalid/cb');
  expect(back.searchParams.get('state')).toBe(begun.state);
  return back.searchParams.get('code') ?? '';
}

function redeem(world: SignInWorld, { verifier }: Flow, code: string) {
  const form = { grant_type: 'authorization_code', code, redirect_uri: 'https://shop.test.invalid/cb' };
  return token(world, { ...form, code_verifier: verifier }, { id: 'shop', secret });
}
