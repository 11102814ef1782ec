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
  readonly #bytes = Buffer.alloc(16);

  constructor(seed: string, kind: string, scope: string) {
    const bytes = derivedBytes(seed, ['crowd', kind, scope], 28);
    this.#keys = Uint32Array.from({ length: 7 }, (_, place) => bytes.readUInt32BE(place * 4));
  }

  /** The 22 characters of a member: the number, shuffled so that it can be read back, and 96 bits that follow from it. */
  textOf(index: number): string {
    const shuffled = this.#shuffle(index, 0);
    this.#bytes.writeUInt32BE(shuffled, 0);
    for (let word = 1; word < 4; word += 1) this.#bytes.writeUInt32BE(this.#word(shuffled, word), word * 4);
    return this.#bytes.toString('base64url');
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

  /** Whose characters these are; undefined for what is no member's. */
  indexOf(text: string): number | undefined {
    // 22 characters hold four bits more than 16 bytes; in a member's they are 0.
    if (text.length !== 22 || !/[AQgw]$/.test(text) || this.#bytes.write(text, 'base64url') !== 16) return undefined;
    const shuffled = this.#bytes.readUInt32BE(0);
    for (let word = 1; word < 4; word += 1) {
      if (this.#bytes.readUInt32BE(word * 4) !== this.#word(shuffled, word)) return undefined;
    }
    return this.#shuffle(shuffled, 3);
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

/** A 32-bit hash (the finaliser of MurmurHash 3). These are stage props, not secrets. */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
