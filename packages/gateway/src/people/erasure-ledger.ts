/**
 * The receipts of erasures, applied to people who are there although they were erased: after a backup of before was
 * restored. What somebody told us after the erasure is a new fact and stays.
 */
import { keptKeys } from '../kept-keys.ts';
import type { Sealer } from '../sealer.ts';
import type { ErasureRow } from '../store/erasures.ts';
import type { Identity } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { fieldsOfCode } from './privacy.ts';
import { subjectDigest } from './subject.ts';

export interface LedgerResult {
  readonly people: number;
  readonly fields: number;
}

export async function applyErasureLedger(store: Store, sealer: Sealer): Promise<LedgerResult> {
  const keys = await receiptKeys(store, sealer);
  const result = { people: 0, fields: 0 };
  for await (const identity of identities(store)) {
    const receipts: ErasureRow[] = [];
    for (const key of keys) {
      receipts.push(...(await store.erasures.ofSubject(subjectDigest(key, identity.appId, identity.openid))));
    }
    // The last word on each subject counts: an erasure that was undone is none.
    const last = receipts.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const undone = last.findLast(({ outcome }) => outcome === 'undone');
    for (const receipt of last) {
      if (receipt.outcome !== 'done' || (undone !== undefined && receipt.at <= undone.at)) continue;
      if (await apply(store, identity, receipt)) {
        if (receipt.scope === 'person' || receipt.scope === 'identity') result.people += 1;
        else result.fields += 1;
      }
    }
  }
  return result;
}

/** Receipts of before the keys were kept are keyed by a root secret of their time. */
async function receiptKeys(store: Store, sealer: Sealer): Promise<readonly Uint8Array[]> {
  const keys = [...(await keptKeys(store, sealer, 'erasure-receipt')), ...sealer.keys('erasure-receipt')];
  return [...new Map(keys.map((key) => [Buffer.from(key).toString('hex'), key])).values()];
}

function apply(store: Store, identity: Identity, { at, scope }: ErasureRow): Promise<boolean> {
  const { appId, openid } = identity;
  return store.transaction(async (inside) => {
    const now = await inside.people.identity(appId, openid);
    if (now === undefined) return false;
    if (scope === 'person' || scope === 'identity') {
      if (now.createdAt > at) return false;
      for (const each of await inside.people.identities(now.personId))
        await inside.inbox.forget(each.appId, each.openid);
      await inside.people.erase(now.personId);
      return true;
    }
    const fields = scope.split(',').flatMap((code) => fieldsOfCode(code));
    const stale = (await inside.profiles.of(appId, openid)).filter(
      ({ field, learntAt }) => fields.includes(field) && learntAt <= at,
    );
    await inside.profiles.forget(
      appId,
      openid,
      stale.map(({ field }) => field),
    );
    return stale.length > 0;
  });
}

async function* identities(store: Store): AsyncGenerator<Identity> {
  let after: string | undefined;
  for (;;) {
    const page = await store.people.list({ limit: 200, ...(after === undefined ? {} : { after }) });
    for (const { id } of page) yield* await store.people.identities(id);
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
