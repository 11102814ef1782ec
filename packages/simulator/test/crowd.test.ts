import { describe, expect, it } from 'vitest';
import { follow, unfollow } from '../src/world/follows.ts';
import { Bench } from './conformance/bench.ts';

const size = 25_000;

function crowded(): Bench {
  const bench = new Bench();
  bench.world.state.crowd = { size, follows: { service: { count: size, since: bench.world.now() } } };
  return bench;
}

async function listed(bench: Bench): Promise<string[]> {
  const openids: string[] = [];
  for (let next = ''; ; ) {
    const { json } = await bench.app('/cgi-bin/user/get', { next_openid: next });
    expect(json.total).toBe(bench.world.state.crowd.size + 1);
    if (json.count === 0) return openids;
    openids.push(...json.data.openid);
    next = json.next_openid;
  }
}

describe('a crowd of followers', () => {
  it('U-14 is listed page by page, the people of the world behind it, and nobody twice', async () => {
    const bench = crowded();
    const openids = await listed(bench);
    expect(openids).toHaveLength(size + 1);
    expect(new Set(openids).size).toBe(size + 1);
    expect(openids.at(-1)).toBe(bench.openid('xiaohong'));
    for (const openid of openids.slice(0, 50)) expect(openid).toMatch(/^o[A-Za-z0-9_-]{27}$/);
  });

  it('U-10 each is a follower like any other, and no row is kept of those that are only read', async () => {
    const bench = crowded();
    const openids = (await listed(bench)).slice(0, 100);
    const before = bench.world.state.people.length;
    const json = { user_list: openids.map((openid) => ({ openid })) };
    const { user_info_list: users } = (await bench.app('/cgi-bin/user/info/batchget', {}, { json })).json;
    expect(users.map((user: { openid: string }) => user.openid)).toEqual(openids);
    for (const user of users) expect(user).toMatchObject({ subscribe: 1, subscribe_scene: 'ADD_SCENE_SEARCH' });
    expect(new Set(users.map((user: { unionid: string }) => user.unionid)).size).toBe(100);
    expect(bench.world.state.people).toHaveLength(before);
    expect(JSON.stringify(bench.world.state).length).toBeLessThan(200_000);
  });

  it('one of them can be named, remarked, and leave, and keeps or loses the place', async () => {
    const bench = crowded();
    const openid = bench.openid('crowd:17');
    expect((await listed(bench))[17]).toBe(openid);
    await bench.app('/cgi-bin/user/info/updateremark', {}, { json: { openid, remark: 'vip' } });
    expect((await bench.userInfo('crowd:17')).json).toMatchObject({ subscribe: 1, remark: 'vip' });
    expect((await listed(bench))[17]).toBe(openid);

    bench.advance(60);
    const who = [bench.world, bench.person('crowd:17'), bench.account()] as const;
    unfollow(...who);
    expect((await bench.userInfo('crowd:17')).json.subscribe).toBe(0);
    follow(...who, 'search');
    const openids = await listed(bench);
    expect(openids.indexOf(openid)).toBe(size);
    expect(openids[17]).toBe(bench.openid('crowd:18'));
  });

  it('nobody beyond its size, and nobody of another account', async () => {
    const bench = crowded();
    expect(() => bench.person(`crowd:${size}`)).toThrow('no person');
    for (const openid of [bench.openid(`crowd:${size}`), bench.openid('crowd:1', 'subscription')]) {
      expect((await bench.app('/cgi-bin/user/info', { openid })).json.errcode).toBe(40003);
    }
  });

  it('is set over the control API', async () => {
    const bench = new Bench();
    const put = (crowd: object) =>
      bench.call(
        '/_sim/v1/worlds/default',
        {},
        { method: 'PUT', json: { crowd }, headers: { 'content-type': 'application/json' } },
      );
    expect((await put({ size: 3, follows: ['subscription'] })).status).toBe(200);
    expect((await bench.app('/cgi-bin/user/get', {}, { account: 'subscription' })).json.total).toBe(4);
    expect((await put({ size: -1 })).status).toBe(422);
    expect((await put({ size: 1, follows: ['nobody'] })).status).toBe(404);
  });

  it('X-08 a reply too long for the ledger is cut, its secrets hidden', async () => {
    const bench = crowded();
    await bench.app('/cgi-bin/user/get');
    const entry = bench.world.state.ledger.at(-1);
    expect(entry?.reply).toMatch(/… \(\d{6} characters\)$/);
    expect(entry?.reply?.length).toBeLessThan(5000);
  });
});
