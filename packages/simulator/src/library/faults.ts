import { type FaultInput, fault as faultSchema, setFaults } from '../control/faults.ts';
import type { World } from '../world/world.ts';

/** What goes wrong on demand. `operation` is a path (`/sns/oauth2/access_token`), `authorize`, `push` or `*`. */
export class Faults {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Strikes the next such operation. */
  next(operation: string, fault: string): void {
    this.times(1, operation, fault);
  }

  times(count: number, operation: string, fault: string): void {
    this.#add({ operation, fault, times: count });
  }

  /** Strikes with this probability, drawn from the world's seed. */
  rate(probability: number, operation: string, fault: string): void {
    this.#add({ operation, fault, rate: probability });
  }

  /** Strikes every time until the task has ended. */
  async while<T>(operation: string, fault: string, task: () => T | Promise<T>): Promise<T> {
    this.#add({ operation, fault });
    const added = this.#world.state.faults.at(-1);
    try {
      return await task();
    } finally {
      this.#world.state.faults = this.#world.state.faults.filter((other) => other !== added);
    }
  }

  clear(): void {
    setFaults(this.#world, []);
  }

  #add(fault: FaultInput): void {
    const { success, data, error } = faultSchema.safeParse(fault);
    if (!success)
      throw new TypeError(
        error.issues.map(({ path, message }) => `${path.join('.') || 'fault'}: ${message}`).join('; '),
      );
    const { times = null, rate = null, ...rest } = data;
    this.#world.state.faults.push({ ...rest, times, rate });
    this.#world.emit({ type: 'state', what: 'faults' });
  }
}
