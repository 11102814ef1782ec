import type { Clock, Random, Sleep } from './ports.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

const STOCK_BYTES = 4096;

/** Asking the platform costs far more than the bytes, so they are drawn in stock; each is given once and then wiped. */
class RandomStock implements Random {
  readonly #stock = new Uint8Array(STOCK_BYTES);
  #given = STOCK_BYTES;

  bytes(count: number): Uint8Array {
    if (count > STOCK_BYTES) return crypto.getRandomValues(new Uint8Array(count));
    if (this.#given + count > STOCK_BYTES) {
      crypto.getRandomValues(this.#stock);
      this.#given = 0;
    }
    const bytes = this.#stock.slice(this.#given, this.#given + count);
    this.#stock.fill(0, this.#given, this.#given + count);
    this.#given += count;
    return bytes;
  }
}

/** The platform's generator (Web Crypto, present in every supported runtime). */
export const systemRandom: Random = new RandomStock();

export const systemSleep: Sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
