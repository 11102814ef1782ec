/** What a callback must remember beyond one request, since browsers load it twice and codes get stolen. */
import type { Clock } from './ports.ts';
import { Recent } from './recent.ts';

/** A response as plain data, so that it can be given again, from another process too. */
export interface LoginAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/**
 * All arguments are digests. The default remembers in this process; where any of several processes may get the callback,
 * `sharedLoginMemory` of `stores/login-notes` keeps it in what they share.
 */
export interface LoginMemory {
  /** Ties `key` to the partner with which it is first seen, for ten minutes. False when that was another partner. */
  tie(key: string, partner: string): Promise<boolean>;
  /**
   * Does the work at most once in ten minutes. Who comes during it, or up to two minutes after it, gets the same answer;
   * who comes later gets nothing. Work that throws counts as not done.
   */
  once(key: string, work: () => Promise<LoginAnswer>): Promise<LoginAnswer | undefined>;
}

export function memoryOfProcess(clock: Clock): LoginMemory {
  const partners = new Recent<string>(clock, { seconds: 600, most: 100_000 });
  const done = new Recent<true>(clock, { seconds: 600, most: 100_000 });
  const answers = new Recent<Promise<LoginAnswer>>(clock, { seconds: 120, most: 10_000 });
  return {
    async tie(key, partner) {
      const first = partners.get(key);
      if (first === undefined) partners.set(key, partner);
      return first === undefined || first === partner;
    },
    async once(key, work) {
      if (done.get(key)) return answers.get(key);
      const answer = work();
      done.set(key, true);
      answers.set(key, answer);
      answer.catch(() => {
        done.delete(key);
        answers.delete(key);
      });
      return answer;
    },
  };
}
