import { describe, expect, it } from 'vitest';
import { mintJsCode } from '../../src/world/grants.ts';
import { seededAccount } from '../../src/world/seed.ts';
import { Bench, expectSnsError } from './bench.ts';

function withMiniprogram(openPlatform: string | null = 'main'): Bench {
  const bench = new Bench();
  bench.world.state.accounts.push(seededAccount('s', { name: 'mini', kind: 'miniprogram', openPlatform }));
  return bench;
}

const jsCode = (bench: Bench) => mintJsCode(bench.world, bench.person('xiaoming'), bench.account('mini')).value;

function session(bench: Bench, js_code: string, change: Record<string, string | undefined> = {}) {
  const { appId, appSecret } = bench.account('mini');
  const query = { appid: appId, secret: appSecret, js_code, grant_type: 'authorization_code', ...change };
  return bench.call('/sns/jscode2session', query);
}

describe('sns/jscode2session', () => {
  it('N-01 openid, key, and unionid when bound', async () => {
    const bench = withMiniprogram();
    const reply = await session(bench, jsCode(bench));
    expect(reply.type).toBe('text/plain');
    expect(reply.json).toEqual({
      openid: bench.openid('xiaoming', 'mini'),
      session_key: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/),
      unionid: bench.unionid('xiaoming'),
    });
    const unbound = withMiniprogram(null);
    expect((await session(unbound, jsCode(unbound))).json).not.toHaveProperty('unionid');
  });

  it('N-02 used, unknown, stale', async () => {
    const bench = withMiniprogram();
    const used = jsCode(bench);
    await session(bench, used);
    expectSnsError(await session(bench, used), 40163, 'code been used');
    expectSnsError(await session(bench, 'unknown'), 40029, 'invalid code');
    const stale = jsCode(bench);
    bench.advance(301);
    expectSnsError(await session(bench, stale), 40029, 'invalid code');
  });

  it('N-03 a hundred a minute for one person, people at risk, no AppID', async () => {
    const bench = withMiniprogram();
    for (let call = 0; call < 100; call += 1) await session(bench, jsCode(bench));
    const text = 'api minute-quota reach limit  mustslower  retry next minute';
    expectSnsError(await session(bench, jsCode(bench)), 45011, text);
    bench.advance(60);
    bench.person('xiaoming').banned = true;
    expectSnsError(await session(bench, jsCode(bench)), 40226, 'code blocked');
    expectSnsError(await session(bench, 'x', { appid: undefined }), 41002, 'appid missing');
  });
});
