import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { CompiledQuery } from 'kysely';

/** Tables that do not grow with the people: those of the configuration and the operator, and notices, which go when they are told. */
const small =
  /^(app_tokens|audit_head|clients|kept_keys|logout_notices|migrations|restores|revoked_keys|signing_keys)$/;
/** An operator removes an application once. */
const seldom = [/^delete from "oidc_artifacts" where "client_id" = /];

/** The statements, by their text and SQLite's plan, that read all rows of a table that grows. */
export function wholeReads(path: string, queries: readonly CompiledQuery[]): string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const partial = new Set(
      database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'")
        .all()
        .map(({ name }) => String(name)),
    );
    return queries.flatMap(({ sql, parameters }) => {
      if (!/^(select|update|delete|insert)/i.test(sql) || seldom.some((each) => each.test(sql))) return [];
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(parameters as SQLInputValue[]));
      return plan
        .map(({ detail }) => String(detail))
        .filter((detail) => {
          const [, table, index] = /^SCAN ([a-z]\w*)(?: USING (?:COVERING )?INDEX (\w+))?/.exec(detail) ?? [];
          return table !== undefined && !small.test(table) && !(index !== undefined && partial.has(index));
        })
        .map((detail) => `${detail}: ${sql}`);
    });
  } finally {
    database.close();
  }
}
