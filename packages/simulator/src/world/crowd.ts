/**
 * A crowd: any number of followers who are nobody in particular, for worlds as large as real accounts. None of them is
 * stored. The openid of a member hides the member's number, which can be read back; what somebody does with
 * one member (an unfollow, a remark, a visit on the phone) is kept for that member alone.
 */
import { derivedBytes } from './identifiers.ts';
import { seededPerson } from './seed.ts';
import type { Person } from './state.ts';

/** A name that no other person can have. */
export function crowdName(index: number): string {
  return `crowd:${index}`;
}

/** The number of a member, or undefined for a name of another kind. */
export function crowdIndex(name: string): number | undefined {
  if (!name.startsWith('crowd:')) return undefined;
  const index = Number(name.slice(6));
  return Number.isInteger(index) && crowdName(index) === name ? index : undefined;
}

/** All members are alike; what differs are their identifiers. */
export function crowdPerson(index: number): Person {
  return seededPerson({ name: crowdName(index), nickname: '路人', avatar: '' });
}

/** The identifiers of the members in one scope: an account, or an open-platform group. */
export class CrowdIds {
  readonly #keys: Uint32Array;

  constructor(seed: string, kind: string, scope: string) {
    const bytes = derivedBytes(seed, ['crowd', kind, scope], 28);
    this.#keys = Uint32Array.from({ length: 7 }, (_, place) => bytes.readUInt32BE(place * 4));
  }

  /** The 22 characters of a member: the number, shuffled so that it can be read back, and 96 bits that follow from it. */
  textOf(index: number): string {
    const shuffled = this.#shuffle(index, 0);
    return base64url(shuffled, this.#word(shuffled, 1), this.#word(shuffled, 2), this.#word(shuffled, 3));
  }

  /** The same of `count` members one after the other, much faster than one by one. */
  textsOf(first: number, count: number): string[] {
    // 18 bytes are 24 characters without a rest; the two bytes behind a member's 16 stay 0.
    const bytes = Buffer.alloc(count * 18);
    for (let place = 0; place < count; place += 1) {
      const shuffled = this.#shuffle(first + place, 0);
      bytes.writeUInt32BE(shuffled, place * 18);
      for (let word = 1; word < 4; word += 1) bytes.writeUInt32BE(this.#word(shuffled, word), place * 18 + word * 4);
    }
    const texts = bytes.toString('base64url');
    return Array.from({ length: count }, (_, place) => texts.slice(place * 24, place * 24 + 22));
  }

  /** Whose characters these are; undefined for what is no member's. The number is in the first 32 bits, and decides the rest. */
  indexOf(text: string): number | undefined {
    if (text.length !== 22) return undefined;
    let shuffled = 0;
    for (let place = 0; place < 5; place += 1) shuffled = (shuffled << 6) | valueAt(text, place);
    shuffled = ((shuffled << 2) | (valueAt(text, 5) >>> 4)) >>> 0;
    const index = this.#shuffle(shuffled, 3);
    return this.textOf(index) === text ? index : undefined;
  }

  #word(shuffled: number, word: number): number {
    return mixed(shuffled ^ (this.#keys[word + 3] ?? 0));
  }

  /** Four rounds of a Feistel network over the halves, from the first key on or, which undoes it, from the last. */
  #shuffle(value: number, first: 0 | 3): number {
    let left = value >>> 16;
    let right = value & 0xffff;
    for (let round = 0; round < 4; round += 1) {
      const next = left ^ (mixed(right ^ (this.#keys[Math.abs(first - round)] ?? 0)) & 0xffff);
      left = right;
      right = next;
    }
    return ((right << 16) | left) >>> 0;
  }
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const codes = Uint8Array.from(digits, (digit) => digit.charCodeAt(0));
const values = new Uint8Array(128);
codes.forEach((code, value) => {
  values[code] = value;
});

/** 0 for what is no digit; whoever reads a number writes it again to compare. */
function valueAt(text: string, place: number): number {
  return values[text.charCodeAt(place)] ?? 0;
}

/** Four words as 22 digits. A call of the platform for each identifier would cost several times as much. */
function base64url(a: number, b: number, c: number, d: number): string {
  const digit = (value: number): number => codes[value & 63] as number;
  return String.fromCharCode(
    digit(a >>> 26),
    digit(a >>> 20),
    digit(a >>> 14),
    digit(a >>> 8),
    digit(a >>> 2),
    digit((a << 4) | (b >>> 28)),
    digit(b >>> 22),
    digit(b >>> 16),
    digit(b >>> 10),
    digit(b >>> 4),
    digit((b << 2) | (c >>> 30)),
    digit(c >>> 24),
    digit(c >>> 18),
    digit(c >>> 12),
    digit(c >>> 6),
    digit(c),
    digit(d >>> 26),
    digit(d >>> 20),
    digit(d >>> 14),
    digit(d >>> 8),
    digit(d >>> 2),
    digit(d << 4),
  );
}

/** A 32-bit hash (the finaliser of MurmurHash 3). These are stage props, not secrets. */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
