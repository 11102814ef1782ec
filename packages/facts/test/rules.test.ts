import { describe, expect, it } from 'vitest';
import { avatarForms } from '../src/avatars.ts';
import { beijingMidnight, type Fact, valueAt } from '../src/fact.ts';
import { limits } from '../src/limits.ts';
import { errmsgTails, type RuleName, rules } from '../src/rules.ts';

const rule = (name: RuleName, at: number) => valueAt<boolean | number | string>(rules[name], at);

/** [row, rule, day on which it changes, value the moment before, value from then on] */
const changes: [string, RuleName, string, unknown, unknown][] = [
  ['H-15 T-04', 'wrongSecretErrcode', '2016-01-01', 40001, 40125],
  ['H-14 S-06', 'usedCodeErrcode', '2017-03-26', 40029, 40163],
  ['B-06 B-05', 'errmsgTail', '2016-01-01', 'none', 'hint'],
  ['B-05 B-03', 'errmsgTail', '2020-08-14', 'hint', 'rid'],
  ['T-17', 'stableTokenAdvice', '2023-04-04', false, true],
  ['', 'wrongSecretText', '2020-08-14', 'invalid appsecret, view more at http://t.cn/RAEkdVq', 'invalid appsecret'],
  ['', 'quotaText', '2016-01-01', 'api freq out of limit', 'reach max api daily quota limit'],
  ['T-06', 'ipv6InIpError', '2020-03-29', false, true],
  ['H-18', 'stableToken', '2023-04-04', false, true],
  ['H-19', 'ipAllowlist', '2017-09-07', false, true],
  ['', 'ipConfirmation', '2020-05-05', false, true],
  ['H-16', 'tokenPrefix', '2018-08-06', false, true],
  ['H-17 A-16', 'refusalRedirects', '2018-01-01', true, false],
  ['H-16 A-26', 'codeForm', '2017-04-17', 'hex32', 'mixed32'],
  ['S-05', 'trailingScopeComma', '2016-01-01', true, false],
  ['A-33', 'fragmentOptional', '2016-01-01', true, false],
  ['D-03', 'verifyFile', '2016-10-31', false, true],
  ['A-29', 'snapshotPages', '2022-07-13', false, true],
  ['A-36', 'forcedPages', '2022-07-13', false, true],
  ['U-09', 'unionid', '2014-06-27', false, true],
  ['H-13 H-12', 'baseScopeUnionid', '2014-06-27', false, true],
  ['H-12 S-01', 'baseScopeUnionid', '2017-12-31', true, false],
  ['H-06 H-07', 'nonFollowerUnionid', '2014-06-27', false, true],
  ['H-07 U-02', 'nonFollowerUnionid', '2017-12-31', true, false],
  ['H-11', 'sexAndRegion', '2021-10-21', true, false],
  ['H-04 H-05', 'followerNickname', '2021-12-27', true, false],
  ['U-04', 'userInfoBatch', '2015-06-01', false, true],
  ['H-22 U-19', 'advertisementScene', '2020-06-08', false, true],
  ['H-20', 'temporaryQrSeconds', '2015-12-09', 604_800, 2_592_000],
  ['H-20', 'stringScene', '2017-07-11', false, true],
  ['', 'permanentStringScene', '2015-01-24', false, true],
  ['H-21', 'pushEncryption', '2014-10-13', false, true],
  ['H-23', 'privacyEvents', '2022-01-01', false, true],
  [
    'T-06',
    'ipRefusedText',
    '2020-03-29',
    'invalid ip {ip}, not in whitelist',
    'invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist',
  ],
];

describe('rules change at midnight in Beijing', () => {
  it.each(changes)('%s %s on %s', (_, name, date, before, after) => {
    const midnight = beijingMidnight(date);
    expect(rule(name, midnight - 1)).toBe(before);
    expect(rule(name, midnight)).toBe(after);
  });

  it('every rule is in the table above', () => {
    expect([...new Set(changes.map(([, name]) => name))].toSorted()).toEqual(Object.keys(rules).toSorted());
  });
});

it('D-01 D-06 one callback host before 2018-05-01, two from then on', () => {
  const midnight = beijingMidnight('2018-05-01');
  expect(valueAt<number>(limits.oauthDomains, midnight - 1)).toBe(1);
  expect(valueAt<number>(limits.oauthDomains, midnight)).toBe(2);
});

describe('H-08 H-10 H-11 avatar addresses', () => {
  const address = (
    rows: readonly Fact<
      (typeof avatarForms.snsUserInfo)[number]['value'] | (typeof avatarForms.userInfo)[number]['value']
    >[],
    at: string,
  ) => {
    const form = valueAt(rows, Date.parse(`${at}T00:00:00+08:00`));
    return form && `${form.scheme}://${form.host}${form.path}T/${form.size}`;
  };

  it.each([
    ['2014-01-01', 'http://wx.qlogo.cn/mmopen/T/0', 'http://wx.qlogo.cn/mmopen/T/0'],
    ['2019-12-01', 'http://thirdwx.qlogo.cn/mmopen/vi_32/T/132', 'http://thirdwx.qlogo.cn/mmopen/T/132'],
    ['2021-06-01', 'https://thirdwx.qlogo.cn/mmopen/vi_32/T/132', 'http://thirdwx.qlogo.cn/mmopen/T/132'],
    ['2026-11-01', 'https://thirdwx.qlogo.cn/mmopen/vi_32/T/132', undefined],
  ])('%s', (date, sns, userInfo) => {
    expect(address(avatarForms.snsUserInfo, date)).toBe(sns);
    expect(address(avatarForms.userInfo, date)).toBe(userInfo);
  });
});

it('B-03 B-04 the tail of cgi-bin has no comma, that of sns has one', () => {
  expect(errmsgTails.cgi.rid.value).toBe(' rid: {rid}');
  expect(errmsgTails.sns.rid.value).toBe(', rid: {rid}');
});
