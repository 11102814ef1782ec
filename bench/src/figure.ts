/** What a figure is made of: variants that do the same work, readings of each in turn, goals over their ratios. */

/** One slice of one variant. */
export interface Reading {
  /** Operations a second. */
  readonly rate: number;
  /** Processor time of one operation in microseconds, by the account of the process that did the work. */
  readonly cpu: number;
  /** The most memory that the process has had so far, or what a million rows take on the disk, in megabytes, where a goal is about it. */
  readonly memory?: number;
}

export interface Variant {
  readonly name: string;
  /** Works for about `ms` milliseconds. `round` counts from 0, the warm-up included. */
  measure(ms: number, round: number): Promise<Reading>;
}

/** Variants that are ready to be measured, and how to end what they hold. */
export interface Bench {
  readonly variants: readonly Variant[];
  close(): Promise<void>;
}

/**
 * The machine of a goal in microseconds, told by what another variant took on it. What is measured is brought to its
 * scale, round by round: a slower machine is slower for both.
 */
export interface Yardstick {
  readonly variant: string;
  readonly took: number;
}

export type Goal =
  /** The subject does at least `times` as many operations a second as the best of `than`. */
  | { readonly kind: 'ratio'; readonly subject: string; readonly than: readonly string[]; readonly times: number }
  /** One operation of the subject takes at most so many microseconds of processor time. */
  | { readonly kind: 'microseconds'; readonly subject: string; readonly most: number; readonly where?: Yardstick }
  /** One operation of the subject takes at most so many microseconds of processor time more than one of `to`. */
  | {
      readonly kind: 'added microseconds';
      readonly subject: string;
      readonly to: string;
      readonly most: number;
      readonly where?: Yardstick;
    }
  /** The subject's process never has more memory than this, or its rows no more room. */
  | { readonly kind: 'megabytes'; readonly subject: string; readonly most: number };

export interface Figure {
  /** As in the list of goals: W1, M2, … */
  readonly id: string;
  readonly what: string;
  /** The variant that all others are compared with. */
  readonly subject: string;
  readonly goals: readonly Goal[];
  /** Starts what is needed and checks once that every variant gives the right answer. */
  open(): Promise<Bench>;
}
