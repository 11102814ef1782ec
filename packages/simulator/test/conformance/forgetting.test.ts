/** A world that lives for months: what is long over leaves it, what ended of late keeps its own error. */
import { describe, expect, it } from 'vitest';
import { kept } from '../../src/world/forgetting.ts';
import { Bench } from './bench.ts';

const day = 86_400;

/** Everything that a login can leave behind, by the field of the state. */
function sizes({ world: { state } }: Bench): Record<string, number> {
  const { codes, grants, userTokens, refreshTokens, appTokens, qrcodes, websiteLogins, sheets, virtualUsers } = state;
  const maps = { codes, grants, userTokens, refreshTokens, appTokens, qrcodes, websiteLogins, sheets, virtualUsers };
  return Object.fromEntries(Object.entries(maps).map(([field, rows]) => [field, Object.keys(rows).length]));
}

/** A day with a login of every kind. */
async function liveADay(bench: Bench): Promise<void> {
  bench.advance(day);
  const { refresh_token } = await bench.grant('xiaoming', 'snsapi_userinfo');
  bench.advance(2 * 3600);
  await bench.refresh(refresh_token);
  bench.code('visitor', 'snsapi_userinfo');
  bench.world.person('xiaoming').jsLogin('tool');
  bench.world.person('xiaohong').authorise('website', { redirectUri: 'https://app.test/cb', scope: 'snsapi_login' });
  bench.open('nobody', bench.link({ scope: 'snsapi_userinfo' }));
  await bench.app('/cgi-bin/qrcode/create', {}, { json: scene('QR_STR_SCENE') });
}

const scene = (action_name: string) => ({
  action_name,
  expire_seconds: 60,
  action_info: { scene: { scene_str: 'shop' } },
});

function longLiving(): Bench {
  const bench = new Bench();
  bench.account().quirks.push('rotateRefreshToken');
  bench.world.account('tool', { kind: 'miniprogram' });
  bench.world.person('visitor', { visitor: true });
  bench.world.person('nobody', { consent: 'ask' });
  return bench;
}

describe('a world that lives on', () => {
  it('does not grow with logins over the months; a permanent QR code stays', async () => {
    const bench = longLiving();
    const permanent = await bench.app('/cgi-bin/qrcode/create', {}, { json: scene('QR_LIMIT_STR_SCENE') });
    for (let days = 0; days < 70; days += 1) await liveADay(bench);
    const settled = sizes(bench);
    expect(Math.min(...Object.values(settled))).toBeGreaterThan(25);
    for (let days = 0; days < 70; days += 1) await liveADay(bench);
    expect(sizes(bench)).toEqual(settled);
    const picture = await bench.call('/cgi-bin/showqrcode', { ticket: permanent.json.ticket });
    expect(picture.status).toBe(200);
  });

  it.each([
    { days: 20, errors: [40163, 42003, 42001, 42001] },
    { days: 29, errors: [40163, 42003, 42001, 42001] },
    { days: 31, errors: [40029, 40029, 40001, 40001] },
  ])('S-06 S-08 S-27 T-18 what ended tells how for a month, then it is unknown: $days days', async ({
    days,
    errors,
  }) => {
    const bench = longLiving();
    bench.account().quirks.push('expiredCodeAs42003');
    const [used, unused] = [bench.code(), bench.code()];
    const grant = (await bench.exchange(used)).json;
    const access_token = await bench.appToken('subscription');
    bench.advance((days - 1) * day);
    await liveADay(bench);
    const answers = [
      await bench.exchange(used),
      await bench.exchange(unused),
      await bench.profile(grant),
      await bench.call('/cgi-bin/get_api_domain_ip', { access_token }),
    ];
    expect(answers.map(({ json }) => json.errcode)).toEqual(errors);
  });

  it.each([
    { days: 31, errcode: 42002 },
    { days: 59, errcode: 42002 },
    { days: 61, errcode: 40030 },
  ])('S-20 S-21 a refresh token is expired for a month, then unknown: $days days', async ({ days, errcode }) => {
    const bench = longLiving();
    const { refresh_token } = await bench.grant();
    bench.advance((days - 1) * day);
    await liveADay(bench);
    expect((await bench.refresh(refresh_token)).json.errcode).toBe(errcode);
  });

  it('forgets nothing while a clock is only moved', async () => {
    const bench = longLiving();
    const code = bench.code();
    bench.advance(400 * day);
    bench.advance(-400 * day);
    expect((await bench.exchange(code)).json.openid).toBe(bench.openid('xiaoming'));
  });
});

describe('what has no end of its own', () => {
  it.each<[keyof typeof kept, (bench: Bench, turn: number) => void, (bench: Bench) => readonly unknown[]]>([
    [
      'chat',
      ({ world }, turn) => world.addMessage('xiaoming', 'service', { from: 'person', type: 'text', text: `${turn}` }),
      ({ world }) => world.state.chats['xiaoming/service'] ?? [],
    ],
    ['findings', ({ world }, turn) => world.finding('gap', 'E-01', `${turn}`), ({ world }) => world.state.findings],
  ])('%s: the newest stay', (what, happen, list) => {
    const bench = new Bench();
    const most = kept[what];
    for (let turn = 0; turn < 3 * most; turn += 1) {
      happen(bench, turn);
      expect(list(bench).length).toBeLessThan(1.1 * most);
    }
    expect(list(bench).length).toBeGreaterThanOrEqual(most);
    expect(JSON.stringify(list(bench).at(-1))).toContain(`"${3 * most - 1}"`);
  });
});
