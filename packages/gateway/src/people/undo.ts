/** Takes a merge or a link apart again, as long as it can be told what came together. */
import { newId } from '../ids.ts';
import { createEnding, type EndingParts } from '../oidc/ending.ts';
import { retention } from '../store/sql/sweep.ts';
import type { Store } from '../store/store.ts';

export type UndoOutcome =
  | 'undone'
  /** No such merge, or it was undone before, or it is older than 30 days. */
  | 'unknown'
  /** Whoever stayed was merged into somebody else since; that merge must be undone first. */
  | 'merged_since';

/**
 * Gives the identities and unionids of before back to the person of before, or to a new one where an openid was linked that
 * was nobody's. What was learnt since stays where it was learnt. Both are signed out.
 */
export function undoMerge(
  store: Store,
  id: string,
  { at, ...parts }: { at: number } & Omit<EndingParts, 'store'>,
): Promise<UndoOutcome> {
  const { random } = parts;
  return store
    .transaction(async (inside) => {
      const merge = await inside.merges.take(id, { since: at - retention.merge, at });
      if (merge === undefined) return 'unknown';
      const { personId, formerId, moved, reason, account } = merge;
      await inside.people.lock([personId]);
      if ((await inside.people.find(personId))?.mergedInto !== null) throw new MergedSince();
      const to = formerId ?? newId(at, random);
      if (formerId === null) await inside.people.create({ id: to, createdAt: at });
      // Which of the two a signed-in browser belongs to is not known any more.
      await createEnding({ ...parts, store: inside }).everywhere(personId);
      await inside.merges.split(personId, to, moved);
      const detail = JSON.stringify({ from: to, reason });
      await inside.audit.append({ id: newId(at, random), at, kind: 'merge_undone', personId, account, detail });
      return 'undone';
    })
    .catch((error): UndoOutcome => {
      if (error instanceof MergedSince) return 'merged_since';
      throw error;
    });
}

/** Rolls the transaction back, so that the undo can be asked for again later. */
class MergedSince extends Error {}
