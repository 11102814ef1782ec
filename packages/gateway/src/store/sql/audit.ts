/**
 * The audit is a chain: each row holds a digest of itself and of the row before. Who changes or removes a row would have to
 * write every later one anew, and a digest that was noted elsewhere tells.
 */
import { createHash } from 'node:crypto';
import type { AuditRow, AuditStore } from '../audit.ts';
import type { Db } from './tables.ts';

const batch = 500;

export function auditStore(db: Db): AuditStore {
  async function chain(inside: Db, row: AuditRow): Promise<void> {
    // Holds the head until the end of the transaction: rows get their places one after the other.
    const { position, hash } = await inside
      .updateTable('auditHead')
      .set((head) => ({ position: head('position', '+', 1) }))
      .where('id', '=', 'head')
      .returning(['position', 'hash'])
      .executeTakeFirstOrThrow();
    const next = digest(hash, position, row);
    await inside
      .insertInto('audit')
      .values({ ...row, position, hash: next })
      .execute();
    await inside.updateTable('auditHead').set({ hash: next }).where('id', '=', 'head').execute();
  }

  return {
    append: (row) =>
      db.isTransaction ? chain(db, row) : db.transaction().execute((transaction) => chain(transaction, row)),

    list({ limit, kind, personId }) {
      let rows = db
        .selectFrom('audit')
        .select(['id', 'at', 'kind', 'personId', 'account', 'detail'])
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit);
      if (kind !== undefined) rows = rows.where('kind', '=', kind);
      if (personId !== undefined) rows = rows.where('personId', '=', personId);
      return rows.execute();
    },

    head: () =>
      db.selectFrom('auditHead').select(['position', 'hash']).where('id', '=', 'head').executeTakeFirstOrThrow(),

    async verify(noted) {
      let position = 0;
      let hash = '';
      let seen = noted === undefined;
      for (;;) {
        const rows = await db
          .selectFrom('audit')
          .selectAll()
          .where('position', '>', position)
          .orderBy('position')
          .limit(batch)
          .execute();
        for (const row of rows) {
          const next = digest(hash, position + 1, row);
          if (row.position !== position + 1 || row.hash !== next) return { intact: false, position: position + 1 };
          [position, hash] = [position + 1, next];
          seen ||= hash === noted;
        }
        if (rows.length < batch) break;
      }
      const head = await this.head();
      return { intact: seen && head.position === position && head.hash === hash, position };
    },
  };
}

function digest(before: string, position: number, { id, at, kind, personId, account, detail }: AuditRow): string {
  return createHash('sha256')
    .update(JSON.stringify([before, position, id, at, kind, personId, account, detail]))
    .digest('hex');
}
