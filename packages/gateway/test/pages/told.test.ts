/** What the result page says about each field, in worlds of different years. */
import { describe, expect, it } from 'vitest';
import { type Told, toldRows } from '../../src/pages/told.ts';
import { openid } from './samples.ts';

const nothing: Told = { openid, bound: true, scope: 'snsapi_base', at: 0, fields: {} };
const day = (text: string) => Date.parse(`${text}T00:00:00+08:00`);
const follower = { subscribed: true, since: day('2013-12-04') };

function rows(told: Partial<Told>): Record<string, string> {
  return Object.fromEntries(
    toldRows({ ...nothing, ...told }, 'zh')
      .filter(({ label }) => label !== 'OpenID')
      .map(({ label, value, remark }) => [
        label,
        `${String(value).replace(/<[^>]*>/g, '')}｜${String(remark).replace(/<[^>]*>/g, '')}`,
      ]),
  );
}

describe('the fields of today', () => {
  it('H-01 a silent sign-in of a follower: follow state, no name, and since when', () => {
    expect(rows({ at: day('2026-11-22'), follower })).toEqual({
      '昵称、头像': '没有｜同意授权后才有',
      关注: '已关注，2013 年 12 月 4 日起｜来自公众号',
      '性别、地区': '没有｜2021 年 10 月起不再提供',
      语言: '没有｜约 2023 年 1 月起不再提供',
      UnionID: '没有｜关注或同意授权后才有',
    });
  });

  it('H-08 with consent: nickname and picture, nothing else', () => {
    const fields = {
      nickname: { value: '小明', source: 'consent' },
      avatar: { value: 'https://thirdwx.qlogo.cn/mmopen/vi_32/x/132', source: 'consent' },
    } as const;
    expect(rows({ at: day('2026-11-22'), scope: 'snsapi_userinfo', fields, unionid: openid })).toEqual({
      昵称: '小明｜经你允许',
      头像: '132 × 132｜经你允许',
      关注: '不知道｜这次没有问',
      '性别、地区、语言': '没有｜2021 年 10 月起不再提供',
      UnionID: 'oHc5w6Jm…Yk2E｜复制',
    });
  });

  it('with consent and a blank profile: not filled in', () => {
    expect(rows({ at: day('2026-11-22'), scope: 'snsapi_userinfo' })['昵称、头像']).toBe('没有｜微信里没有填');
  });
});

describe('the fields of 2014', () => {
  const at = day('2014-01-01');

  it('3.6 a silent sign-in of a follower: everything, from the account', () => {
    const fields = {
      nickname: { value: '小红', source: 'follower' },
      avatar: { value: 'http://wx.qlogo.cn/mmopen/x/0', source: 'follower' },
      sex: { value: '2', source: 'follower' },
      region: { value: '中国 广东 深圳', source: 'follower' },
      language: { value: 'zh_CN', source: 'follower' },
    } as const;
    expect(rows({ at, follower, fields })).toEqual({
      昵称: '小红｜来自公众号',
      头像: '640 × 640｜来自公众号',
      关注: '已关注，2013 年 12 月 4 日起｜来自公众号',
      性别: '女｜来自公众号',
      地区: '中国 广东 深圳｜来自公众号',
      语言: 'zh_CN｜来自公众号',
      UnionID: '没有｜2014 年 6 月才有',
    });
  });

  it('3.6 a silent sign-in of somebody else: nothing, for followers only', () => {
    expect(rows({ at, follower: { subscribed: false } })).toEqual({
      '昵称、头像': '没有｜关注后才有',
      关注: '没有关注｜来自公众号',
      '性别、地区、语言': '没有｜关注后才有',
      UnionID: '没有｜2014 年 6 月才有',
    });
  });
});

describe('the days on which fields went', () => {
  it.each([
    ['2021-10-20', 'sex', '没有｜微信里没有填'],
    ['2021-10-21', 'sex', '没有｜2021 年 10 月起不再提供'],
    ['2021-12-26', 'nickname', '没有｜微信里没有填'],
    ['2021-12-27', 'nickname', '没有｜同意授权后才有'],
  ])('on %s, %s of a follower: %s', (date, field, expected) => {
    const found = Object.entries(rows({ at: day(date), follower })).find(([label]) =>
      label.includes(field === 'sex' ? '性别' : '昵称'),
    );
    expect(found?.[1]).toBe(expected);
  });

  it('an account in no group has no unionid, and the page says why', () => {
    expect(rows({ at: day('2026-11-22'), bound: false }).UnionID).toBe('没有｜公众号没有绑定开放平台');
  });
});
