import { describe, expect, it } from 'vitest';
import { adviseMethods, recommendMethod } from '../src/advice.ts';

const today = Date.parse('2026-01-01T00:00:00+08:00');

describe('which method fits which account', () => {
  it.each([
    ['K-01 a verified service account', 'service', true, ['silent', 'consent', 'message']],
    ['K-05 K-07 a service account without verification', 'service', false, ['borrow']],
    ['K-04 A-08 a verified subscription account', 'subscription', true, ['message', 'borrow']],
    ['K-03 a subscription account without verification', 'subscription', false, ['borrow']],
    ['K-08 a sandbox account', 'sandbox', false, ['silent', 'consent', 'message']],
    ['L-01 a website app', 'website', true, ['website']],
    ['N-01 a mini program', 'miniprogram', true, ['miniprogram']],
  ] as const)('%s', (_, kind, verified, methods) => {
    const advice = adviseMethods({ kind, verified }, today);
    expect(advice.filter((each) => each.usable).map((each) => each.method)).toEqual(methods);
    expect(recommendMethod({ kind, verified }, today)?.method).toBe(methods[0]);
    for (const each of advice) {
      expect(each.why.zh).toMatch(/\p{Script=Han}/u);
      expect(each.why.en).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  it('A-10 a sandbox account serves followers only', () => {
    const usable = adviseMethods({ kind: 'sandbox', verified: false }, today).filter((each) => each.usable);
    expect(usable.every((each) => each.followersOnly)).toBe(true);
  });

  it('the article’s numbers', () => {
    const numbers = adviseMethods({ kind: 'service', verified: true }, today).map((each) => [each.method, each.number]);
    expect(numbers.filter(([, number]) => number !== undefined)).toEqual([
      ['silent', 3],
      ['consent', 2],
      ['message', 1],
    ]);
  });
});
