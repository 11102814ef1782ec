import type { Clock, Random, Sleep } from './ports.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** The platform's generator (Web Crypto, present in every supported runtime). */
export const systemRandom: Random = { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) };

export const systemSleep: Sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
