/** What is sealed here opens with the program `age`, and what it seals opens here. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { findAge } from '../../../../scripts/system-parts.mjs';
import { verifyBackup, writeBackup } from '../../src/operations/backup.ts';
import { backupKeys } from '../../src/operations/backup-keys.ts';
import { openStore } from '../../src/store/open.ts';
import { start } from '../harness.ts';

const age = findAge() ?? '';
if (age === '') throw new Error('age is missing: node scripts/setup.mjs --tests --all');
const folder = mkdtempSync(join(tmpdir(), 'mingpian-age-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('P13 a sealed backup is a file of age, in both directions', async () => {
  const url = `sqlite:${join(folder, 'a.db')}`;
  const store = openStore(url, { now: () => start });
  await store.migrate();
  await store.close();
  const keys = backupKeys(join(folder, 'keys'), () => start);
  const file = join(folder, 'a.backup');
  const counts = await writeBackup(url, file, () => start, keys);
  const { file: key, recipient } = await keys.today();

  const content = execFileSync(age, ['--decrypt', '-i', key, file]);
  expect(gunzipSync(content).toString()).toMatch(/^\{"format":"mingpian-backup",[\s\S]*\{"end":"[0-9a-f]{64}"\}\n$/);

  const theirs = join(folder, 'theirs.backup');
  writeFileSync(theirs, execFileSync(age, ['--encrypt', '-r', recipient], { input: content }));
  expect(readFileSync(theirs)).not.toEqual(readFileSync(file));
  expect(await verifyBackup(theirs, keys)).toEqual(counts);
});
