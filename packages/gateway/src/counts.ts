/** What the gateway counts. A closed list: nothing that comes from outside can become a name. */
export type Count =
  | 'push.accepted'
  | 'push.duplicate'
  | 'push.replayed'
  | 'push.conflict'
  | 'push.refused'
  | 'push.downgrade'
  | 'push.malformed'
  | 'push.late'
  | 'push.unavailable'
  | 'effect.failed'
  | 'effect.dead'
  | 'reply.too_late';

export class Counts {
  readonly #counts = new Map<Count, number>();

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
