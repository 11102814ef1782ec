import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PostgresAppTokenStore } from '../../src/stores/postgres.ts';
import { startPostgres } from '../postgres-server.ts';
import { describeSharedStore } from './shared.ts';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  postgres = await startPostgres();
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  const { schema } = new PostgresAppTokenStore({ client });
  await client.query(schema);
  await client.query(schema);
  await client.end();
});
afterAll(() => postgres?.stop());

const secret = 'a secret of at least thirty-two characters';

describeSharedStore('app tokens in PostgreSQL', () => ({ kind: 'postgres', url: postgres.url }));
describeSharedStore('app tokens in PostgreSQL, sealed', () => ({ kind: 'postgres', url: postgres.url, secret }));

describe('the name of the table', () => {
  const named = (table: string) => () =>
    new PostgresAppTokenStore({ client: { query: async () => ({ rows: [] }) }, table });

  it.each(['wechat_tokens', 'wechat.tokens'])('%s is taken', (table) => {
    expect(named(table)().schema).toContain(`${table} (`);
  });

  it.each(['', 'a b', 'tokens; DROP TABLE x', 'a.b.c', '"t"', 'Tokens'])('%j is refused', (table) => {
    expect(named(table)).toThrow(TypeError);
  });
});
