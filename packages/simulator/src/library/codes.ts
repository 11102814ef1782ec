import type { World } from '../world/world.ts';

/** Codes of authorisations and of mini program logins. */
export class Codes {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** All unused codes answer as after their five minutes. Gives their number. */
  expire(): number {
    const now = this.#world.now();
    const live = Object.values(this.#world.state.codes).filter((code) => code.usedAt === null && code.expiresAt > now);
    for (const code of live) code.expiresAt = now;
    this.#world.emit({ type: 'state', what: 'codes' });
    return live.length;
  }
}
