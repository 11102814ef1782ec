import { describe, expect, it } from 'vitest';
import { type AppTokenMethod, AppTokens } from '../src/app-token.ts';
import { MemoryAppTokenStore } from '../src/app-token-memory.ts';
import { ApiError } from '../src/errors.ts';
import { wechatHosts } from '../src/hosts.ts';
import type { AppTokenStore, Transport } from '../src/ports.ts';
import { app, countingRandom, type Exchange, HandClock, scriptedWeChat } from './scripted-wechat.ts';

const STABLE = '/cgi-bin/stable_token';
const CLASSIC = '/cgi-bin/token';

function stable(value: string, expiresIn = 7200, forced?: boolean): Exchange {
  return {
    operation: STABLE,
    reply: { access_token: value, expires_in: expiresIn },
    check: (request) => {
      if (forced !== undefined) expect(JSON.parse(request.body ?? '').force_refresh).toBe(forced);
    },
  };
}

function keeper(
  transport: Transport,
  options: { clock?: HandClock; store?: AppTokenStore; method?: AppTokenMethod; random?: number } = {},
): AppTokens {
  const random = countingRandom();
  for (let i = 0; i < (options.random ?? 0); i += 1) random.bytes(1);
  return new AppTokens({
    app,
    transport,
    random,
    hosts: wechatHosts,
    clock: options.clock ?? new HandClock(),
    method: options.method ?? 'stable',
    store: options.store ?? new MemoryAppTokenStore(),
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
  });
}

describe('fetching', () => {
  it('T-10 asks stable_token by POST, with the secret in the body and force_refresh always there', async () => {
    const { transport, requests } = scriptedWeChat(stable('first', 7200, false));
    await expect(keeper(transport).get()).resolves.toMatchObject({ value: 'first', generation: 1 });
    expect(requests[0]).toMatchObject({ method: 'POST', url: 'https://api.weixin.qq.com/cgi-bin/stable_token' });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      grant_type: 'client_credential',
      appid: app.appId,
      secret: app.appSecret,
      force_refresh: false,
    });
  });

  it('T-01 asks cgi-bin/token where the account is set to classic', async () => {
    const { transport, requests } = scriptedWeChat({
      operation: CLASSIC,
      reply: { access_token: 'c', expires_in: 7200 },
    });
    await keeper(transport, { method: 'classic' }).get();
    expect(requests[0]?.url).toBe(
      `https://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential&appid=${app.appId}&secret=${app.appSecret}`,
    );
  });

  it('ten parallel cold calls make one request', async () => {
    const { transport } = scriptedWeChat(stable('only'));
    const tokens = keeper(transport);
    const values = await Promise.all(Array.from({ length: 10 }, async () => (await tokens.get()).value));
    expect(new Set(values)).toEqual(new Set(['only']));
  });

  it('two keepers on one store make one request', async () => {
    const store = new MemoryAppTokenStore();
    const { transport } = scriptedWeChat(stable('shared'));
    const [a, b] = [keeper(transport, { store }), keeper(transport, { store, random: 3 })];
    const values = await Promise.all([a.get(), b.get(), a.get(), b.get()]);
    expect(values.map((token) => token.value)).toEqual(['shared', 'shared', 'shared', 'shared']);
  });

  it('a cached read gives the same promise and asks nobody', async () => {
    const { transport } = scriptedWeChat(stable('cached'));
    const tokens = keeper(transport);
    await tokens.get();
    expect(tokens.get()).toBe(tokens.get());
  });

  it('a refusal reaches every waiting caller, gives the lease back, and the next call tries again', async () => {
    const { transport } = scriptedWeChat(
      { operation: STABLE, reply: { errcode: 40164, errmsg: 'invalid ip 1.2.3.4, not in whitelist rid: 1-2-3' } },
      stable('later'),
    );
    const tokens = keeper(transport);
    const outcomes = await Promise.allSettled([tokens.get(), tokens.get()]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    await expect(tokens.get()).resolves.toMatchObject({ value: 'later' });
  });

  it('a store that cannot take the lease back hides no refusal: the lease ends by itself', async () => {
    const store = new MemoryAppTokenStore();
    store.release = () => Promise.reject(new Error('store away'));
    const { transport } = scriptedWeChat({ operation: STABLE, reply: { errcode: 40125, errmsg: 'invalid appsecret' } });
    await expect(keeper(transport, { store }).get()).rejects.toMatchObject({ errcode: 40125 });
  });

  it('OUT-07 a token that is no text is refused and names no secret', async () => {
    const { transport } = scriptedWeChat({ operation: STABLE, reply: { access_token: {}, expires_in: 7200 } });
    const error = await keeper(transport)
      .get()
      .catch((caught: Error) => caught);
    expect(error).toMatchObject({ code: 'garbage', operation: STABLE });
    expect(String(error)).not.toContain(app.appSecret);
  });

  it('CUS-08 a token of 512 characters is kept whole', async () => {
    const { transport } = scriptedWeChat(stable('x'.repeat(512)));
    await expect(keeper(transport).get()).resolves.toMatchObject({ value: 'x'.repeat(512) });
  });
});

it('H-18 where stable_token does not exist yet the classic call takes its place', async () => {
  const unknown = { operation: STABLE, reply: { errcode: 40066, errmsg: 'invalid url' } };
  const { transport } = scriptedWeChat(unknown, {
    operation: CLASSIC,
    reply: { access_token: 'then', expires_in: 7200 },
  });
  await expect(keeper(transport).get()).resolves.toMatchObject({ value: 'then' });
});

describe('renewal', () => {
  it('renews in the last five minutes while the old token serves', async () => {
    const clock = new HandClock();
    const { transport } = scriptedWeChat(stable('old'), stable('new'));
    const tokens = keeper(transport, { clock });
    await tokens.get();
    clock.advance(7200 - 301);
    expect((await tokens.get()).value).toBe('old');
    clock.advance(62);
    expect((await tokens.get()).value).toBe('old');
    await new Promise((resolve) => setImmediate(resolve));
    expect((await tokens.get()).value).toBe('new');
  });

  it('does not hand out a token with less than a minute left', async () => {
    const clock = new HandClock();
    const { transport } = scriptedWeChat(stable('old'), stable('new'));
    const tokens = keeper(transport, { clock });
    await tokens.get();
    clock.advance(7200 - 59);
    expect((await tokens.get()).value).toBe('new');
  });

  it('a failed renewal in the background leaves the old token in use and rests for ten seconds', async () => {
    const clock = new HandClock();
    const busy = { operation: STABLE, reply: { errcode: -1, errmsg: 'system error' } };
    const { transport } = scriptedWeChat(stable('old'), busy, stable('new'));
    const tokens = keeper(transport, { clock });
    await tokens.get();
    clock.advance(7200 - 200);
    for (let i = 0; i < 3; i += 1) {
      expect((await tokens.get()).value).toBe('old');
      await new Promise((resolve) => setImmediate(resolve));
    }
    clock.advance(11);
    await tokens.get();
    await new Promise((resolve) => setImmediate(resolve));
    expect((await tokens.get()).value).toBe('new');
  });

  it('asks again when the clock was set back', async () => {
    const clock = new HandClock();
    const { transport } = scriptedWeChat(stable('today'), stable('then'));
    const tokens = keeper(transport, { clock });
    await tokens.get();
    clock.advance(-365 * 86_400);
    expect((await tokens.get()).value).toBe('then');
  });
});

describe('a token that WeChat refuses', () => {
  const refused = (errcode: number) =>
    new ApiError('/cgi-bin/user/info', { errcode, errmsg: '', mover: 'refresh-token' });

  for (const errcode of [40001, 40014, 42001]) {
    it(`${errcode} leads to one fresh token and one more try`, async () => {
      const { transport } = scriptedWeChat(stable('bad'), stable('good', 7200, false));
      const seen: string[] = [];
      const answer = await keeper(transport).use(async (token) => {
        seen.push(token);
        if (token === 'bad') throw refused(errcode);
        return 'done';
      });
      expect([answer, seen]).toEqual(['done', ['bad', 'good']]);
    });
  }

  it('a second refusal is the answer', async () => {
    const { transport } = scriptedWeChat(stable('one'), stable('two'));
    const use = keeper(transport).use(async () => {
      throw refused(40001);
    });
    await expect(use).rejects.toMatchObject({ errcode: 40001 });
  });

  it('another errcode is no reason to refresh', async () => {
    const { transport } = scriptedWeChat(stable('fine'));
    const use = keeper(transport).use(async () => {
      throw refused(48001);
    });
    await expect(use).rejects.toMatchObject({ errcode: 48001 });
  });

  it('forces a refresh when stable_token hands out the refused token once more', async () => {
    const { transport } = scriptedWeChat(stable('bad'), stable('bad', 7000, false), stable('good', 7200, true));
    const tokens = keeper(transport);
    tokens.reportBad((await tokens.get()).value);
    expect((await tokens.get()).value).toBe('good');
  });

  it('ten callers that see the same refusal cause one refresh', async () => {
    const { transport } = scriptedWeChat(stable('bad'), stable('good'));
    const tokens = keeper(transport);
    await tokens.get();
    const call = async (token: string) => {
      if (token === 'bad') throw refused(42001);
      return token;
    };
    const answers = await Promise.all(Array.from({ length: 10 }, () => tokens.use(call)));
    expect(new Set(answers)).toEqual(new Set(['good']));
  });

  it('a late report about an older token changes nothing', async () => {
    const { transport } = scriptedWeChat(stable('old'), stable('new'));
    const tokens = keeper(transport);
    tokens.reportBad((await tokens.get()).value);
    await tokens.get();
    tokens.reportBad('old');
    expect((await tokens.get()).value).toBe('new');
  });

  it('takes a newer token from the store before it asks WeChat', async () => {
    const store = new MemoryAppTokenStore();
    const { transport } = scriptedWeChat(stable('old'), stable('new'));
    const [a, b] = [keeper(transport, { store }), keeper(transport, { store, random: 3 })];
    await Promise.all([a.get(), b.get()]);
    a.reportBad('old');
    await a.get();
    b.reportBad('old');
    expect((await b.get()).value).toBe('new');
  });
});
