import type { Accepted, InboxRow, NewPush } from '../inbox.ts';
import { preparedInsert } from './prepared.ts';
import type { Db } from './tables.ts';

const insertInbox = preparedInsert(
  (db, rows: readonly InboxRow[]) =>
    db
      .insertInto('inbox')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['appId', 'dedupeKey']).doNothing()),
  ['appId', 'dedupeKey'],
);
const insertSignatures = preparedInsert(
  (db, rows: readonly SignatureRow[]) =>
    db
      .insertInto('pushSignatures')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['appId', 'signature']).doNothing()),
  ['appId', 'signature'],
);

/**
 * How a group of pushes becomes rows. Groups are written in the order of their keys: two nodes that store the same pushes in
 * other orders would otherwise wait for each other. What comes first in the group still wins, since the sort is stable.
 */
export async function accept(db: Db, pushes: readonly NewPush[]): Promise<readonly Accepted[]> {
  const replays = await noteSignatures(db, pushes);
  const rows = pushes.filter(({ id }) => replays.get(id) !== 'other document').map(newRow);
  if ((await insertInbox(db, inOrder(rows, 'dedupeKey'))).length === pushes.length) {
    return rows.map((row) => ({ outcome: 'fresh', row, replay: false }));
  }
  const standing = await rowsByKey(db, rows);
  const answers = new Map<string, Accepted>();
  for (const row of rows) {
    const { id, documentDigest } = row;
    const first = standing.get(keyOf(row));
    // Its own row was stored now, or by a commit of which nobody heard.
    if (first?.id === id) answers.set(id, { outcome: 'fresh', row: first, replay: false });
    else if (first === undefined || first.documentDigest === documentDigest)
      answers.set(id, { outcome: 'duplicate', row: first ?? row, replay: replays.has(id) });
    else answers.set(id, await storeBeside(db, row, replays.has(id)));
  }
  return pushes.map(({ id }) => answers.get(id) ?? { outcome: 'replayed' });
}

/** Which pushes carry a signature that was seen before, and whether with the same document. */
async function noteSignatures(db: Db, pushes: readonly NewPush[]): Promise<Map<string, Replay>> {
  const replays = new Map<string, Replay>();
  const rows = pushes.map(({ appId, signature, documentDigest, receivedAt }) => ({
    appId,
    signature,
    documentDigest,
    seenAt: receivedAt,
  }));
  const noted = await insertSignatures(db, inOrder(rows, 'signature'));
  if (noted.length === rows.length) return replays;
  const unseen = new Set(noted.map(signatureKey));
  const seen = pushes.filter((push) => !unseen.delete(signatureKey(push)));
  const known = await db
    .selectFrom('pushSignatures')
    .selectAll()
    .where('appId', 'in', [...new Set(seen.map(({ appId }) => appId))])
    .where(
      'signature',
      'in',
      seen.map(({ signature }) => signature),
    )
    .execute();
  for (const push of seen) {
    const first = known.find(({ appId, signature }) => appId === push.appId && signature === push.signature);
    replays.set(push.id, first?.documentDigest === push.documentDigest ? 'same document' : 'other document');
  }
  return replays;
}

/** Keeps a second body of the same key under a key of its own, without effects. */
async function storeBeside(db: Db, row: InboxRow, replay: boolean): Promise<Accepted> {
  const beside: InboxRow = {
    ...row,
    dedupeKey: `${row.dedupeKey}!${row.documentDigest}`,
    flags: row.flags === '' ? 'conflict' : `${row.flags},conflict`,
    state: 'held',
    reply: '',
    leasedUntil: 0,
  };
  if ((await insertInbox(db, [beside])).length > 0) return { outcome: 'conflict', row: beside, replay: false };
  const first = (await rowsByKey(db, [beside])).get(keyOf(beside));
  return { outcome: 'duplicate', row: first ?? beside, replay };
}

type Replay = 'same document' | 'other document';

interface SignatureRow {
  appId: string;
  signature: string;
  documentDigest: string;
  seenAt: number;
}

async function rowsByKey(
  db: Db,
  keys: readonly { appId: string; dedupeKey: string }[],
): Promise<Map<string, InboxRow>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom('inbox')
    .selectAll()
    .where('appId', 'in', [...new Set(keys.map(({ appId }) => appId))])
    .where(
      'dedupeKey',
      'in',
      keys.map(({ dedupeKey }) => dedupeKey),
    )
    .execute();
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/** Its properties stand in one order, whatever the push was made of: they become columns. */
function newRow(push: NewPush): InboxRow {
  return {
    id: push.id,
    account: push.account,
    appId: push.appId,
    dedupeKey: push.dedupeKey,
    openid: push.openid,
    kind: push.kind,
    createdAt: push.createdAt,
    receivedAt: push.receivedAt,
    document: push.document,
    documentDigest: push.documentDigest,
    flags: push.flags,
    state: push.state,
    leasedUntil: push.leasedUntil,
    reply: push.state === 'new' ? null : '',
    attempts: 0,
    lastError: null,
  };
}

function keyOf({ appId, dedupeKey }: { appId: string; dedupeKey: string }): string {
  return `${appId} ${dedupeKey}`;
}

function signatureKey({ appId, signature }: { appId: string; signature: string }): string {
  return `${appId} ${signature}`;
}

/** By the key and its AppID. */
function inOrder<Key extends string, Row extends { readonly appId: string } & { readonly [key in Key]: string }>(
  rows: readonly Row[],
  key: Key,
): Row[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return rows.toSorted((a, b) => compare(a[key], b[key]) || compare(a.appId, b.appId));
}
