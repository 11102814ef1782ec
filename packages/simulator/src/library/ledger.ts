import type { LedgerEntry } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { curlOf, harOf, markdownOf } from './ledger-export.ts';

/** Every field must be equal; a function decides for itself. */
export type LedgerFilter = Partial<LedgerEntry> | ((entry: LedgerEntry) => boolean);

export class LedgerTimeout extends Error {
  constructor(milliseconds: number, last: readonly LedgerEntry[]) {
    const seen = last.map(({ kind, operation, status }) => `${kind} ${operation} ${status}`).join(', ');
    super(`no such ledger entry within ${milliseconds} ms; the last ones were: ${seen || 'none'}`);
    this.name = 'LedgerTimeout';
  }
}

/** Every call in and every push out, with the rule that decided it. Secrets, tokens and codes are masked. */
export class Ledger {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  entries(filter: LedgerFilter = {}): LedgerEntry[] {
    return this.#world.state.ledger.filter(matcher(filter));
  }

  /** API calls, all or those of one path. */
  calls(operation?: string): LedgerEntry[] {
    return this.entries({ kind: 'call', ...(operation !== undefined && { operation }) });
  }

  /** Deliveries to webhooks, all or those of one event or message type. */
  pushes(event?: string): LedgerEntry[] {
    return this.entries({ kind: 'push', ...(event !== undefined && { event }) });
  }

  /** An entry that is there already or comes within `timeout` milliseconds of the host's time. */
  waitFor(filter: LedgerFilter, { timeout = 5000 }: { timeout?: number } = {}): Promise<LedgerEntry> {
    const matches = matcher(filter);
    const known = this.#world.state.ledger.find(matches);
    if (known !== undefined) return Promise.resolve(known);
    const { promise, resolve, reject } = Promise.withResolvers<LedgerEntry>();
    const cancel = this.#world.hostAfter(timeout, () =>
      reject(new LedgerTimeout(timeout, this.#world.state.ledger.slice(-5))),
    );
    const stop = this.#world.subscribe((event) => {
      if (event.type === 'ledger' && matches(event.entry)) resolve(event.entry);
    });
    return promise.finally(() => {
      cancel();
      stop();
    });
  }

  /** A table for a bug report. */
  toMarkdown(filter: LedgerFilter = {}): string {
    return markdownOf(this.entries(filter));
  }

  /** HTTP Archive 1.2, for the tools that read it. */
  toHar(filter: LedgerFilter = {}): object {
    return harOf(this.entries(filter));
  }

  /** One command a call and push, masked values as they stand in the ledger. */
  toCurl(filter: LedgerFilter = {}): string {
    return curlOf(this.entries(filter));
  }
}

function matcher(filter: LedgerFilter): (entry: LedgerEntry) => boolean {
  if (typeof filter === 'function') return filter;
  const fields = Object.entries(filter);
  return (entry) => fields.every(([name, value]) => entry[name] === value);
}
