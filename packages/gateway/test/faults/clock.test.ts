/** A clock that jumps, and dates that other programs get wrong. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quotaDay } from '../../src/tokens/forced-refresh.ts';
import { event, openidOf, start } from '../harness.ts';
import { authorise, browser, callback, type SignInWorld, signInWorld } from '../login/browser.ts';

const minutes = 60_000;
const year = 365 * 86_400_000;

let world: SignInWorld;
beforeEach(async () => {
  world = await signInWorld();
});
afterEach(() => world.gateway.close());

const fetched = () =>
  world.gateway.wechat.calls.filter(({ operation }) => operation === '/cgi-bin/stable_token').length;

describe('R30 a clock that jumps', () => {
  it.each([
    ['ten minutes ahead', 10 * minutes, 0],
    ['ten minutes back', -10 * minutes, 1],
    ['a year ahead', year, 1],
    ['a year back', -year, 1],
  ])('%s: a hundred callers make at most one refresh more', async (_title, jump, refreshes) => {
    const { appTokens } = world.gateway.parts.accounts.byName('service')!.wechat;
    await appTokens.get();
    const before = fetched();
    world.gateway.clock.time += jump;
    for (let call = 0; call < 100; call++) await appTokens.get();
    expect(fetched() - before).toBe(refreshes);
  });

  it.each([
    ['ten minutes', 10 * minutes],
    ['a year', year],
  ])('revives no sign-in that is over when it goes back by %s', async (_title, jump) => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    const address = callback(started.location, world.codes.of('xiaoming'));
    expect((await visitor.get(address)).status).toBe(303);
    const exchanges = world.codes.exchanges();
    world.gateway.clock.time += jump;
    expect((await visitor.get(address)).status).toBe(400);
    world.gateway.clock.time -= 2 * jump;
    await visitor.get(address);
    const state = authorise(started.location).get('state')!;
    await visitor.get(`/wechat/callback?code=${world.codes.of('xiaoming')}&state=${state}`);
    expect(world.codes.exchanges()).toBe(exchanges);
  });

  it('between start and callback ends the sign-in, and nothing is exchanged', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    world.gateway.clock.time += 11 * minutes;
    const reply = await visitor.get(callback(started.location, world.codes.of('xiaoming')));
    expect(reply.status).toBe(400);
    expect(world.codes.exchanges()).toBe(0);
  });

  it.each([
    ['ahead', 6 * minutes],
    ['back', -6 * minutes],
  ])('P20 six minutes %s is told after three signed pushes, and once', async (_title, jump) => {
    const alarms = () => world.gateway.lines.filter((line) => line.includes('set the clock')).length;
    const follow = (name: string) =>
      world.gateway.push('service', event('service', openidOf(name), 'subscribe'), { timestamp: start / 1000 });
    expect((await follow('in time')).status).toBe(200);
    world.gateway.clock.time += jump;
    for (const name of ['a', 'b']) expect((await follow(name)).status).toBe(401);
    expect(alarms()).toBe(0);
    for (const name of ['c', 'd']) expect((await follow(name)).status).toBe(401);
    expect(alarms()).toBe(1);
    expect(world.gateway.counts.get('push.stale')).toBe(4);
  });
});

describe('R31 dates', () => {
  it.each([
    ['before midnight in Shanghai', '2026-03-01T15:59:59Z', '2026-03-01'],
    ['at midnight in Shanghai', '2026-03-01T16:00:00Z', '2026-03-02'],
    ['on a leap day', '2028-02-28T16:00:00Z', '2028-02-29'],
    ['on the night of a change to summer time elsewhere', '2026-03-29T01:30:00Z', '2026-03-29'],
    ['after the end of 32 bits', '2038-01-19T03:14:08Z', '2038-01-19'],
  ])('the quota day %s', (_title, at, day) => {
    expect(quotaDay(Date.parse(at))).toBe(day);
  });

  it('after 2038 people sign in and pushes are stored with their whole time', async () => {
    world.gateway.clock.time = Date.parse('2040-02-29T12:00:00+08:00');
    const at = world.gateway.clock.time;
    const answer = await world.gateway.push('service', event('service', openidOf('later'), 'subscribe', {}, at));
    expect(answer.status).toBe(200);
    const { store, accounts } = world.gateway.parts;
    const rows = await store.inbox.ofOpenid(accounts.byName('service')!.appId, openidOf('later'));
    expect(rows).toMatchObject([{ state: 'done', createdAt: at, receivedAt: at }]);
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service?return_to=/x');
    expect((await visitor.get(callback(started.location, world.codes.of('later')))).location).toBe('/x');
  });
});
