import { describe, expect, it } from 'vitest';
import { quotaUse } from '../../src/wechat/quota.ts';
import { Bench, expectCgiError, type Reply, rid as ridShape } from './bench.ts';

const ok = { errcode: 0, errmsg: 'ok' };
const usedUp = 'forbid to clear quota because of reaching the limit';

const ridOf = (reply: Reply) => / rid: (\S+)$/.exec(reply.json.errmsg)?.[1] ?? 'none';

function clear(bench: Bench): Promise<Reply> {
  return bench.app('/cgi-bin/clear_quota', {}, { json: { appid: bench.account().appId } });
}

function clearBySecret(bench: Bench, change: Record<string, string | undefined> = {}): Promise<Reply> {
  const { appId, appSecret } = bench.account();
  return bench.call('/cgi-bin/clear_quota/v2', {}, { json: { appid: appId, appsecret: appSecret, ...change } });
}

const ask = (bench: Bench, path: string, cgi_path: string) =>
  bench.app(`/cgi-bin/openapi/quota/${path}`, {}, { json: { cgi_path } });

describe('clearing quotas', () => {
  it('Q-05 all counters go back to 0', async () => {
    const bench = new Bench();
    const use = quotaUse(bench.world, bench.account(), 'followers');
    use.used = 500;
    expect((await bench.app('/cgi-bin/user/get')).json.errcode).toBe(45009);
    expect((await clear(bench)).json).toEqual(ok);
    expect((await bench.app('/cgi-bin/user/get')).json.total).toBe(1);
  });

  it('T-08 clearing opens cgi-bin/token again', async () => {
    const bench = new Bench();
    quotaUse(bench.world, bench.account(), 'appToken').used = 2000;
    expect((await bench.token()).json.errcode).toBe(45009);
    expect((await clearBySecret(bench)).json).toEqual(ok);
    expect((await bench.token()).json.expires_in).toBe(7200);
  });

  it('C-14, Q-06 ten times a month, by token and by secret together', async () => {
    const bench = new Bench();
    for (let time = 0; time < 5; time += 1) {
      expect((await clear(bench)).json).toEqual(ok);
      expect((await clearBySecret(bench)).json).toEqual(ok);
    }
    expectCgiError(await clear(bench), 48006, usedUp);
    expectCgiError(await clearBySecret(bench), 48006, usedUp);
    bench.advance(7 * 86_400);
    expect((await clear(bench)).json).toEqual(ok);
  });

  it.each([
    ['no AppID', { appid: undefined }, 41002, 'appid missing'],
    ['no secret', { appsecret: undefined }, 41004, 'appsecret missing'],
    ['an unknown AppID', { appid: 'wx0000000000000000' }, 40013, 'invalid appid'],
  ])('Q-06 %s', async (_title, change, errcode, errmsg) => {
    expectCgiError(await clearBySecret(new Bench(), change), errcode, errmsg);
  });

  it('Q-09 one counter, fifty times a month', async () => {
    const bench = new Bench();
    quotaUse(bench.world, bench.account(), 'userInfo').used = 7;
    expect((await ask(bench, 'clear', '/cgi-bin/user/info')).json).toEqual(ok);
    expect(quotaUse(bench.world, bench.account(), 'userInfo').used).toBe(0);
    for (let time = 1; time < 50; time += 1) await ask(bench, 'clear', '/cgi-bin/user/info');
    expectCgiError(await ask(bench, 'clear', '/cgi-bin/user/info'), 48006, usedUp);
  });
});

describe('looking quotas up', () => {
  it('Q-07 what was used and what is left', async () => {
    const bench = new Bench();
    for (let time = 0; time < 7; time += 1) await bench.userInfo('xiaohong');
    expect((await ask(bench, 'get', '/cgi-bin/user/info')).json).toEqual({
      ...ok,
      quota: { daily_limit: 5_000_000, used: 7, remain: 4_999_993 },
      rate_limit: { call_count: expect.any(Number), refresh_second: expect.any(Number) },
      component_rate_limit: { call_count: expect.any(Number), refresh_second: expect.any(Number) },
    });
  });

  it('Q-08 paths that cannot be asked about', async () => {
    const bench = new Bench();
    expect((await ask(bench, 'get', '/cgi-bin/no/such')).json.errcode).toBe(76021);
    expect((await ask(bench, 'get', '/sns/userinfo')).json.errcode).toBe(76022);
  });
});

describe('cgi-bin/openapi/rid/get', () => {
  const look = (bench: Bench, rid: string, account = 'service') =>
    bench.app('/cgi-bin/openapi/rid/get', {}, { account, json: { rid } });

  async function failed(bench: Bench): Promise<string> {
    return ridOf(await bench.app('/cgi-bin/user/info', { openid: 'nobody' }));
  }

  it('Q-10 what an error was the answer to, its secrets masked', async () => {
    const bench = new Bench();
    const rid = await failed(bench);
    expect(rid).toMatch(new RegExp(`^${ridShape}$`));
    const { json } = await look(bench, rid);
    expect(json).toEqual({
      ...ok,
      request: {
        invoke_time: bench.unix,
        cost_in_ms: expect.any(Number),
        request_url: 'access_token=***&openid=nobody',
        request_body: '',
        response_body: expect.stringContaining('"errcode":40003'),
        client_ip: '127.0.0.1',
      },
    });
  });

  it('Q-11 the five refusals', async () => {
    const bench = new Bench();
    const errcode = async (rid: string, account?: string) => (await look(bench, rid, account)).json.errcode;
    const old = await failed(bench);
    const sns = / rid: (\S+)$/.exec((await bench.exchange('nothing')).json.errmsg)?.[1] ?? '';
    expect(await errcode('00000000-00000000-00000000')).toBe(76001);
    expect(await errcode('not a rid')).toBe(76002);
    expect(await errcode(old, 'subscription')).toBe(76003);
    bench.advance(8 * 86_400);
    expect(await errcode(old)).toBe(76004);
    expect(await errcode(sns)).toBe(76022);
    bench.account().quirks = ['ridOld76001'];
    expect(await errcode(old)).toBe(76001);
  });
});

describe('cgi-bin/callback/check', () => {
  const check = (bench: Bench, json: Record<string, string>) => bench.app('/cgi-bin/callback/check', {}, { json });

  function withWebhook(): Bench {
    const bench = new Bench();
    const { push } = bench.account();
    if (push !== null) push.url = 'http://127.0.0.1:3000/webhook';
    return bench;
  }

  it('Q-02 the documented form', async () => {
    const { json } = await check(withWebhook(), { action: 'all', check_operator: 'DEFAULT' });
    expect(json).toEqual({
      dns: [{ ip: expect.any(String), real_operator: 'UNICOM' }],
      ping: [
        {
          ip: expect.any(String),
          from_operator: 'UNICOM',
          package_loss: '0%',
          time: expect.stringMatching(/^[\d.]+ms$/),
        },
      ],
    });
  });

  it('Q-03 its three refusals', async () => {
    const good = { action: 'all', check_operator: 'DEFAULT' };
    expect((await check(new Bench(), good)).json.errcode).toBe(40201);
    expect((await check(withWebhook(), { ...good, action: 'x' })).json.errcode).toBe(40202);
    expect((await check(withWebhook(), { ...good, check_operator: 'x' })).json.errcode).toBe(40203);
  });
});

describe('neighbours', () => {
  it('C-12 a ticket for the JS-SDK, verified or not', async () => {
    const bench = new Bench();
    for (const account of ['service', 'unverified']) {
      const { json } = await bench.app('/cgi-bin/ticket/getticket', { type: 'jsapi' }, { account });
      expect(json).toEqual({ ...ok, ticket: expect.any(String), expires_in: 7200 });
    }
  });

  it('C-07, K-12 templates go to followers of verified service accounts', async () => {
    const bench = new Bench();
    const send = (person: string, account = 'service') => {
      const json = { touser: bench.openid(person, account), template_id: 't', data: {} };
      return bench.app('/cgi-bin/message/template/send', {}, { account, json });
    };
    expect((await send('xiaohong')).json).toMatchObject(ok);
    expectCgiError(await send('xiaoming'), 43004, 'require subscribe');
    expectCgiError(await send('xiaohong', 'subscription'), 48001, 'api unauthorized');
    expectCgiError(await send('xiaohong', 'unverified'), 48001, 'api unauthorized');
    bench.account().verified = false;
    expectCgiError(await send('xiaohong'), 48001, 'api unauthorized');
  });
});
