import type { Accepted, InboxRow, InboxStore, NewPush } from '../inbox.ts';
import type { Capabilities, Db } from './tables.ts';

export function inboxStore(db: Db, { rowLocks }: Capabilities): InboxStore {
  async function decide(id: string, reply: string, change: Partial<InboxRow>): Promise<string> {
    const row = await db
      .updateTable('inbox')
      .set(({ fn, val }) => ({ ...change, reply: fn.coalesce('reply', val(reply)) }))
      .where('id', '=', id)
      .returning('reply')
      .executeTakeFirst();
    return row?.reply ?? '';
  }
  return {
    accept: (pushes) =>
      db.isTransaction ? acceptIn(db, pushes) : db.transaction().execute((t) => acceptIn(t, pushes)),

    find: (id) => db.selectFrom('inbox').selectAll().where('id', '=', id).executeTakeFirst(),

    reply: (id, reply) => decide(id, reply, {}),
    finish: (id, reply) => decide(id, reply, { state: 'done', leasedUntil: 0 }),

    async failed(id, error, retryAt) {
      await db
        .updateTable('inbox')
        .set((row) => ({
          attempts: row('attempts', '+', 1),
          lastError: error,
          state: retryAt === null ? 'dead' : 'new',
          leasedUntil: retryAt ?? 0,
        }))
        .where('id', '=', id)
        .execute();
    },

    take: (limit, now, until) =>
      db
        .updateTable('inbox')
        .set({ leasedUntil: until })
        .where('id', 'in', (query) => {
          const waiting = query
            .selectFrom('inbox')
            .select('id')
            .where('state', '=', 'new')
            .where('leasedUntil', '<=', now)
            .orderBy('receivedAt')
            .limit(limit);
          return rowLocks ? waiting.forUpdate().skipLocked() : waiting;
        })
        .returningAll()
        .execute()
        .then((rows) => rows.sort((a, b) => a.receivedAt - b.receivedAt || (a.createdAt ?? 0) - (b.createdAt ?? 0))),

    ofOpenid: (appId, openid) =>
      db
        .selectFrom('inbox')
        .selectAll()
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .orderBy('receivedAt')
        .execute(),

    async backlog() {
      const states = await db
        .selectFrom('inbox')
        .select(({ fn }) => ['state', fn.countAll<number>().as('rows'), fn.min('receivedAt').as('oldestAt')])
        .where('state', 'in', ['new', 'dead'])
        .groupBy('state')
        .execute();
      const waiting = states.find(({ state }) => state === 'new');
      const dead = states.find(({ state }) => state === 'dead');
      return { waiting: waiting?.rows ?? 0, dead: dead?.rows ?? 0, oldestAt: waiting?.oldestAt ?? null };
    },

    takeOne: (id, now, until) =>
      db
        .updateTable('inbox')
        .set({ leasedUntil: until })
        .where('id', '=', id)
        .where('state', '=', 'new')
        .where('leasedUntil', '<=', now)
        .returningAll()
        .executeTakeFirst(),

    async voidLeases() {
      await db
        .updateTable('inbox')
        .set({ leasedUntil: 0 })
        .where('state', '=', 'new')
        .where('attempts', '=', 0)
        .execute();
    },

    async forget(appId, openid, also) {
      await db
        .updateTable('inbox')
        .set({ document: '', reply: '', openid: null })
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .where((row) => row.or([row('state', '!=', 'new'), ...(also === undefined ? [] : [row('id', '=', also)])]))
        .execute();
    },
  };
}

/**
 * Groups are written in the order of their keys: two nodes that store the same pushes in other orders would otherwise wait
 * for each other. What comes first in the group still wins, since the sort is stable.
 */
async function acceptIn(db: Db, pushes: readonly NewPush[]): Promise<readonly Accepted[]> {
  const replays = await noteSignatures(db, pushes);
  const welcome = pushes.filter((push) => replays.get(push.id) !== 'other document');
  const stored = await insertRows(db, welcome.map(newRow));
  const earlier = await rowsByKey(
    db,
    welcome.filter(({ id }) => !stored.has(id)),
  );
  const answers = new Map<string, Accepted>();
  for (const push of welcome) {
    const row = newRow(push);
    if (stored.has(push.id)) {
      answers.set(push.id, { outcome: 'fresh', row, replay: false });
      continue;
    }
    const first = earlier.get(keyOf(push));
    // Its own row: stored by a commit of which nobody heard.
    if (first?.id === push.id) {
      answers.set(push.id, { outcome: 'fresh', row: first, replay: false });
      continue;
    }
    if (first === undefined || first.documentDigest === push.documentDigest) {
      answers.set(push.id, { outcome: 'duplicate', row: first ?? row, replay: replays.has(push.id) });
    } else {
      answers.set(push.id, await storeBeside(db, row, replays.has(push.id)));
    }
  }
  return pushes.map(({ id }) => answers.get(id) ?? { outcome: 'replayed' });
}

/** Which pushes carry a signature that was seen before, and whether with the same document. */
async function noteSignatures(
  db: Db,
  pushes: readonly NewPush[],
): Promise<Map<string, 'same document' | 'other document'>> {
  const replays = new Map<string, 'same document' | 'other document'>();
  if (pushes.length === 0) return replays;
  const rows = pushes.map(({ appId, signature, documentDigest, receivedAt }) => ({
    appId,
    signature,
    documentDigest,
    seenAt: receivedAt,
  }));
  const noted = await db
    .insertInto('pushSignatures')
    .values(byKey(rows, ({ appId, signature }) => `${appId} ${signature}`))
    .onConflict((conflict) => conflict.columns(['appId', 'signature']).doNothing())
    .returning(['appId', 'signature'])
    .execute();
  const unseen = new Set(noted.map(({ appId, signature }) => `${appId} ${signature}`));
  const seen = pushes.filter(({ appId, signature }) => !unseen.delete(`${appId} ${signature}`));
  if (seen.length === 0) return replays;
  const known = await db
    .selectFrom('pushSignatures')
    .selectAll()
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

async function insertRows(db: Db, rows: readonly InboxRow[]): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const inserted = await db
    .insertInto('inbox')
    .values(byKey(rows, keyOf))
    .onConflict((conflict) => conflict.columns(['appId', 'dedupeKey']).doNothing())
    .returning('id')
    .execute();
  return new Set(inserted.map(({ id }) => id));
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
  if ((await insertRows(db, [beside])).size > 0) return { outcome: 'conflict', row: beside, replay: false };
  const first = (await rowsByKey(db, [beside])).get(keyOf(beside));
  return { outcome: 'duplicate', row: first ?? beside, replay };
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

function newRow({ signature: _, ...push }: NewPush): InboxRow {
  return { ...push, reply: push.state === 'new' ? null : '', attempts: 0, lastError: null };
}

function keyOf({ appId, dedupeKey }: { appId: string; dedupeKey: string }): string {
  return `${appId} ${dedupeKey}`;
}

function byKey<T>(rows: readonly T[], key: (row: T) => string): T[] {
  return rows.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
