/**
 * What the tables are filled with: openids in no order, ids in that of their time, as the gateway makes them. Made from what costs
 * little, since it is made within the time that is measured.
 */
import { randomUUID } from 'node:crypto';
import type { Follower } from '@mingpian/gateway/store/followers';
import type { NewPush } from '@mingpian/gateway/store/inbox';
import type { Identity } from '@mingpian/gateway/store/people';
import { account } from '../account.ts';
import { textDocument } from '../webhook/messages.ts';

const { appId } = account;
const at = 1_790_000_000_000;

const random = (length: number): string => (randomUUID() + randomUUID()).replaceAll('-', '').slice(0, length);

export const newOpenid = (): string => `o${random(27)}`;

let ids = 0;

/** As long as a UUID, and later ones sort behind earlier ones. */
const newId = (): string => {
  ids += 1;
  return `${String(ids).padStart(12, '0')}-${random(23)}`;
};

/** Somebody who follows, as a follow leaves them: a person, an identity, what WeChat says about the follower. */
export interface Fan {
  readonly person: { readonly id: string; readonly createdAt: number };
  readonly identity: Identity;
  readonly follower: Follower;
}

export function newFan(): Fan {
  const [personId, openid] = [newId(), newOpenid()];
  return {
    person: { id: personId, createdAt: at },
    identity: {
      appId,
      openid,
      account: 'service',
      personId,
      openPlatform: null,
      unionid: null,
      foreign: 0,
      origin: 'push',
      createdAt: at,
    },
    follower: {
      appId,
      openid,
      subscribed: 1,
      changedAt: at,
      subscribedAt: at,
      scene: 'ADD_SCENE_QR_CODE',
      qrScene: '',
      remark: '',
      tagIds: '[]',
    },
  };
}

let pushes = 0;

/** A text that nobody reacts to. */
export function newPush(): NewPush {
  pushes += 1;
  return {
    id: newId(),
    account: 'service',
    appId,
    dedupeKey: `message:${process.pid}${String(pushes).padStart(12, '0')}`,
    openid: newOpenid(),
    kind: 'text',
    createdAt: at,
    receivedAt: at,
    document: textDocument(pushes, at / 1000),
    documentDigest: random(64),
    flags: '',
    state: 'done',
    leasedUntil: at,
    signature: random(40),
  };
}
