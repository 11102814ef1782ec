/**
 * How often one chat may bring a code that is none: five times in ten minutes, counted by all nodes together. What it brings
 * after that is not even looked up.
 */
import { sha256 } from '../digest.ts';
import type { Parts } from '../parts.ts';

const most = 5;
const window = 600_000;

export interface Guesses {
  exhausted(): Promise<boolean>;
  missed(): Promise<void>;
}

export function guessesOf(
  chat: { readonly appId: string; readonly openid: string },
  { clock, store }: Pick<Parts, 'clock' | 'store'>,
): Guesses {
  const key = sha256(`handoff.${chat.appId}.${chat.openid}`);
  return {
    exhausted: async () => (await store.tries.count(key, clock.now())) >= most,
    missed: async () => void (await store.tries.add(key, clock.now(), window)),
  };
}
