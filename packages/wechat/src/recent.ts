import type { Clock } from './ports.ts';

/**
 * Remembers values by key for at least `seconds`, and at most twice as long: two maps, of which the older is dropped
 * whole. When `most` keys come in one such span the older ones go early, so a flood costs memory only up to a bound.
 */
export class Recent<Value extends NonNullable<unknown>> {
  readonly #clock: Clock;
  readonly #spanMs: number;
  readonly #most: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  #youngSince: number;

  constructor(clock: Clock, options: { seconds: number; most: number }) {
    this.#clock = clock;
    this.#spanMs = options.seconds * 1000;
    this.#most = options.most;
    this.#youngSince = clock.now();
  }

  get(key: string): Value | undefined {
    this.#turn();
    return this.#young.get(key) ?? this.#old.get(key);
  }

  /** Remembers the value, unless the key has one already: that one is given back. */
  add(key: string, value: Value): Value | undefined {
    const known = this.get(key);
    if (known === undefined) this.#young.set(key, value);
    return known;
  }

  set(key: string, value: Value): void {
    this.#turn();
    this.#young.set(key, value);
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  #turn(): void {
    const age = this.#clock.now() - this.#youngSince;
    if (age >= 0 && age < this.#spanMs && this.#young.size < this.#most) return;
    this.#old = age >= 0 && age < 2 * this.#spanMs ? this.#young : new Map();
    this.#young = new Map();
    this.#youngSince = this.#clock.now();
  }
}
