import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sharedCommit } from '../../src/store/sql/shared-commit.ts';

describe('statements of one turn', () => {
  let folder: string;
  let database: DatabaseSync;
  let other: DatabaseSync;
  let commits: string[];
  let write: (key: string) => Promise<unknown>;
  const stored = () =>
    other
      .prepare('SELECT key FROM rows ORDER BY key')
      .all()
      .map(({ key }) => key);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mingpian-commit-'));
    const path = join(folder, 'test.db');
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('PRAGMA journal_mode = WAL; CREATE TABLE rows (key text PRIMARY KEY, filling text)');
    other = new DatabaseSync(path, { timeout: 0 });
    commits = [];
    const counted: Pick<DatabaseSync, 'exec' | 'isOpen' | 'isTransaction'> = {
      exec(sql) {
        commits.push(sql);
        database.exec(sql);
      },
      get isOpen() {
        return database.isOpen;
      },
      get isTransaction() {
        return database.isTransaction;
      },
    };
    const insert = database.prepare('INSERT INTO rows VALUES (?, ?)');
    const shared = sharedCommit(counted);
    write = (key) => shared(() => insert.run(key, key.length > 1 ? 'x'.repeat(100_000) : '').changes);
  });
  afterEach(() => {
    for (const each of [database, other]) if (each.isOpen) each.close();
    rmSync(folder, { recursive: true });
  });

  it('share a commit, and are there for everybody when they are answered', async () => {
    expect(await Promise.all(['a', 'b', 'c'].map(write))).toEqual([1, 1, 1]);
    expect(stored()).toEqual(['a', 'b', 'c']);
    expect(commits).toEqual(['begin immediate', 'commit']);
  });

  it('of which one fails by itself: the others are written', async () => {
    const outcomes = await Promise.allSettled(['a', 'a', 'b'].map(write));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(stored()).toEqual(['a', 'b']);
  });

  it('R20 of which one finds the disk full: none of them is answered as written that is not', async () => {
    database.exec('PRAGMA max_page_count = 10');
    const outcomes = await Promise.allSettled(['a', 'large', 'b'].map(write));
    const written = ['a', 'large', 'b'].filter((_, index) => {
      const outcome = outcomes[index];
      return outcome?.status === 'fulfilled' && outcome.value !== undefined;
    });
    expect(written).not.toContain('large');
    expect(stored()).toEqual(written);
  });

  it('answer undefined and write nothing while somebody else writes, or a transaction is open', async () => {
    other.exec('BEGIN IMMEDIATE');
    expect(await Promise.all(['a', 'b'].map(write))).toEqual([undefined, undefined]);
    expect(await write('c')).toBeUndefined();
    other.exec('COMMIT');
    database.exec('BEGIN');
    expect(await Promise.all(['a', 'b'].map(write))).toEqual([undefined, undefined]);
    database.exec('COMMIT');
    expect(stored()).toEqual([]);
  });

  it('that are more than a transaction takes are all written, in several', async () => {
    const keys = Array.from({ length: 1100 }, (_, index) => String.fromCodePoint(0x4e00 + index));
    await Promise.all(keys.map(write));
    expect(stored()).toEqual(keys);
    expect(commits.filter((sql) => sql === 'commit')).toHaveLength(3);
  });
});
