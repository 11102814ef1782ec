/** What the gateway counts. A closed list: nothing that comes from outside can become a name. */
export const countNames = [
  'push.accepted',
  'push.duplicate',
  'push.replayed',
  'push.conflict',
  'push.refused',
  'push.downgrade',
  'push.stale',
  'push.malformed',
  'push.late',
  'push.unavailable',
  'push.deferred',
  'effect.failed',
  'effect.dead',
  'reply.too_late',
  'delivery.failed',
  'delivery.given_up',
  'token.refused',
  'token.foreign',
  'token.credentials',
  'connection.closed',
  'log.lost',
] as const;

export type Count = (typeof countNames)[number];

export class Counts {
  readonly #counts = new Map<Count, number>(countNames.map((name) => [name, 0]));

  add(name: Count): void {
    this.#counts.set(name, this.get(name) + 1);
  }

  get(name: Count): number {
    return this.#counts.get(name) ?? 0;
  }

  all(): ReadonlyMap<Count, number> {
    return this.#counts;
  }
}
