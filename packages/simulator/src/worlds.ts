import { LiveWorld, type WorldOptions } from './live-world.ts';
import { hostTime, instantOf } from './world/clock.ts';
import { savedState } from './world/saved.ts';
import { seededState } from './world/seed.ts';
import type { WorldState } from './world/state.ts';

/** All worlds of one process, by id. They share nothing but the process. */
export class Worlds {
  readonly #worlds = new Map<string, LiveWorld>();
  readonly #defaults: WorldOptions;
  #count = 0;

  /** What a world's options leave out is taken from `defaults`. */
  constructor(defaults: WorldOptions = {}) {
    this.#defaults = defaults;
  }

  /** A new seeded world, or one that goes on from a saved state. The first is named `default`. */
  create(options: WorldOptions & { state?: WorldState } = {}): LiveWorld {
    const merged = { ...this.#defaults, ...options };
    const id = this.#newId();
    const world = new LiveWorld(
      options.state === undefined ? newState(id, merged) : { ...structuredClone(savedState(options.state)), id },
      this,
      merged,
    );
    if (options.state === undefined) merged.populate?.(world);
    this.#worlds.set(id, world);
    return world;
  }

  /** A world that starts where this one stands, with its identifiers, tokens and codes, and goes on alone. */
  fork(world: LiveWorld): LiveWorld {
    return this.create({ ...world.options, state: world.state });
  }

  get(id: string): LiveWorld | undefined {
    return this.#worlds.get(id);
  }

  all(): readonly LiveWorld[] {
    return [...this.#worlds.values()];
  }

  /** Closes the world's port and forgets it. */
  async remove(id: string): Promise<boolean> {
    const world = this.#worlds.get(id);
    if (world === undefined) return false;
    this.#worlds.delete(id);
    await world.close();
    return true;
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map((world) => this.remove(world.state.id)));
  }

  #newId(): string {
    this.#count += 1;
    return this.#count === 1 ? 'default' : `w${this.#count}`;
  }
}

function newState(id: string, options: WorldOptions): WorldState {
  const hostNow = (options.now ?? hostTime)();
  const start = options.clock === undefined ? hostNow : instantOf(options.clock);
  return seededState({
    id,
    seed: String(options.seed ?? 'mingpian'),
    profile: options.profile ?? 'local',
    start,
    offset: start - hostNow,
  });
}
