import { describe, expect, it } from 'vitest';
import { follow } from '../../src/world/follows.ts';
import { Bench } from './bench.ts';

/** The follower of 2014, with what differs. */
function followerOf2014(bench: Bench, differs: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    subscribe: 1,
    openid: bench.openid('xiaohong'),
    nickname: '小红',
    sex: 2,
    language: 'zh_CN',
    city: '深圳',
    province: '广东',
    country: '中国',
    headimgurl: expect.stringMatching(/^http:\/\/wx\.qlogo\.cn\/mmopen\/[A-Za-z0-9_-]+\/0$/),
    subscribe_time: bench.unix,
    ...differs,
  };
}

function profileOf2014(bench: Bench, differs: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    openid: bench.openid('xiaoming'),
    nickname: '小明',
    sex: 1,
    language: 'zh_CN',
    city: '深圳',
    province: '广东',
    country: '中国',
    headimgurl: expect.stringMatching(/^http:\/\/wx\.qlogo\.cn\/mmopen\/[A-Za-z0-9_-]+\/0$/),
    privilege: [],
    ...differs,
  };
}

const newHost = (scheme: string, path: string) =>
  expect.stringMatching(new RegExp(`^${scheme}://thirdwx\\.qlogo\\.cn/mmopen/${path}[A-Za-z0-9_-]+/132$`));
const tags = { remark: '', groupid: 0, tagid_list: [] };
const scene = { subscribe_scene: 'ADD_SCENE_SEARCH', qr_scene: 0, qr_scene_str: '' };

describe('user/info through the years', () => {
  it('H-01 2014: everything, and no unionid yet', async () => {
    const bench = new Bench({ clock: '2014-01-01' });
    const { json } = await bench.userInfo('xiaohong');
    expect(json).toEqual(followerOf2014(bench));
    expect(Object.keys(json)).toEqual(Object.keys(followerOf2014(bench)));
  });

  it('H-02 2017: unionid, remark, group and tags', async () => {
    const bench = new Bench({ clock: '2017-01-01' });
    const unionid = bench.unionid('xiaohong');
    expect((await bench.userInfo('xiaohong')).json).toEqual(followerOf2014(bench, { unionid, ...tags }));
    const earlier = new Bench({ clock: '2016-05-31' });
    expect((await earlier.userInfo('xiaohong')).json).not.toHaveProperty('tagid_list');
  });

  it('H-03 2019: another avatar host, and how they followed', async () => {
    const bench = new Bench({ clock: '2019-01-01' });
    const changed = { unionid: bench.unionid('xiaohong'), headimgurl: newHost('http', '') };
    expect((await bench.userInfo('xiaohong')).json).toEqual(followerOf2014(bench, { ...changed, ...tags, ...scene }));
    const between = new Bench({ clock: '2018-03-01' });
    expect((await between.userInfo('xiaohong')).json).not.toHaveProperty('subscribe_scene');
  });

  it('H-04 autumn of 2021: no sex, no region', async () => {
    const bench = new Bench({ clock: '2021-11-15' });
    const changed = { sex: 0, city: '', province: '', country: '', headimgurl: newHost('http', '') };
    const unionid = bench.unionid('xiaohong');
    const expected = followerOf2014(bench, { ...changed, unionid, ...tags, ...scene });
    expect((await bench.userInfo('xiaohong')).json).toEqual(expected);
  });

  it('H-05 2022: no name, no picture, the language still there', async () => {
    const bench = new Bench({ clock: '2022-09-05' });
    const changed = { nickname: '', sex: 0, city: '', province: '', country: '', headimgurl: '' };
    const unionid = bench.unionid('xiaohong');
    const expected = followerOf2014(bench, { ...changed, unionid, ...tags, ...scene });
    expect((await bench.userInfo('xiaohong')).json).toEqual(expected);
  });

  it('H-06 2014: a non-follower is a line', async () => {
    const bench = new Bench({ clock: '2014-01-01' });
    expect((await bench.userInfo('xiaoming')).json).toEqual({ subscribe: 0, openid: bench.openid('xiaoming') });
  });

  it('H-07 2017: a non-follower with unionid, until the end of the year', async () => {
    const bench = new Bench({ clock: '2017-01-01' });
    const openid = bench.openid('xiaoming');
    const unionid = bench.unionid('xiaoming');
    expect((await bench.userInfo('xiaoming')).json).toEqual({ subscribe: 0, openid, unionid, tagid_list: [] });
    const after = new Bench({ clock: '2017-12-31' });
    expect((await after.userInfo('xiaoming')).json).not.toHaveProperty('unionid');
  });

  it('H-22 2019: advertisements are among the others', async () => {
    const bench = new Bench({ clock: '2019-01-01' });
    follow(bench.world, bench.person('xiaoming'), bench.account(), 'advertisement');
    expect((await bench.userInfo('xiaoming')).json.subscribe_scene).toBe('ADD_SCENE_OTHERS');
  });
});

describe('sns/userinfo through the years', () => {
  it('H-08 2014', async () => {
    const bench = new Bench({ clock: '2014-01-01' });
    const grant = await bench.grant();
    expect((await bench.profile(grant)).json).toEqual(profileOf2014(bench));
    bench.account().quirks = ['languageName'];
    expect((await bench.profile(grant)).json.language).toBe('简体中文');
  });

  it.each([
    ['H-09 profile', '2016-01-01', {}],
    ['H-10 profile', '2019-12-01', { headimgurl: newHost('http', 'vi_32/') }],
    ['H-11 profile', '2021-06-01', { headimgurl: newHost('https', 'vi_32/') }],
  ])('%s %s', async (_row, clock, differs) => {
    const bench = new Bench({ clock });
    const { json } = await bench.profile(await bench.grant());
    expect(json).toEqual(profileOf2014(bench, { unionid: bench.unionid('xiaoming'), ...differs }));
  });
});

describe('codes, tokens and refusals through the years', () => {
  it('H-12 2016: unionid with snsapi_base', async () => {
    const bench = new Bench({ clock: '2016-01-01' });
    const grant = await bench.grant('xiaoming', 'snsapi_base');
    expect(grant).toHaveProperty('unionid', bench.unionid('xiaoming'));
    expect(Object.keys(grant)).toHaveLength(6);
  });

  it('H-13 2014: five fields', async () => {
    const bench = new Bench({ clock: '2014-01-01' });
    const keys = Object.keys(await bench.grant('xiaoming', 'snsapi_base'));
    expect(keys).toEqual(['access_token', 'expires_in', 'refresh_token', 'openid', 'scope']);
  });

  it('H-14 2016: a used code is an invalid code', async () => {
    const bench = new Bench({ clock: '2016-01-01' });
    const code = bench.code();
    await bench.exchange(code);
    const { json } = await bench.exchange(code);
    expect(json).toEqual({ errcode: 40029, errmsg: expect.stringMatching(/^invalid code/) });
  });

  it('H-15 2014: a wrong secret is an invalid credential', async () => {
    const { json } = await new Bench({ clock: '2014-01-01' }).token('service', { secret: '0'.repeat(32) });
    expect(json).toEqual({ errcode: 40001, errmsg: expect.stringMatching(/^invalid credential/) });
  });

  it('H-16 2014: codes are hex, tokens have no number in front', async () => {
    const bench = new Bench({ clock: '2014-01-01' });
    const code = bench.code('xiaoming', 'snsapi_base');
    expect(code).toMatch(/^[0-9a-f]{32}$/);
    expect((await bench.exchange(code)).json.access_token).not.toMatch(/^\d{1,3}_/);
    expect(await bench.appToken()).not.toMatch(/^\d{1,3}_/);
  });

  it('H-17 2014: a refusal leads back with state alone', () => {
    const bench = new Bench({ clock: '2014-01-01' });
    const link = bench.link({ scope: 'snsapi_userinfo' });
    const location = 'https://app.test/cb?state=s1';
    expect(bench.open('refuser', link)).toMatchObject({ kind: 'refused', location });
    expect(bench.answer(bench.open('xiaoming', link), 'refuse')).toMatchObject({ kind: 'refused', location });
  });

  it('H-18 2014: there is no stable_token', async () => {
    const bench = new Bench({ clock: '2014-01-01' });
    expect((await bench.stableToken()).json).toEqual({ errcode: 40066, errmsg: 'invalid url' });
  });

  it('H-19 2014: there is no allow-list', async () => {
    const bench = new Bench({ clock: '2014-01-01' });
    bench.account().ipAllowlist = ['203.0.113.7'];
    expect((await bench.token()).json.expires_in).toBe(7200);
  });
});
