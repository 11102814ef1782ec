/**
 * The rules of the facts say on which day WeChat changed; the rows for fields, scenes and texts say it again where they
 * stand. Here both have to name the same second.
 */
import { beijingMidnight, type Fact, valueAt } from '@mingpian/facts/fact';
import { type RuleName, rules } from '@mingpian/facts/rules';
import { describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';

const qrcode = async (bench: Bench, action_name: string) => {
  const json = { action_name, expire_seconds: 60, action_info: { scene: { scene_str: 'a' } } };
  return 'ticket' in (await bench.app('/cgi-bin/qrcode/create', {}, { json })).json;
};

/** What a client sees of a rule. */
const seen: Partial<Record<RuleName, (bench: Bench) => Promise<boolean>>> = {
  unionid: async (bench) => 'unionid' in (await bench.exchange(bench.code('xiaoming', 'snsapi_userinfo'))).json,
  userInfoBatch: async (bench) => {
    const json = { user_list: [{ openid: bench.openid('xiaohong') }] };
    return 'user_info_list' in (await bench.app('/cgi-bin/user/info/batchget', {}, { json })).json;
  },
  baseScopeUnionid: async (bench) => 'unionid' in (await bench.exchange(bench.code('xiaoming', 'snsapi_base'))).json,
  nonFollowerUnionid: async (bench) => 'unionid' in (await bench.userInfo('xiaoming')).json,
  followerNickname: async (bench) => (await bench.userInfo('xiaohong')).json.nickname !== '',
  sexAndRegion: async (bench) => {
    const { sex, city } = (await bench.userInfo('xiaohong')).json;
    return sex !== 0 && city !== '';
  },
  stringScene: (bench) => qrcode(bench, 'QR_STR_SCENE'),
  permanentStringScene: (bench) => qrcode(bench, 'QR_LIMIT_STR_SCENE'),
  ipv6InIpError: async (bench) => {
    bench.account().ipAllowlist = ['192.0.2.1'];
    return (await bench.token()).text.includes('ipv6');
  },
  advertisementScene: async (bench) => {
    await bench.world.person('xiaoming').follow('service', { via: 'advertisement' });
    return (await bench.userInfo('xiaoming')).json.subscribe_scene === 'ADD_SCENE_WECHAT_ADVERTISEMENT';
  },
};

/** The last second before each change and the first one after it; the IP error is there since September 2017 only. */
function turns(name: RuleName): number[] {
  const days = (rules[name] as readonly Fact<unknown>[]).flatMap(({ since }) => since ?? []);
  const instants = days.map((day) => beijingMidnight(day.replace('?', '')));
  return instants.flatMap((at) => [at - 1000, at]);
}

describe('X-12 a rule and its rows turn in the same second', () => {
  it.each(Object.entries(seen))('%s', async (name, sees) => {
    const instants = turns(name as RuleName);
    expect(instants.length).toBeGreaterThan(0);
    for (const clock of instants) {
      const says = valueAt(rules[name as RuleName] as readonly Fact<unknown>[], clock);
      expect([new Date(clock), await sees(new Bench({ clock: new Date(clock).toISOString() }))]).toEqual([
        new Date(clock),
        says,
      ]);
    }
  });
});
