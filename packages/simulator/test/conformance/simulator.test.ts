import { createServer, request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { SimulatorRefused, startSimulator } from '../../src/server.ts';
import { ConnectionFault } from '../../src/wechat/faults.ts';
import { Bench } from './bench.ts';

describe('gaps and hosts', () => {
  it('X-01 an unknown path says so, and is counted', async () => {
    const bench = new Bench();
    const reply = await bench.call('/cgi-bin/no/such', { access_token: 'secret' });
    expect(reply.status).toBe(501);
    expect(reply.type).toBe('text/plain; charset=utf-8');
    expect(reply.headers.get('x-sim-gap')).toBe('GET /cgi-bin/no/such');
    expect(reply.text).not.toContain('errcode');
    expect(bench.world.state.findings).toMatchObject([{ level: 'gap', rule: 'X-01', count: 1 }]);
    bench.account().quirks = ['unknownPath40066'];
    expect((await bench.call('/cgi-bin/no/such')).json).toEqual({ errcode: 40066, errmsg: 'invalid url' });
  });

  it('N-04 the calls of third-party platforms are a gap', async () => {
    const reply = await new Bench().call('/sns/oauth2/component/access_token', { appid: 'x' });
    expect(reply.headers.get('x-sim-gap')).toBe('GET /sns/oauth2/component/access_token');
  });

  it.each([
    ['open.weixin.qq.com', '/cgi-bin/token', 501],
    ['mp.weixin.qq.com', '/cgi-bin/token', 501],
    ['api.weixin.qq.com', '/cgi-bin/token', 200],
    ['api2.weixin.qq.com', '/cgi-bin/token', 200],
    ['sh.api.weixin.qq.com:80', '/cgi-bin/token', 200],
    ['api.weixin.qq.com', '/connect/oauth2/authorize', 501],
    ['open.weixin.qq.com', '/connect/oauth2/authorize', 200],
    ['thirdwx.qlogo.cn', '/sns/userinfo', 501],
    ['open.weixin.qq.com', '/', 501],
    ['api.weixin.qq.com', '/_sim/v1/ready', 501],
    ['wechat.internal', '/cgi-bin/token', 200],
    ['wechat.internal', '/connect/oauth2/authorize', 200],
  ])('X-11 %s %s: %i', async (host, path, status) => {
    const reply = await new Bench().call(path, {}, { host });
    expect(reply.status).toBe(status);
    expect(reply.headers.has('x-sim-gap')).toBe(status === 501);
  });

  it('the root leads to the phone', async () => {
    const reply = await new Bench().call('/');
    expect([reply.status, reply.location]).toEqual([302, '/phone/']);
  });
});

/** A little of everything. */
async function someUse(bench: Bench): Promise<void> {
  const grant = await bench.grant();
  await bench.profile(grant);
  await bench.userInfo('xiaohong');
  await bench.stableToken({ force_refresh: true });
  await bench.exchange('nothing');
  bench.open('visitor', bench.link({ scope: 'snsapi_userinfo' }));
}

describe('worlds', () => {
  it('X-05 the same seed and the same acts give the same ledger', async () => {
    const ledgers = await Promise.all(
      [new Bench({ seed: 's' }), new Bench({ seed: 's' }), new Bench({ seed: 't' })].map(async (bench) => {
        await someUse(bench);
        return JSON.stringify(bench.world.state.ledger);
      }),
    );
    expect(ledgers[0]).toBe(ledgers[1]);
    expect(ledgers[0]).not.toBe(ledgers[2]);
  });

  it('X-04 a fork goes on alone', async () => {
    const bench = new Bench();
    const code = bench.code();
    const before = JSON.stringify(bench.world.state);
    const fork = bench.world.worlds.fork(bench.world);
    const { appId, appSecret } = bench.account();
    const query = new URLSearchParams({ appid: appId, secret: appSecret, code, grant_type: 'authorization_code' });
    const exchange = () => new Request(`https://api.weixin.qq.com/sns/oauth2/access_token?${query}`);
    expect(await (await fork.fetch(exchange())).json()).toHaveProperty('openid', bench.openid('xiaoming'));
    fork.state.people.pop();
    expect(JSON.stringify(bench.world.state)).toBe(before);
    expect(await (await bench.world.fetch(exchange())).json()).toHaveProperty('openid', bench.openid('xiaoming'));
  });

  it('X-03 a snapshot is a value, and one of another schema is refused', async () => {
    const bench = new Bench();
    const start = bench.world.snapshot();
    await someUse(bench);
    const later = bench.world.snapshot();
    bench.world.restore(start);
    expect(bench.world.snapshot()).toEqual(start);
    bench.world.restore(JSON.parse(JSON.stringify(later)));
    expect(bench.world.snapshot()).toEqual(later);
    expect(() => bench.world.restore({ ...start, schema: 2 as never })).toThrow(/schema is 2/);
  });

  it('a reset keeps the identifiers', async () => {
    const bench = new Bench();
    const { appId, appSecret } = bench.account();
    await someUse(bench);
    bench.world.reset();
    expect(bench.account()).toMatchObject({ appId, appSecret });
    expect(bench.world.state.ledger).toEqual([]);
  });

  it('X-12 the rules follow the clock when it travels', async () => {
    const bench = new Bench();
    expect((await bench.userInfo('xiaohong')).json.nickname).toBe('');
    bench.world.clock.travelTo(Date.parse('2014-01-01T00:00:00+08:00'));
    const { json } = await bench.userInfo('xiaohong');
    expect(json.nickname).toBe('小红');
    expect(json.subscribe_time).toBe(bench.unix);
    expect(await bench.exchange('nothing')).toMatchObject({ json: { errmsg: 'invalid code' } });
  });

  it('X-08 nothing in the ledger opens anything', async () => {
    const bench = new Bench();
    await someUse(bench);
    const { state } = bench.world;
    const text = JSON.stringify([state.ledger, state.findings]);
    const secrets = [
      ...Object.keys(state.appTokens),
      ...Object.keys(state.userTokens),
      ...Object.keys(state.refreshTokens),
      ...Object.keys(state.codes),
      ...state.accounts.flatMap(({ appSecret, push }) => [appSecret, push?.encodingAesKey ?? '-', push?.token ?? '-']),
    ].filter((secret) => secret !== '-');
    expect(secrets.length).toBeGreaterThan(10);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(state.ledger.length).toBeGreaterThan(5);
  });
});

describe('faults of calls', () => {
  const operation = '/cgi-bin/token';
  async function under(fault: string) {
    const bench = new Bench();
    bench.world.state.faults = [{ operation, fault, times: 1, rate: null }];
    return { bench, reply: await bench.token() };
  }

  it.each([
    'errcode:45009',
    'systemBusy',
    'http:502',
    'html',
    'truncated',
    'invalidJson',
  ])('%s, once', async (fault) => {
    const { bench, reply } = await under(fault).catch(async (error) => {
      // What is no JSON cannot be read by the bench; that is the point of these two.
      expect(error).toBeInstanceOf(SyntaxError);
      return { bench: undefined, reply: undefined };
    });
    if (fault === 'errcode:45009') expect(reply?.json.errcode).toBe(45009);
    if (fault === 'systemBusy') expect(reply?.json.errcode).toBe(-1);
    if (fault === 'http:502') expect(reply?.status).toBe(502);
    if (fault === 'html') expect(reply?.type).toBe('text/html');
    if (bench !== undefined) expect((await bench.token()).json.expires_in).toBe(7200);
  });

  it('drop and reset in memory', async () => {
    await expect(under('drop')).rejects.toBeInstanceOf(ConnectionFault);
    await expect(under('reset')).rejects.toBeInstanceOf(ConnectionFault);
  });

  it('of pages', async () => {
    const bench = new Bench();
    const { pathname, search } = bench.link();
    const headers = { 'user-agent': 'MicroMessenger', 'x-sim-person': 'xiaoming' };
    bench.world.state.faults = [{ operation: 'authorize', fault: 'http:502', times: 1, rate: null }];
    expect((await bench.call(pathname + search, {}, { headers })).status).toBe(502);
    expect((await bench.call(pathname + search, {}, { headers })).status).toBe(302);
  });

  it('hang, until the caller gives up', async () => {
    const simulator = await startSimulator({ env: {} });
    simulator.world.state.faults = [{ operation: '/cgi-bin/token', fault: 'hang', times: 1, rate: null }];
    const given = new AbortController();
    const asked = fetch(`${simulator.urls.base}/cgi-bin/token`, { signal: given.signal });
    const recorded = new Promise((resolve) => simulator.world.subscribe(resolve));
    while (simulator.world.state.faults.length > 0) await new Promise((resolve) => setImmediate(resolve));
    given.abort();
    await expect(asked).rejects.toThrow();
    expect(await recorded).toMatchObject({ type: 'ledger', entry: { status: null, fault: 'hang' } });
    await simulator.close();
  });

  it('a rate is drawn from the seed', async () => {
    const outcomes = async () => {
      const bench = new Bench();
      bench.world.state.faults = [{ operation: '*', fault: 'systemBusy', times: null, rate: 0.5 }];
      const replies = [];
      for (let call = 0; call < 40; call += 1) replies.push((await bench.token()).json.errcode ?? 0);
      return replies;
    };
    const one = await outcomes();
    expect(one).toEqual(await outcomes());
    expect(new Set(one)).toEqual(new Set([0, -1]));
  });
});

describe('startSimulator', () => {
  it('refuses NODE_ENV=production', async () => {
    const start = startSimulator({ env: { NODE_ENV: 'production' } });
    await expect(start).rejects.toBeInstanceOf(SimulatorRefused);
    await expect(start).rejects.toHaveProperty('code', 'production');
  });

  it('SIM-05 answers on loopback, honours Host, drops connections under a fault, and frees its port', async () => {
    const simulator = await startSimulator({ env: {}, date: '2014-01-01' });
    const { base } = simulator.urls;
    const port = Number(new URL(base).port);
    expect(new URL(base).hostname).toBe('127.0.0.1');
    expect(simulator.ready()).toMatchObject({ event: 'ready', name: 'simulator', world: 'default' });
    expect(simulator.ready().accounts.map(({ name }) => name)).toEqual([
      'service',
      'subscription',
      'unverified',
      'sandbox',
      'website',
    ]);
    expect(simulator.ready().accounts[4]).not.toHaveProperty('token');

    const gap = await new Promise<string | undefined>((resolve, reject) => {
      const headers = { host: 'open.weixin.qq.com' };
      httpRequest({ port, path: '/cgi-bin/token', headers }, (response) => {
        response.resume();
        resolve(response.headers['x-sim-gap'] as string | undefined);
      })
        .on('error', reject)
        .end();
    });
    expect(gap).toBe('GET /cgi-bin/token');

    for (const fault of ['drop', 'reset']) {
      simulator.world.state.faults = [{ operation: '/cgi-bin/token', fault, times: 1, rate: null }];
      await expect(fetch(`${base}/cgi-bin/token`)).rejects.toThrow();
    }
    expect(await (await fetch(`${base}/cgi-bin/token`)).json()).toEqual({ errcode: 41002, errmsg: 'appid missing' });

    await simulator.close();
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    await new Promise((resolve) => server.close(resolve));
  });
});
