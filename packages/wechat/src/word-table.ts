/** Words of a key: 96 bits, of which the lowest of the first word is set, so that no key looks like an empty row. */
export const KEY_WORDS = 3;

const FIRST_ROWS = 64;

/**
 * A hash table in one block of memory: rows of a key and of some words that belong to it. A Map of texts costs several
 * cache misses a look-up and leaves the garbage collector two objects an entry; this costs one miss and leaves nothing.
 */
export class WordTable {
  readonly #rowWords: number;
  #words: Int32Array;
  #lastRow = FIRST_ROWS - 1;
  #size = 0;

  /** `wordsPerKey` is how many words belong to a key. */
  constructor(wordsPerKey: number) {
    this.#rowWords = KEY_WORDS + wordsPerKey;
    this.#words = new Int32Array(FIRST_ROWS * this.#rowWords);
  }

  get size(): number {
    return this.#size;
  }

  /** Where the words of a key are; -1 when it is not there. Good until the next `add`. */
  find(key: Int32Array): number {
    const at = this.#place(key);
    return this.#words[at] === 0 ? -1 : at + KEY_WORDS;
  }

  /** Makes room for the words of a key that is not there yet. They are zero. */
  add(key: Int32Array): number {
    if (this.#size * 2 > this.#lastRow) this.#grow();
    const at = this.#place(key);
    this.#words.set(key, at);
    this.#size += 1;
    return at + KEY_WORDS;
  }

  word(at: number): number {
    return this.#words[at] as number;
  }

  setWord(at: number, value: number): void {
    this.#words[at] = value;
  }

  /** The row of the key, or the empty one where the search for it ends. */
  #place(key: Int32Array): number {
    const first = key[0] as number;
    const second = key[1] as number;
    const third = key[2] as number;
    const words = this.#words;
    const mixed = Math.imul(first ^ Math.imul(second ^ Math.imul(third, 0x85ebca6b), 0xc2b2ae35), 0x9e3779b1);
    for (let row = mixed ^ (mixed >>> 15); ; row += 1) {
      const at = (row & this.#lastRow) * this.#rowWords;
      const word = words[at];
      if (word === 0 || (word === first && words[at + 1] === second && words[at + 2] === third)) return at;
    }
  }

  #grow(): void {
    const before = this.#words;
    this.#words = new Int32Array(before.length * 2);
    this.#lastRow = this.#lastRow * 2 + 1;
    for (let from = 0; from < before.length; from += this.#rowWords) {
      if (before[from] === 0) continue;
      const row = before.subarray(from, from + this.#rowWords);
      this.#words.set(row, this.#place(row));
    }
  }
}
