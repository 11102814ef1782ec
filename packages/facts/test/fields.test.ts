import { describe, expect, it } from 'vitest';
import { type FieldCondition, type FieldFact, fieldsAt, type ReplyName } from '../src/fields.ts';

const dates = {
  '2014-01-01': Date.parse('2014-01-01T00:00:00+08:00'),
  '2016-01-01': Date.parse('2016-01-01T00:00:00+08:00'),
  '2019-01-01': Date.parse('2019-01-01T00:00:00+08:00'),
  '2021-11-15': Date.parse('2021-11-15T00:00:00+08:00'),
  '2022-09-05': Date.parse('2022-09-05T00:00:00+08:00'),
  today: Date.parse('2026-11-01T00:00:00+08:00'),
};

/** A reply as one line: keys in order, `=""` or `=0` where the key is blank. */
function reply(name: ReplyName, at: number, ...conditions: FieldCondition[]): string {
  const sent = (row: FieldFact) => (row.when ?? []).every((condition) => conditions.includes(condition));
  return fieldsAt(name, at)
    .filter(sent)
    .map((row) => (row.form === 'blank' ? `${row.name}=${JSON.stringify(row.blank)}` : row.name))
    .join(' ');
}

const person2014 = 'nickname sex language city province country headimgurl';
const person2021 = 'nickname sex=0 language city="" province="" country="" headimgurl';
const person2022 = 'nickname="" sex=0 language city="" province="" country="" headimgurl=""';
const personToday = 'nickname="" sex=0 language="" city="" province="" country="" headimgurl=""';
const scenes = 'subscribe_scene qr_scene qr_scene_str';

describe('user/info of a follower of a bound account', () => {
  it.each([
    ['H-01', '2014-01-01', `subscribe openid ${person2014} subscribe_time`],
    ['H-02, before tags', '2016-01-01', `subscribe openid ${person2014} subscribe_time unionid remark groupid`],
    ['H-03', '2019-01-01', `subscribe openid ${person2014} subscribe_time unionid remark groupid tagid_list ${scenes}`],
    ['H-04', '2021-11-15', `subscribe openid ${person2021} subscribe_time unionid remark groupid tagid_list ${scenes}`],
    ['H-05', '2022-09-05', `subscribe openid ${person2022} subscribe_time unionid remark groupid tagid_list ${scenes}`],
    ['U-01', 'today', `subscribe openid ${personToday} subscribe_time unionid remark groupid tagid_list ${scenes}`],
  ] as const)('%s at %s', (_, date, keys) => {
    expect(reply('userInfo.follower', dates[date], 'bound')).toBe(keys);
  });

  it('U-09 has no unionid key while the account is unbound', () => {
    expect(reply('userInfo.follower', dates.today)).not.toContain('unionid');
  });
});

describe('user/info of a non-follower of a bound account', () => {
  it.each([
    ['H-06', '2014-01-01', 'subscribe openid'],
    ['H-07, before tags', '2016-01-01', 'subscribe openid unionid'],
    ['U-02', '2019-01-01', 'subscribe openid tagid_list'],
    ['U-02', '2021-11-15', 'subscribe openid tagid_list'],
    ['U-02', '2022-09-05', 'subscribe openid tagid_list'],
    ['U-02', 'today', 'subscribe openid tagid_list'],
  ] as const)('%s at %s', (_, date, keys) => {
    expect(reply('userInfo.nonFollower', dates[date], 'bound')).toBe(keys);
  });
});

describe('sns/userinfo', () => {
  const ending = 'headimgurl privilege';
  const filled = `openid nickname sex language city province country ${ending}`;
  const blank = `openid nickname sex=0 language="" city="" province="" country="" ${ending}`;
  it.each([
    ['H-08', '2014-01-01', filled],
    ['H-09', '2016-01-01', `${filled} unionid`],
    ['H-10', '2019-01-01', `${filled} unionid`],
    ['S-23', '2021-11-15', `${blank} unionid`],
    ['S-23', '2022-09-05', `${blank} unionid`],
    ['S-23', 'today', `${blank} unionid`],
  ] as const)('%s at %s', (_, date, keys) => {
    expect(reply('snsUserInfo', dates[date], 'bound')).toBe(keys);
  });

  it('H-11 sex and region end at midnight in Beijing, 2021-10-21', () => {
    const lastMoment = Date.parse('2021-10-20T23:59:59.999+08:00');
    expect(reply('snsUserInfo', lastMoment)).toBe(filled);
    expect(reply('snsUserInfo', lastMoment + 1)).toBe(blank);
  });
});

describe('sns/oauth2/access_token', () => {
  const grant = 'access_token expires_in refresh_token openid scope';
  it.each([
    ['H-13 base', '2014-01-01', ['bound'], grant],
    ['H-12 base', '2016-01-01', ['bound'], `${grant} unionid`],
    ['S-01 base', '2019-01-01', ['bound'], grant],
    ['S-01 base', 'today', ['bound'], grant],
    ['profile', '2014-01-01', ['bound', 'profileScope'], grant],
    ['profile', '2016-01-01', ['bound', 'profileScope'], `${grant} unionid`],
    ['profile', '2019-01-01', ['bound', 'profileScope'], `${grant} unionid`],
    ['S-02 profile', '2022-09-05', ['bound', 'profileScope'], `${grant} unionid`],
    ['S-02 profile', 'today', ['bound', 'profileScope'], `${grant} unionid`],
    ['S-03 profile, unbound', 'today', ['profileScope'], grant],
    ['snapshot before there were any', '2021-11-15', ['bound', 'profileScope', 'snapshot'], `${grant} unionid`],
    ['S-04 snapshot', 'today', ['bound', 'profileScope', 'snapshot'], `${grant} unionid is_snapshotuser`],
  ] as const)('%s at %s', (_, date, conditions, keys) => {
    expect(reply('codeExchange', dates[date], ...conditions)).toBe(keys);
  });
});

describe('other replies', () => {
  it.each([
    ['S-19', 'refreshUserToken', [], 'access_token expires_in refresh_token openid scope'],
    ['T-01', 'appToken', [], 'access_token expires_in'],
    ['T-10', 'stableToken', [], 'access_token expires_in'],
    ['U-12', 'followers', ['someFollowers'], 'total count data next_openid'],
    ['U-13', 'followers', [], 'total count next_openid'],
    ['R-01', 'qrcodeCreate', ['temporary'], 'ticket expire_seconds url'],
    ['R-03', 'qrcodeCreate', [], 'ticket url'],
    ['C-12', 'jsTicket', [], 'errcode errmsg ticket expires_in'],
    ['Q-01', 'callbackIps', [], 'ip_list'],
    ['Q-07', 'apiQuota', [], 'errcode errmsg quota rate_limit component_rate_limit'],
    ['N-01', 'miniprogramLogin', ['bound'], 'openid session_key unionid'],
    ['N-05', 'changeOpenid', [], 'errcode errmsg result_list'],
    ['U-15', 'action', [], 'errcode errmsg'],
  ] as const)('%s %s', (_, name, conditions, keys) => {
    expect(reply(name, dates.today, ...conditions)).toBe(keys);
  });

  it('H-18 stable_token and batchget have no reply before they exist', () => {
    expect(reply('stableToken', dates['2019-01-01'])).toBe('');
    expect(reply('userInfoBatch', dates['2014-01-01'])).toBe('');
  });
});

it('no key appears twice in one reply, at any of the dates', () => {
  const names: ReplyName[] = ['codeExchange', 'snsUserInfo', 'userInfo.follower', 'userInfo.nonFollower'];
  for (const at of Object.values(dates)) {
    for (const name of names) {
      const keys = fieldsAt(name, at).map((row) => row.name);
      expect(new Set(keys).size).toBe(keys.length);
    }
  }
});
