import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PushMemory } from '../src/push-memory.ts';

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function memory(options = { seconds: 600, most: 100_000 }) {
  let now = 1_700_000_000_000;
  const pushes = new PushMemory<string>({ now: () => now }, options);
  return { pushes, pass: (seconds: number) => (now += seconds * 1000) };
}

describe('what a webhook remembers of pushes', () => {
  it('WH-06 a signature with another body is a replay, one with the same body is not, among thousands', () => {
    const { pushes } = memory();
    const count = 5000;
    for (let i = 0; i < count; i += 1) expect(pushes.isReplay(sha1(`s${i}`), sha1(`b${i}`))).toBe(false);
    for (let i = 0; i < count; i += 1) {
      expect(pushes.isReplay(sha1(`s${i}`), sha1(`b${i}`))).toBe(false);
      expect(pushes.isReplay(sha1(`s${i}`), sha1(`b${i + 1}`))).toBe(true);
    }
  });

  it('is kept for the time that was asked for, and for less than three times as long', () => {
    const { pushes, pass } = memory();
    pass(599);
    expect(pushes.isReplay(sha1('s'), sha1('b'))).toBe(false);
    pushes.setAnswer('message:1', 'answer');
    pass(600);
    expect(pushes.isReplay(sha1('s'), sha1('other'))).toBe(true);
    expect(pushes.answer('message:1')).toBe('answer');
    pass(1200);
    expect(pushes.isReplay(sha1('s'), sha1('other'))).toBe(false);
    expect(pushes.answer('message:1')).toBeUndefined();
  });

  it('a flood drops the oldest only', () => {
    const { pushes } = memory({ seconds: 600, most: 100 });
    for (let i = 0; i < 250; i += 1) pushes.isReplay(sha1(`s${i}`), sha1('b'));
    expect(pushes.isReplay(sha1('s249'), sha1('other'))).toBe(true);
    expect(pushes.isReplay(sha1('s150'), sha1('other'))).toBe(true);
    expect(pushes.isReplay(sha1('s0'), sha1('other'))).toBe(false);
  });

  it('tells apart what looks alike: leading zeros, lengths, digits across words, what is no MsgId', () => {
    const keys = [
      '0',
      '00',
      '7',
      '07',
      '70000000',
      '7000000',
      '99999999999999999999',
      '9999999999999999999',
      '9x',
      '',
    ].map((id) => `message:${id}`);
    keys.push(`message:${'1'.repeat(21)}`, `event:${sha256('a')}`, `event:${sha256('b')}`, 'message:１');
    const { pushes } = memory();
    for (const key of keys) {
      expect(pushes.answer(key)).toBeUndefined();
      pushes.setAnswer(key, key);
    }
    for (const key of keys) expect(pushes.answer(key)).toBe(key);
  });

  it('does what a map does', () => {
    const key = fc.constantFrom(
      ...Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? `message:${i ** 4}` : `event:${sha256(`${i}`)}`)),
    );
    const step = fc.record({ key, forget: fc.boolean(), answer: fc.integer() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
        const { pushes } = memory();
        const model = new Map<string, string>();
        for (const { key, forget, answer } of steps) {
          expect(pushes.answer(key)).toBe(model.get(key));
          if (forget) {
            pushes.deleteAnswer(key);
            model.delete(key);
          } else {
            pushes.setAnswer(key, `${answer}`);
            model.set(key, `${answer}`);
          }
        }
        for (const [key, answer] of model) expect(pushes.answer(key)).toBe(answer);
      }),
      { numRuns: 30, seed: 1 },
    );
  });
});
