import { describe, expect, it } from 'vitest';
import { follow, unfollow } from '../../src/world/follows.ts';
import { seededPerson } from '../../src/world/seed.ts';
import type { FollowVia, QrCode } from '../../src/world/state.ts';
import { Bench, expectCgiError } from './bench.ts';

/** U-01, with what differs. */
function followerOf(bench: Bench, person: string, differs: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    subscribe: 1,
    openid: bench.openid(person),
    nickname: '',
    sex: 0,
    language: '',
    city: '',
    province: '',
    country: '',
    headimgurl: '',
    subscribe_time: bench.unix,
    unionid: bench.unionid(person),
    remark: '',
    groupid: 0,
    tagid_list: [],
    subscribe_scene: 'ADD_SCENE_SEARCH',
    qr_scene: 0,
    qr_scene_str: '',
    ...differs,
  };
}

function qrcode(scene: Partial<QrCode>): QrCode {
  const base = {
    ticket: 't',
    account: 'service',
    url: 'u',
    kind: 'scene',
    sceneId: 0,
    sceneStr: '',
    createdAt: 0,
  } as const;
  return { ...base, expiresAt: null, ...scene };
}

/** Adds people who follow, in this order. */
function addFollowers(bench: Bench, count: number): void {
  for (let number = 0; number < count; number += 1) {
    const person = seededPerson({ name: `p${number}` });
    bench.world.state.people.push(person);
    follow(bench.world, person, bench.account(), 'search');
  }
}

const batchget = (bench: Bench, openids: readonly string[]) =>
  bench.app('/cgi-bin/user/info/batchget', {}, { json: { user_list: openids.map((openid) => ({ openid })) } });

const remark = (bench: Bench, openid: string, text: string) =>
  bench.app('/cgi-bin/user/info/updateremark', {}, { json: { openid, remark: text } });

describe('cgi-bin/user/info', () => {
  it('U-01 a follower today: the profile keys are there and blank', async () => {
    const bench = new Bench();
    const reply = await bench.userInfo('xiaohong');
    expect(reply.status).toBe(200);
    expect(reply.type).toBe('application/json; encoding=utf-8');
    expect(reply.json).toEqual(followerOf(bench, 'xiaohong'));
    expect(Object.keys(reply.json)).toEqual(Object.keys(followerOf(bench, 'xiaohong')));
  });

  it('U-01 quirks omitLegacyEmptyFields and legacyLanguage', async () => {
    const bench = new Bench();
    bench.account().quirks = ['omitLegacyEmptyFields'];
    const { json } = await bench.userInfo('xiaohong');
    for (const name of ['nickname', 'sex', 'language', 'city', 'province', 'country', 'headimgurl']) {
      expect(json).not.toHaveProperty(name);
    }
    bench.account().quirks = ['legacyLanguage'];
    expect((await bench.userInfo('xiaohong')).json).toEqual(followerOf(bench, 'xiaohong', { language: 'zh_CN' }));
  });

  it('U-02 somebody who never followed, and somebody who stopped', async () => {
    const bench = new Bench();
    unfollow(bench.world, bench.person('xiaohong'), bench.account());
    for (const person of ['xiaoming', 'xiaohong']) {
      const { json } = await bench.userInfo(person);
      expect(json).toEqual({ subscribe: 0, openid: bench.openid(person), tagid_list: [] });
    }
  });

  it('U-03 a unionid is no openid', async () => {
    const bench = new Bench();
    const reply = await bench.app('/cgi-bin/user/info', { openid: bench.unionid('xiaohong') });
    expectCgiError(reply, 40003, 'invalid openid');
  });

  it('U-05 subscribe_time is that of the last follow', async () => {
    const bench = new Bench();
    bench.advance(500);
    unfollow(bench.world, bench.person('xiaohong'), bench.account());
    bench.advance(500);
    follow(bench.world, bench.person('xiaohong'), bench.account(), 'search');
    expect((await bench.userInfo('xiaohong')).json.subscribe_time).toBe(bench.unix);
  });

  it('U-06 the scene of a QR code', async () => {
    const bench = new Bench();
    follow(bench.world, bench.person('xiaoming'), bench.account(), 'qr', qrcode({ sceneId: 42 }));
    follow(bench.world, bench.person('emoji'), bench.account(), 'qr', qrcode({ sceneStr: 'login.abc' }));
    const scene = { subscribe_scene: 'ADD_SCENE_QR_CODE' };
    expect((await bench.userInfo('xiaoming')).json).toMatchObject({ ...scene, qr_scene: 42, qr_scene_str: '' });
    expect((await bench.userInfo('emoji')).json).toMatchObject({ ...scene, qr_scene: 0, qr_scene_str: 'login.abc' });
  });

  it('U-08 lang is accepted without effect', async () => {
    const bench = new Bench();
    expect((await bench.userInfo('xiaohong', 'service', 'en')).json).toEqual(followerOf(bench, 'xiaohong'));
  });

  it('U-09 unionid comes and goes with the open-platform group', async () => {
    const bench = new Bench();
    const bound = (await bench.userInfo('xiaohong')).json.unionid;
    bench.account().openPlatform = null;
    expect((await bench.userInfo('xiaohong')).json).not.toHaveProperty('unionid');
    bench.account().openPlatform = 'main';
    expect((await bench.userInfo('xiaohong')).json.unionid).toBe(bound);
  });

  const scenes: readonly [FollowVia, string][] = [
    ['search', 'ADD_SCENE_SEARCH'],
    ['card', 'ADD_SCENE_PROFILE_CARD'],
    ['qr', 'ADD_SCENE_QR_CODE'],
    ['articleName', 'ADD_SCENE_PROFILE_LINK'],
    ['articleMenu', 'ADD_SCENE_PROFILE_ITEM'],
    ['payment', 'ADD_SCENE_PAID'],
    ['other', 'ADD_SCENE_OTHERS'],
    ['advertisement', 'ADD_SCENE_WECHAT_ADVERTISEMENT'],
  ];
  it.each(scenes)('U-18, U-19 via %s', async (via, scene) => {
    const bench = new Bench();
    follow(bench.world, bench.person('xiaoming'), bench.account(), via);
    expect((await bench.userInfo('xiaoming')).json.subscribe_scene).toBe(scene);
  });
});

describe('cgi-bin/user/info/batchget', () => {
  it('U-04 more than a hundred', async () => {
    const bench = new Bench();
    const openids = Array.from({ length: 101 }, () => bench.openid('xiaohong'));
    expectCgiError(await batchget(bench, openids), 40032, 'invalid openid list size');
  });

  it('U-10 followers and others in the order asked for', async () => {
    const bench = new Bench();
    const reply = await batchget(bench, [bench.openid('xiaohong'), bench.openid('xiaoming')]);
    expect(reply.json).toEqual({
      user_info_list: [
        followerOf(bench, 'xiaohong'),
        { subscribe: 0, openid: bench.openid('xiaoming'), tagid_list: [] },
      ],
    });
  });

  it('U-11 a hundred, and a stranger among them', async () => {
    const bench = new Bench();
    const openids = Array.from({ length: 100 }, () => bench.openid('xiaohong'));
    expect((await batchget(bench, openids)).json.user_info_list).toHaveLength(100);
    const foreign = bench.openid('xiaohong', 'subscription');
    expectCgiError(await batchget(bench, [...openids.slice(1), foreign]), 40003, 'invalid openid');
  });
});

describe('cgi-bin/user/get', () => {
  it('U-12 one page, and an empty one after it', async () => {
    const bench = new Bench();
    follow(bench.world, bench.person('xiaoming'), bench.account(), 'search');
    follow(bench.world, bench.person('emoji'), bench.account(), 'search');
    const openid = ['xiaohong', 'xiaoming', 'emoji'].map((name) => bench.openid(name));
    const reply = await bench.app('/cgi-bin/user/get', { next_openid: '' });
    expect(reply.json).toEqual({ total: 3, count: 3, data: { openid }, next_openid: openid[2] });
    const next = await bench.app('/cgi-bin/user/get', { next_openid: openid[2] });
    expect(next.json).toEqual({ total: 3, count: 0, next_openid: '' });
  });

  it('U-13 nobody', async () => {
    const bench = new Bench();
    unfollow(bench.world, bench.person('xiaohong'), bench.account());
    expect((await bench.app('/cgi-bin/user/get')).json).toEqual({ total: 0, count: 0, next_openid: '' });
  });

  it('U-14 ten thousand a page', async () => {
    const bench = new Bench();
    addFollowers(bench, 10_000);
    const { json } = await bench.app('/cgi-bin/user/get', { next_openid: '' });
    expect({ ...json, data: json.data.openid.length }).toMatchObject({ total: 10_001, count: 10_000, data: 10_000 });
    expect(json.next_openid).toBe(json.data.openid.at(-1));
    expect((await bench.app('/cgi-bin/user/get', { next_openid: json.next_openid })).json.count).toBe(1);
  });
});

describe('cgi-bin/user/info/updateremark', () => {
  it('U-15 the account sees it', async () => {
    const bench = new Bench();
    expect((await remark(bench, bench.openid('xiaohong'), 'vip')).json).toEqual({ errcode: 0, errmsg: 'ok' });
    expect((await bench.userInfo('xiaohong')).json.remark).toBe('vip');
  });

  it('U-16 fewer than thirty bytes', async () => {
    const bench = new Bench();
    const openid = bench.openid('xiaohong');
    expect((await remark(bench, openid, 'x'.repeat(29))).json.errcode).toBe(0);
    expectCgiError(await remark(bench, openid, '贵'.repeat(10)), 40092, 'invalid remark');
  });

  it('U-17 not a follower', async () => {
    const bench = new Bench();
    expectCgiError(await remark(bench, bench.openid('xiaoming'), 'x'), 43004, 'require subscribe');
  });
});
