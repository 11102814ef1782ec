import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { describeStore } from './contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'mingpian-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
const now = () => 1_700_000_000_000;

let shared: Promise<Store> | undefined;
describeStore('SQLite', () => {
  shared ??= open();
  return shared;
});

async function open(): Promise<Store> {
  const store = openStore(`sqlite:${join(folder, 'contract.db')}`, { now });
  await store.migrate();
  return store;
}

describe('an SQLite file', () => {
  it('is private to its owner', async () => {
    const path = join(folder, 'private', 'gateway.db');
    const store = openStore(`sqlite:${path}`, { now });
    await store.migrate();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'private')).mode & 0o777).toBe(0o700);
    await store.close();
  });

  it('R21 refuses a second gateway while one holds it, and not afterwards', async () => {
    const url = `sqlite:${join(folder, 'held.db')}`;
    const first = openStore(url, { now, exclusive: true });
    expect(() => openStore(url, { now, exclusive: true })).toThrow(expect.objectContaining({ code: 'store_in_use' }));
    await first.close();
    await openStore(url, { now, exclusive: true }).close();
  });

  it('makes the folder of a file that it holds, and says where it cannot', async () => {
    await openStore(`sqlite:${join(folder, 'new', 'held.db')}`, { now, exclusive: true }).close();
    writeFileSync(join(folder, 'no-folder'), '');
    expect(() => openStore(`sqlite:${join(folder, 'no-folder', 'held.db')}`, { now, exclusive: true })).toThrow(
      expect.objectContaining({ code: 'store_unavailable' }),
    );
  });

  it('without migrations does not pass the check', async () => {
    const store = openStore('sqlite::memory:', { now });
    await expect(store.check()).rejects.toMatchObject({ name: 'StoreError', code: 'store_outdated' });
  });
});
