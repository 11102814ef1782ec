import { describe, expect, it } from 'vitest';
import type { LoginAnswer, LoginMemory } from '../src/login-memory.ts';
import { HandClock } from './scripted-wechat.ts';

export interface LoginMemoryUnderTest {
  /** Gives memories of the same notes, for as many processes as ask. */
  open(clock: HandClock): LoginMemory;
}

/** Several suites may share one database, so a login is never used twice. */
let logins = 0;
const freshKey = () => `${(++logins).toString(16).padStart(8, '0')}${crypto.randomUUID()}`;
const answer = (body: string): LoginAnswer => ({ status: 303, headers: [['set-cookie', 'session=1']], body });

/** What every memory of logins must do. */
export function describeLoginMemory(name: string, { open }: LoginMemoryUnderTest): void {
  describe(name, () => {
    function two() {
      const clock = new HandClock();
      return { clock, here: open(clock), there: open(clock), key: freshKey() };
    }

    it('OAC-04 ties a key to the partner with which it is first seen', async () => {
      const { here, there, key } = two();
      expect(await here.tie(key, 'a')).toBe(true);
      expect(await there.tie(key, 'a')).toBe(true);
      expect(await there.tie(key, 'b')).toBe(false);
      expect(await here.tie(freshKey(), 'b')).toBe(true);
    });

    it('of twenty partners who come at once one is taken', async () => {
      const { here, there, key } = two();
      const ties = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? here : there).tie(key, `partner ${i}`));
      expect((await Promise.all(ties)).filter((each) => each)).toHaveLength(1);
    });

    it('OAC-09 does the work once, and gives all who come meanwhile and afterwards the same answer', async () => {
      const { here, there, key } = two();
      const { promise, resolve } = Promise.withResolvers<LoginAnswer>();
      let times = 0;
      const work = () => {
        times += 1;
        return promise;
      };
      const loads = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? here : there).once(key, work));
      await expect.poll(() => times).toBe(1);
      resolve(answer('hello'));
      expect(await Promise.all(loads)).toEqual(Array(10).fill(answer('hello')));
      expect(await there.once(key, work)).toEqual(answer('hello'));
      expect(times).toBe(1);
    });

    it('OAC-06 gives nothing to who comes later, and does not do it again', async () => {
      const { clock, here, there, key } = two();
      await here.once(key, async () => answer('hello'));
      clock.advance(300);
      const again = () => Promise.reject(new Error('done again'));
      expect([await here.once(key, again), await there.once(key, again)]).toEqual([undefined, undefined]);
    });

    it('work that throws counts as not done: the next who comes does it', async () => {
      const { here, there, key } = two();
      const failing = () => Promise.reject(new Error('no database'));
      await expect(here.once(key, failing)).rejects.toThrow('no database');
      expect(await there.once(key, async () => answer('second'))).toEqual(answer('second'));
    });

    it('keeps logins apart', async () => {
      const { here, key } = two();
      await here.once(key, async () => answer('one'));
      expect(await here.once(freshKey(), async () => answer('two'))).toEqual(answer('two'));
    });
  });
}
