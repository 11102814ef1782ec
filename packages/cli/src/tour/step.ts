// A step of the article: what happens, and what must come of it. The steps stand in chapters/, one file per chapter of the article,
// numbered as there.

import type { Words } from '../language.ts';
import type { Stage } from './stage.ts';

export interface Step<Place = Stage> {
  /** The number in the article, `4.11`. */
  readonly id: string;
  readonly title: Words;
  /** One sentence on what this means today, shown under the title. */
  readonly means?: Words;
  /** Does it, and says by `pass` what must hold. Throwing is failing. */
  run(stage: Place, pass: Pass): Promise<void>;
}

/** Something that must hold for the step to have come out as described; `found` is shown when it does not. */
export type Pass = (what: Words, holds: boolean, found?: unknown) => void;

export interface Expectation {
  readonly what: Words;
  readonly holds: boolean;
  readonly found?: unknown;
}

/** A chapter is its steps in order; what they share lives as long as one tour. */
export type Chapter = () => readonly Step[];
