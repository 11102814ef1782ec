/**
 * P12: comparing a signature takes the same time whether the first character is wrong or the last (Welch's t-test
 * between classes in random order). Long form only: a time on a shared machine proves nothing in a test run.
 */
import { equalText } from '../../src/text.ts';
import { Seeded } from './seeded.ts';

export interface TimingReport {
  readonly seed: number;
  readonly samples: number;
  /** Absolute t between comparisons that differ in the first character and in the last. */
  readonly t: number;
}

const BATCH = 64;

export function comparisonTiming(options: { seed: number; samples: number }): TimingReport {
  const random = new Seeded(options.seed);
  const right = 'f464b24fc39322e44b38aa78f5edd27bd1441696';
  const inputs = [`0${right.slice(1)}`, `${right.slice(0, 39)}0`];
  const sums = [new Moments(), new Moments()];
  let sink = 0;
  for (let i = 0; i < options.samples; i += 1) {
    const side = random.below(2);
    const input = inputs[side] as string;
    const started = process.hrtime.bigint();
    for (let n = 0; n < BATCH; n += 1) sink += equalText(input, right) ? 1 : 0;
    const elapsed = Number(process.hrtime.bigint() - started);
    // The first tenth warms the machine up; what an interruption took says nothing about the comparison.
    if (i > options.samples / 10 && elapsed < 50_000) (sums[side] as Moments).add(elapsed);
  }
  if (sink !== 0) throw new Error('a wrong signature was equal');
  const [first, last] = sums as [Moments, Moments];
  return { ...options, t: Math.abs(first.mean - last.mean) / Math.sqrt(first.errorSquared + last.errorSquared) };
}

/** Mean and variance of a stream (Welford). */
class Moments {
  #count = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    this.#count += 1;
    const delta = value - this.#mean;
    this.#mean += delta / this.#count;
    this.#squares += delta * (value - this.#mean);
  }

  get mean(): number {
    return this.#mean;
  }

  get errorSquared(): number {
    return this.#squares / (this.#count - 1) / this.#count;
  }
}
