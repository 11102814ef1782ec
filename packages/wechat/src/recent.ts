import { Generations } from './generations.ts';
import type { Clock } from './ports.ts';

/** Remembers values by key, as long as `Generations` says. */
export class Recent<Value extends NonNullable<unknown>> {
  readonly #maps: Generations<Map<string, Value>>;

  constructor(clock: Clock, options: { seconds: number; most: number }) {
    this.#maps = new Generations(clock, options, () => new Map<string, Value>());
  }

  get(key: string): Value | undefined {
    this.#maps.turn();
    return this.#maps.young.get(key) ?? this.#maps.old.get(key);
  }

  set(key: string, value: Value): void {
    this.#maps.turn();
    this.#maps.young.set(key, value);
  }

  delete(key: string): void {
    this.#maps.young.delete(key);
    this.#maps.old.delete(key);
  }
}
