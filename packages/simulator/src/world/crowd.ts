/**
 * A crowd: any number of followers who are nobody in particular, for worlds as large as real accounts. None of them is
 * stored. The openid of a member is the encrypted number of the member, so it can be read back; what somebody does with
 * one member (an unfollow, a remark, a visit on the phone) is kept for that member alone.
 */
import { type Cipheriv, createCipheriv, createDecipheriv, type Decipheriv } from 'node:crypto';
import { derivedBytes } from './identifiers.ts';
import { seededPerson } from './seed.ts';
import type { Follow, Person } from './state.ts';

/** A name that no other person can have. */
export function crowdName(index: number): string {
  return `crowd:${index}`;
}

/** The number of a member, or undefined for a name of another kind. */
export function crowdIndex(name: string): number | undefined {
  return name.startsWith('crowd:') && /^crowd:(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name.slice(6)) : undefined;
}

export function crowdPerson(index: number): Person {
  return seededPerson({ name: crowdName(index), nickname: `路人${index}`, avatar: '', sex: index % 2 === 0 ? 1 : 2 });
}

export function crowdFollow(since: number): Follow {
  return {
    subscribed: true,
    subscribedAt: since,
    via: 'search',
    scene: 'ADD_SCENE_SEARCH',
    qrScene: 0,
    qrSceneStr: '',
    remark: '',
    groupId: 0,
    tagIds: [],
  };
}

const blockLength = 16;

/** The identifiers of the members in one scope: an account, or an open-platform group. */
export class CrowdIds {
  readonly #encrypt: Cipheriv;
  readonly #decrypt: Decipheriv;

  constructor(seed: string, kind: string, scope: string) {
    const key = derivedBytes(seed, ['crowd', kind, scope], 16);
    // One block each, every block different: the codebook is what is wanted here. Without padding each block comes out at
    // once, so one pair serves for ever.
    this.#encrypt = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
    this.#decrypt = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  }

  /** The 22 characters of each of these members. */
  texts(indices: readonly number[]): string[] {
    const blocks = Buffer.alloc(indices.length * blockLength);
    indices.forEach((index, place) => void blocks.writeUInt32BE(index, place * blockLength));
    const sealed = this.#encrypt.update(blocks);
    return indices.map((_, place) => sealed.toString('base64url', place * blockLength, (place + 1) * blockLength));
  }

  /** Whose characters these are; undefined for what is no member's. */
  indexOf(text: string): number | undefined {
    const sealed = Buffer.from(text, 'base64url');
    if (sealed.length !== blockLength || sealed.toString('base64url') !== text) return undefined;
    const block = this.#decrypt.update(sealed);
    for (let place = 4; place < blockLength; place += 1) if (block[place] !== 0) return undefined;
    return block.readUInt32BE(0);
  }
}
