import type { Clock } from './ports.ts';

/**
 * Keeps what is remembered for at least `seconds`, and at most twice as long: two generations, of which the older is
 * dropped whole. When `most` things come in one such span the older ones go early, so a flood costs memory only up to
 * a bound.
 */
export class Generations<Memory extends { readonly size: number }> {
  readonly #clock: Clock;
  readonly #spanMs: number;
  readonly #most: number;
  readonly #create: () => Memory;
  #youngSince: number;
  young: Memory;
  old: Memory;

  constructor(clock: Clock, options: { seconds: number; most: number }, create: () => Memory) {
    this.#clock = clock;
    this.#spanMs = options.seconds * 1000;
    this.#most = options.most;
    this.#create = create;
    this.#youngSince = clock.now();
    this.young = create();
    this.old = create();
  }

  /** Begins a new generation if it is time. To be called before anything is looked up or remembered. */
  turn(): void {
    const now = this.#clock.now();
    const age = now - this.#youngSince;
    if (age >= 0 && age < this.#spanMs && this.young.size < this.#most) return;
    this.old = age >= 0 && age < 2 * this.#spanMs ? this.young : this.#create();
    this.young = this.#create();
    this.#youngSince = now;
  }
}
