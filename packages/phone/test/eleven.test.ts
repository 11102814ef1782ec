import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../src/control/types.ts';
import { elevenSteps } from '../src/rail/eleven.ts';

let id = 0;
const entry = (what: Partial<LedgerEntry>): LedgerEntry =>
  ({ id: String(++id), at: '2026-11-25T00:00:00.000Z', kind: 'page', ...what }) as LedgerEntry;
const follow = entry({ kind: 'control', operation: 'follow', person: 'xiaoming', account: 'service' });
const welcome = entry({ kind: 'push', operation: 'push', event: 'subscribe', person: 'xiaoming', account: 'service' });
const login = [
  entry({ operation: 'authorize', person: 'xiaoming', query: 'appid=wx1&scope=snsapi_base', outcome: 'redirect' }),
  entry({ operation: '/sns/oauth2/access_token', account: 'service' }),
];
const accounts = [{ name: 'service', appId: 'wx1' }];
const someone = (follows: string[]) => [{ name: 'xiaoming', follows }];

describe('the eleven steps', () => {
  it.each([
    ['followed and welcomed in this world', [follow, welcome], ['service'], ['done', 'done']],
    ['a follower since the world began', [], ['service'], ['before', 'skipped']],
    ['a follower of something else', [], ['subscription'], ['skipped', 'skipped']],
  ])('%s', (_what, earlier, follows, first) => {
    const steps = elevenSteps([...earlier, ...login], someone(follows), accounts);
    expect(steps?.slice(0, 2).map(({ state }) => state)).toEqual(first);
    expect(steps?.[2]?.state).toBe('done');
  });

  it('without a login there are none', () => {
    expect(elevenSteps([follow, welcome], someone(['service']), accounts)).toBeUndefined();
  });
});
