import type { CrowdIds } from './crowd.ts';

/** As many as a page of followers has. */
const perPart = 10_000;
/** The list of a million members is kept: 31 MB. Of a larger crowd, what was asked for last. */
const keptParts = 100;

/** The openids of a crowd in one account, written as JSON. All have the same length, so that any stretch can be cut out. */
export class CrowdList {
  readonly #start: string;
  readonly #ids: CrowdIds;
  readonly #parts = new Map<number, string>();
  /** Two quotes, 28 characters, a comma. */
  readonly #width = 31;

  /** `start` is how all openids of the account begin. */
  constructor(start: string, ids: CrowdIds) {
    this.#start = start;
    this.#ids = ids;
  }

  /** `"o…","o…"` of the members from `from` up to `to`, which is exclusive. */
  text(from: number, to: number): string {
    let text = '';
    for (let first = from - (from % perPart); first < to; first += perPart) {
      const begin = Math.max(from, first) - first;
      const end = Math.min(to - first, perPart);
      text += this.#part(first).slice(begin * this.#width, end * this.#width);
    }
    return text.slice(0, -1);
  }

  #part(first: number): string {
    const part =
      this.#parts.get(first) ??
      this.#ids
        .textsOf(first, perPart)
        .map((text) => `"${this.#start}${text}",`)
        .join('');
    // The oldest entry of a Map is its first one.
    this.#parts.delete(first);
    this.#parts.set(first, part);
    for (const oldest of this.#parts.keys()) {
      if (this.#parts.size <= keptParts) break;
      this.#parts.delete(oldest);
    }
    return part;
  }
}
