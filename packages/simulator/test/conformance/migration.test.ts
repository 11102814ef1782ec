import { describe, expect, it } from 'vitest';
import { follow } from '../../src/world/follows.ts';
import { Bench, expectCgiError } from './bench.ts';

const day = 86_400;
const refusal = 'invalid changeopenid request';

/** `service` took over the followers of `subscription` three days ago. */
function migrated(): Bench {
  const bench = new Bench();
  follow(bench.world, bench.person('xiaoming'), bench.account('subscription'), 'search');
  bench.account().migratedFrom = { account: 'subscription', at: bench.world.now() };
  bench.advance(3 * day);
  return bench;
}

function changeOpenid(bench: Bench, openids: readonly string[], from = bench.account('subscription').appId) {
  return bench.app('/cgi-bin/changeopenid', {}, { json: { from_appid: from, openid_list: openids } });
}

describe('cgi-bin/changeopenid', () => {
  it('N-05 old followers learn their new openids, a stranger does not', async () => {
    const bench = migrated();
    const { appId, originalId } = bench.account('subscription');
    const old = (person: string) => bench.openid(person, 'subscription');
    const openids = [old('xiaohong'), old('xiaoming'), old('visitor')];
    const expected = {
      errcode: 0,
      errmsg: 'ok',
      result_list: [
        { ori_openid: openids[0], new_openid: bench.openid('xiaohong'), err_msg: 'ok' },
        { ori_openid: openids[1], new_openid: bench.openid('xiaoming'), err_msg: 'ok' },
        { ori_openid: openids[2], err_msg: 'ori_openid error' },
      ],
    };
    expect((await changeOpenid(bench, openids, appId)).json).toEqual(expected);
    expect((await changeOpenid(bench, openids, originalId ?? '')).json).toEqual(expected);
    bench.account().quirks = ['changeOpenidGhOnly'];
    expectCgiError(await changeOpenid(bench, openids, appId), 63178, refusal);
    expect((await changeOpenid(bench, openids, originalId ?? '')).json).toEqual(expected);
  });

  it('N-06 too many, too late, or without a migration', async () => {
    const bench = migrated();
    const openid = bench.openid('xiaohong', 'subscription');
    expectCgiError(await changeOpenid(bench, Array(101).fill(openid)), 63178, refusal);
    expectCgiError(await changeOpenid(bench, [openid], bench.account('sandbox').appId), 63178, refusal);
    bench.advance(13 * day);
    expectCgiError(await changeOpenid(bench, [openid]), 63178, refusal);
    bench.account().migratedFrom = null;
    expectCgiError(await changeOpenid(bench, [openid]), 63178, refusal);
  });
});
