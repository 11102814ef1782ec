import { describe, expect, it } from 'vitest';
import { avatarUrl, readProfile } from '../src/profile.ts';
import { readUserInfo } from '../src/user.ts';
import { openid, unionid } from './scripted-wechat.ts';

const nicknameOf = (nickname: unknown) => readProfile('/sns/userinfo', { openid, nickname }).nickname;
const avatarOf = (headimgurl: unknown) => readProfile('/sns/userinfo', { openid, headimgurl }).avatar;

describe('nicknames', () => {
  it.each([
    ['S-39 emoji, quotes, <, right-to-left mark', '"阿<b>喵\u200f🐱', '"阿<b>喵\u200f🐱'],
    ['OUT-08 a number', 7, undefined],
    ['OUT-08 null', null, undefined],
    ['OUT-08 an array', ['x'], undefined],
    ['OUT-09 a raw control character', 'a\u0007b', 'a b'],
    ['blank', '', undefined],
    ['nothing but white space', ' \u0000 ', undefined],
    ['a lone surrogate', 'a\ud83d', 'a\ufffd'],
    ['decomposed letters, in NFC', 'e\u0301', 'é'],
    ['the placeholder of those who gave none', '微信用户', undefined],
    ['S-44 a cancelled user', '用户已经注销', '用户已经注销'],
    ['OAC-19 5 000 characters', '喵'.repeat(5000), undefined],
  ])('%s', (_, wire, expected) => expect(nicknameOf(wire)).toBe(expected));
});

describe('pictures', () => {
  const picture = 'https://thirdwx.qlogo.cn/mmopen/vi_32/abc/132';
  it.each([
    ['https', picture, picture],
    ['http of 2014', 'http://wx.qlogo.cn/mmopen/abc/0', 'http://wx.qlogo.cn/mmopen/abc/0'],
    ['S-31 none', '', undefined],
    ['OAC-20 javascript:', 'javascript:alert(1)', undefined],
    ['OAC-20 4 KB', `https://x.test/${'a'.repeat(4096)}`, undefined],
    [
      'the grey placeholder',
      'https://thirdwx.qlogo.cn/mmopen/vi_32/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/132',
      undefined,
    ],
  ])('%s', (_, wire, expected) => expect(avatarOf(wire)).toBe(expected));

  it.each([0, 46, 64, 96, 132] as const)('S-32 the same picture at %d', (size) => {
    expect(avatarUrl(picture, size)).toBe(`https://thirdwx.qlogo.cn/mmopen/vi_32/abc/${size}`);
  });

  it('misuse names the argument', () => {
    expect(() => avatarUrl(picture, 100 as 96)).toThrow(/^size must be one of 0, 46, 64, 96, 132/);
    expect(() => avatarUrl('https://thirdwx.qlogo.cn/mmopen/abc', 96)).toThrow(/^avatar must end in a size/);
  });
});

it('OUT-10 sex as a text, privilege missing', () => {
  expect(readProfile('/sns/userinfo', { openid, sex: '2' })).toMatchObject({ sex: 2, privileges: [] });
});

describe('user/info', () => {
  it('U-01 a follower of today', () => {
    const blank = { nickname: '', sex: 0, language: '', city: '', province: '', country: '', headimgurl: '' };
    const reply = { subscribe: 1, openid, ...blank, subscribe_time: 1_662_371_289, unionid, remark: '', groupid: 0 };
    const scene = { tagid_list: [2], subscribe_scene: 'ADD_SCENE_SEARCH', qr_scene: 0, qr_scene_str: '' };
    expect(readUserInfo('/cgi-bin/user/info', { ...reply, ...scene })).toEqual({
      subscribed: true,
      openid,
      unionid,
      subscribedAt: 1_662_371_289,
      tagIds: [2],
      scene: 'ADD_SCENE_SEARCH',
    });
  });

  it('H-01 a follower of 2014', () => {
    const person = { nickname: '小红', sex: 2, language: 'zh_CN', city: '深圳', province: '广东', country: '中国' };
    const headimgurl = 'http://wx.qlogo.cn/mmopen/abc/0';
    expect(
      readUserInfo('/cgi-bin/user/info', { subscribe: 1, openid, ...person, headimgurl, subscribe_time: 5 }),
    ).toEqual({ subscribed: true, openid, ...person, avatar: headimgurl, subscribedAt: 5, tagIds: [] });
  });

  it.each([
    ['U-06 a numbered scene', { qr_scene: 42, qr_scene_str: '' }, '42'],
    ['U-06 a named scene', { qr_scene: 0, qr_scene_str: 'login.abc' }, 'login.abc'],
    ['no scene', { qr_scene: 0, qr_scene_str: '' }, undefined],
  ])('%s', (_, fields, expected) => {
    const info = readUserInfo('/cgi-bin/user/info', { subscribe: 1, openid, ...fields });
    expect(info.subscribed && info.qrScene).toBe(expected);
  });

  it('U-02 somebody who does not follow', () => {
    expect(readUserInfo('/cgi-bin/user/info', { subscribe: 0, openid, tagid_list: [] })).toEqual({
      subscribed: false,
      openid,
    });
  });

  it('the odd reply of a follower with an openid only', () => {
    expect(readUserInfo('/cgi-bin/user/info', { subscribe: 1, openid, tagid_list: [] })).toEqual({
      subscribed: true,
      openid,
      tagIds: [],
    });
  });
});
