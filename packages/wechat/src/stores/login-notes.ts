/**
 * What logins remember where any of several processes may get a callback: notes in Redis or PostgreSQL, which end by
 * themselves and of which the first writer wins. The same notes can hold logins under way, by `storedLogins(notes)`.
 */
import type { LoginAnswer, LoginMemory } from '../login-memory.ts';
import type { LoginRows } from '../login-transaction.ts';
import type { Clock, Sleep } from '../ports.ts';
import type { Sealer } from '../sealer.ts';
import { systemClock, systemSleep } from '../system.ts';

export interface LoginNotes extends LoginRows {
  /** Writes the row if the key has none. Of all who ask at once, in any process, one is told true. */
  add(key: string, row: string, forMs: number): Promise<boolean>;
  delete(key: string): Promise<unknown>;
}

export interface SharedLoginMemoryOptions {
  readonly notes: LoginNotes;
  /** Answers contain the cookies of sessions, so they are encrypted: `createSealer(secret)`. */
  readonly sealer: Sealer;
  /** How long the work of a callback may take, in milliseconds, before its process is taken for dead; 30 000 by default. */
  readonly workMs?: number;
  readonly clock?: Clock;
  readonly sleep?: Sleep;
}

const MEMORY_MS = 600_000;
const ANSWER_MS = 120_000;
const LOOK_AGAIN_MS = 50;
const WORKING = 'working';

interface GivenAnswer extends LoginAnswer {
  /** Milliseconds since the epoch; after that the login is known to be finished, and no more. */
  readonly until: number;
}

export function sharedLoginMemory(options: SharedLoginMemoryOptions): LoginMemory {
  const { notes, sealer, workMs = 30_000, clock = systemClock, sleep = systemSleep } = options;

  async function answerIn(key: string, row: string): Promise<LoginAnswer | undefined> {
    const text = await sealer.open(row, key);
    if (text === undefined) return undefined;
    const { until, ...answer } = JSON.parse(text) as GivenAnswer;
    return clock.now() < until ? answer : undefined;
  }

  async function doIt(key: string, work: () => Promise<LoginAnswer>): Promise<LoginAnswer> {
    try {
      const answer = await work();
      const given: GivenAnswer = { ...answer, until: clock.now() + ANSWER_MS };
      await notes.set(key, await sealer.seal(JSON.stringify(given), key), MEMORY_MS);
      return answer;
    } catch (error) {
      // What went wrong matters more than a store that is away too: the note ends by itself.
      await notes.delete(key).catch(() => {});
      throw error;
    }
  }

  return {
    async tie(key, partner) {
      const note = `code ${key}`;
      if (await notes.add(note, partner, MEMORY_MS)) return true;
      return ((await notes.get(note)) ?? partner) === partner;
    },
    async once(key, work) {
      const note = `answer ${key}`;
      for (;;) {
        if (await notes.add(note, WORKING, workMs)) return doIt(note, work);
        const row = await notes.get(note);
        // Nothing any more: the work failed, or its process died. Then it is ours.
        if (row === undefined || row === null) continue;
        if (row !== WORKING) return answerIn(note, row);
        await sleep(LOOK_AGAIN_MS);
      }
    },
  };
}
