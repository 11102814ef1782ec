/** What one check of the doctor came to. */

/** One text in both languages, kept together so that they stay a pair. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** `advice`: it works, and could be better. `unknown`: not to be told from here. `skipped`: an earlier problem stands before it. */
export type Outcome = 'ok' | 'advice' | 'problem' | 'unknown' | 'skipped';

export interface Finding {
  readonly outcome: Outcome;
  /** What was found, in one sentence, without any secret. */
  readonly what: Words;
  /** What to do next; there wherever something is to be done. */
  readonly next?: Words;
}

export const ok = (zh: string, en: string): Finding => ({ outcome: 'ok', what: { zh, en } });
export const advice = (what: Words, next: Words): Finding => ({ outcome: 'advice', what, next });
export const problem = (what: Words, next: Words): Finding => ({ outcome: 'problem', what, next });
export const unknown = (what: Words, next: Words): Finding => ({ outcome: 'unknown', what, next });
