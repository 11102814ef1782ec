/** The rows that the contract writes; every one has keys of its own. */

import type { NewPush } from '../../../src/store/inbox.ts';
import type { ProfileField } from '../../../src/store/profiles.ts';
import type { Store } from '../../../src/store/store.ts';

/** The stores of two gateways on one database; where only one process may use a database, twice the same. */
export interface Stores {
  readonly one: Store;
  readonly other: Store;
}

let serial = 0;
export const fresh = (prefix: string) => `${prefix}${++serial}`;

export const push = (fields: Partial<NewPush> = {}): NewPush => ({
  id: fresh('push-'),
  account: 'service',
  appId: 'wx1',
  dedupeKey: fresh('key-'),
  openid: 'oA',
  kind: 'text',
  createdAt: 1000,
  receivedAt: 1500,
  document: '<xml/>',
  documentDigest: fresh('digest-'),
  flags: '',
  state: 'new',
  leasedUntil: 0,
  signature: fresh('signature-'),
  ...fields,
});

/** A person is in the store; the answer is the id. */
export async function person(store: Store): Promise<string> {
  const id = fresh('person-');
  await store.people.create({ id, createdAt: 1 });
  return id;
}

export const identity = (personId: string, fields: { appId?: string; openid?: string } = {}) => ({
  appId: 'wx1',
  openid: fresh('o'),
  account: 'service',
  personId,
  openPlatform: null,
  unionid: null,
  foreign: 0 as const,
  origin: 'push' as const,
  createdAt: 1,
  ...fields,
});

/** Makes somebody known by an openid, and erases them. */
export async function erased(store: Store, openid: string): Promise<void> {
  const personId = await person(store);
  await store.people.addIdentity(identity(personId, { openid }));
  await store.transaction((inside) => inside.people.erase(personId));
}

export const field = (openid: string, name: ProfileField['field'], value: string, learntAt: number): ProfileField => ({
  appId: 'wx1',
  openid,
  field: name,
  value,
  source: 'consent',
  learntAt,
});

export const session = (personId: string, openid = 'oA') => ({
  idDigest: fresh('session-'),
  personId,
  account: 'service',
  appId: 'wx1',
  openid,
  createdAt: 1,
  actedAt: null,
  trace: '{}',
  seenAt: 1,
  expiresAt: 100,
});
