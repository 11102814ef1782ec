import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inChinese } from '../../src/chinese.ts';
import { restoreBackup, verifyBackup, writeBackup } from '../../src/operations/backup.ts';
import { type BackupKeys, backupKeys, keyLifetime } from '../../src/operations/backup-keys.ts';
import { createSealer } from '../../src/sealer.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import type { Timer } from '../../src/timer.ts';
import { event, openidOf, pushAccount, start, testGateway } from '../harness.ts';
import { type Cluster, postgresPrograms, startCluster } from '../store/postgres.ts';

const hour = 3_600_000;
const day = 24 * hour;
const { appId } = pushAccount('service');
const sealer = createSealer('q3Vt9ZkLw2XpRb7NcJ5sHd8FgT1yMaE6', { bytes: (count) => randomBytes(count) });

const folder = mkdtempSync(join(tmpdir(), 'mingpian-sealed-'));
const programs = postgresPrograms();
let cluster: Cluster | undefined;
beforeAll(async () => {
  if (programs !== undefined) cluster = await startCluster(programs);
});
afterAll(async () => {
  await cluster?.stop();
  rmSync(folder, { recursive: true });
});

let serial = 0;
const fresh = (ending: string) => join(folder, `${++serial}.${ending}`);
const running: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});

async function opened(url: string): Promise<Store> {
  const store = openStore(url, { now: () => start });
  await store.migrate();
  running.push(store);
  return store;
}

/** A database with as many grants, each of which fills a kilobyte that cannot be compressed. */
async function databaseWith(url: string, grants: number): Promise<Store> {
  const store = await opened(url);
  for (let n = 0; n < grants; n++) {
    const secret = randomBytes(768).toString('base64');
    const times = { grantedAt: start, expiresAt: start, refreshExpiresAt: start };
    const sealed = { userTokenSealed: secret, refreshTokenSealed: secret };
    await store.grants.put({ appId, openid: openidOf(`${n}`), scopes: 'snsapi_base', ...sealed, ...times });
  }
  return store;
}

/** Keys under a clock in the test's hand. */
function keysAt(time = start): BackupKeys & { clock: { time: number } } {
  const clock = { time };
  return { ...backupKeys(fresh('keys'), () => clock.time), clock };
}

const keyFile = (keys: BackupKeys, name = '2026-03-01.txt') => join(keys.folder, name);

describe('P13 a sealed backup', () => {
  it.each([
    ['SQLite', 'SQLite'],
    ['SQLite', 'PostgreSQL'],
    ['PostgreSQL', 'SQLite'],
  ])('of %s comes back on %s, and names nobody to whoever has not the key', async (from, to) => {
    if (programs === undefined && `${from}${to}`.includes('Postgre')) return;
    const urlOf = async (name: string) => (name === 'SQLite' ? `sqlite:${fresh('db')}` : await cluster!.database());
    const url = await urlOf(from);
    await databaseWith(url, 3);
    const keys = keysAt();
    const file = fresh('backup');
    const counts = await writeBackup(url, file, () => start, keys);
    expect(counts.grants).toBe(3);
    const bytes = readFileSync(file);
    expect(bytes.toString('latin1')).toMatch(/^age-encryption\.org\/v1\n-> X25519 /);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(keys.folder)).toEqual(['2026-03-01.txt']);
    expect(statSync(keys.folder).mode & 0o777).toBe(0o700);
    expect(statSync(keyFile(keys)).mode & 0o777).toBe(0o600);

    const target = await opened(await urlOf(to));
    expect((await restoreBackup(target, sealer, file, { at: start, keys })).rows).toEqual(counts);
    expect(await target.grants.find(appId, openidOf('2'))).toBeDefined();
  });

  it('opens no more before it is thirty days old, wherever it lies; a newer one opens still', async () => {
    const url = `sqlite:${fresh('db')}`;
    await databaseWith(url, 1);
    const keys = keysAt();
    const [old, newer] = [fresh('backup'), fresh('backup')];
    await writeBackup(url, old, () => start, keys);
    keys.clock.time += day;
    await writeBackup(url, newer, () => start, keys);
    const midnight = Date.parse('2026-03-01T00:00:00Z');
    // The hour is that of the gateway's housekeeping.
    expect(midnight + keyLifetime + hour).toBe(Date.parse('2026-03-31T00:00:00Z'));

    keys.clock.time = midnight + keyLifetime - 1;
    expect(await keys.destroyOld()).toEqual([]);
    await verifyBackup(old, keys);
    keys.clock.time += 1;
    // Nobody has destroyed it yet, and it does not count any more.
    await expect(verifyBackup(old, keys)).rejects.toMatchObject({ code: 'backup_key_gone' });
    expect(await keys.destroyOld()).toEqual(['2026-03-01']);
    expect(readdirSync(keys.folder)).toEqual(['2026-03-02.txt']);
    await verifyBackup(newer, keys);
    keys.clock.time = start;
    await expect(verifyBackup(old, keys)).rejects.toMatchObject({ code: 'backup_key_gone' });
    await verifyBackup(newer, keys);
  });

  it('loses its key to a gateway that runs, at the hour', async () => {
    const keys = keysAt();
    const { file } = await keys.today();
    const strikes: (() => void)[] = [];
    let heard = () => {};
    const timer: Timer = {
      after(ms, callback) {
        if (ms === hour) strikes.push(callback);
        heard();
        return () => {};
      },
    };
    const nextHour = async () => {
      while (strikes.length === 0) await new Promise<void>((resolve) => (heard = resolve));
      return strikes.pop() as () => void;
    };
    const clock = { now: () => keys.clock.time };
    const database = { url: `sqlite:${fresh('db')}`, backup_keys: keys.folder };
    const gateway = await testGateway({ database }, { clock, timer });
    running.push(gateway);
    const strike = await nextHour();
    expect(readdirSync(keys.folder)).toEqual(['2026-03-01.txt']);
    keys.clock.time = Date.parse('2026-03-30T23:00:00Z');
    strike();
    await nextHour();
    expect(readdirSync(keys.folder)).toEqual([]);
    expect(gateway.lines.join()).toContain('"days":["2026-03-01"]');
    expect(gateway.lines.join()).not.toContain(file);
  });

  it('that is older brings nobody back whose receipt a newer one has', async () => {
    const url = `sqlite:${fresh('db')}`;
    const gateway = await testGateway({ database: { url } });
    running.push(gateway);
    const followed = event('service', openidOf('erased'), 'subscribe', {}, gateway.clock.time);
    await gateway.push('service', followed);
    const keys = keysAt();
    const [old, newer] = [fresh('backup'), fresh('backup')];
    await writeBackup(url, old, () => start, keys);
    gateway.clock.time += 60_000;
    const cancelled = { AppID: appId, OpenID: openidOf('erased') };
    const type = 'user_authorization_cancellation';
    await gateway.push('service', event('service', openidOf('platform'), type, cancelled, gateway.clock.time));
    await expect.poll(() => gateway.parts.store.people.count()).toBe(0);
    keys.clock.time += day;
    await writeBackup(url, newer, () => start, keys);
    const target = await opened(`sqlite:${fresh('db')}`);
    const { ledger } = await restoreBackup(target, gateway.parts.sealer, old, { at: start, ledgers: [newer], keys });
    expect(ledger.people).toBe(1);
    expect(await target.people.count()).toBe(0);
  });
});

describe('the keys of backups', () => {
  it('are one a day, whoever asks first', async () => {
    const keys = keysAt();
    const made = await Promise.all(Array.from({ length: 8 }, () => keys.today()));
    expect(new Set(made.map(({ identity }) => identity)).size).toBe(1);
    expect(readdirSync(keys.folder)).toEqual(['2026-03-01.txt']);
    keys.clock.time = Date.parse('2026-03-01T23:59:59.999Z');
    expect(await keys.today()).toEqual(made[0]);
    keys.clock.time += 1;
    expect((await keys.today()).identity).not.toBe(made[0]?.identity);
  });

  it('are overwritten when they are destroyed, with what a crash left of one; nothing else in the folder is touched', async () => {
    const keys = keysAt();
    const { file } = await keys.today();
    const recipient = await identityToRecipient(await generateX25519Identity());
    copyFileSync(file, keyFile(keys, `2026-03-01.${recipient}`));
    for (const name of ['README', '2026-03-01', 'mine.txt']) writeFileSync(keyFile(keys, name), 'mine');
    const elsewhere = fresh('link');
    linkSync(file, elsewhere);
    keys.clock.time += 40 * day;
    expect(await keys.destroyOld()).toEqual(['2026-03-01']);
    expect(readdirSync(keys.folder).sort()).toEqual(['2026-03-01', 'README', 'mine.txt']);
    expect(readFileSync(elsewhere).every((byte) => byte === 0)).toBe(true);
    expect(await keys.destroyOld()).toEqual([]);
  });

  it('are destroyed once where two do it at the same time, and not at all where there are none', async () => {
    const keys = keysAt();
    expect(await keys.destroyOld()).toEqual([]);
    await keys.today();
    keys.clock.time += 40 * day;
    await Promise.all([keys.destroyOld(), keys.destroyOld(), keys.destroyOld()]);
    expect(readdirSync(keys.folder)).toEqual([]);
  });

  it('seal nothing while others on the machine can read them; they open all the same', async () => {
    const keys = keysAt();
    const url = `sqlite:${fresh('db')}`;
    await databaseWith(url, 1);
    const file = fresh('backup');
    await writeBackup(url, file, () => start, keys);
    chmodSync(keyFile(keys), 0o644);
    await expect(writeBackup(url, fresh('backup'), () => start, keys)).rejects.toMatchObject({
      code: 'backup_key',
      message: expect.stringContaining('chmod 600'),
    });
    await verifyBackup(file, keys);
  });

  it.each<[string, (keys: BackupKeys) => void]>([
    [
      'a folder that is a file',
      (keys) => {
        rmSync(keys.folder, { recursive: true });
        writeFileSync(keys.folder, '');
      },
    ],
    ['a key that is empty', (keys) => writeFileSync(keyFile(keys), '')],
    [
      'a key that is a folder',
      (keys) => {
        rmSync(keyFile(keys));
        mkdirSync(keyFile(keys), { mode: 0o700 });
      },
    ],
    [
      'a key with a wrong letter',
      (keys) => changeKey(keys, (text) => text.replace(/.(?=\n$)/, (end) => (end === 'Q' ? 'P' : 'Q'))),
    ],
    ['two keys in one file', (keys) => changeKey(keys, (text) => text + text)],
    ['a word in the place of a key', (keys) => changeKey(keys, () => 'AGE-SECRET-KEY-1\n')],
  ])('%s is named, to whoever seals and to whoever opens', async (_, damage) => {
    const keys = keysAt();
    const url = `sqlite:${fresh('db')}`;
    const store = await databaseWith(url, 1);
    const file = fresh('backup');
    await writeBackup(url, file, () => start, keys);
    damage(keys);
    const refused = { code: 'backup_key', message: expect.stringContaining(keys.folder) };
    const told: Error = await restoreBackup(store, sealer, file, { at: start, keys }).catch((error) => error);
    expect(told).toMatchObject(refused);
    expect(inChinese(told.message), told.message).toMatch(/\p{Script=Han}/u);
    await expect(writeBackup(url, file, () => start, keys)).rejects.toMatchObject(refused);
    expect(await store.grants.find(appId, openidOf('0'))).toBeDefined();
  });

  it.each<[string, (keys: BackupKeys) => BackupKeys | undefined, string]>([
    ['are not configured', () => undefined, 'backup_sealed'],
    ['are others', () => keysAt(), 'backup_key'],
    ['are others, of the same day', () => keysAt(), 'backup_key_gone'],
  ])('that %s open nothing, and nothing is deleted', async (_, exchange, code) => {
    const keys = keysAt();
    const url = `sqlite:${fresh('db')}`;
    const store = await databaseWith(url, 1);
    const file = fresh('backup');
    await writeBackup(url, file, () => start, keys);
    const others = exchange(keys);
    if (code === 'backup_key_gone') await others?.today();
    const told: Error = await restoreBackup(store, sealer, file, { at: start, keys: others }).catch((error) => error);
    expect(told).toMatchObject({ code });
    expect(inChinese(told.message), told.message).toMatch(/\p{Script=Han}/u);
    expect(await store.grants.find(appId, openidOf('0'))).toBeDefined();
  });

  function changeKey(keys: BackupKeys, change: (text: string) => string): void {
    writeFileSync(keyFile(keys), change(readFileSync(keyFile(keys), 'utf8')));
  }
});

describe('a sealed file that was damaged is refused before anything is deleted:', () => {
  const keys = keysAt();
  const seed = Number(process.env.MINGPIAN_SEED ?? 1);
  let store: Store;
  let good: Buffer;
  beforeAll(async () => {
    const url = `sqlite:${fresh('db')}`;
    store = await databaseWith(url, 220);
    running.splice(0);
    const file = fresh('backup');
    await writeBackup(url, file, () => start, keys);
    good = readFileSync(file);
  });
  afterAll(() => store.close());

  const block = 64 * 1024 + 16;
  /** Where the blocks begin: the header ends with its MAC, and a nonce of 16 bytes follows. */
  const begin = () => good.indexOf('\n', good.indexOf('\n--- ') + 1) + 1 + 16;
  const numbers = { place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), bit: fc.nat(7) };

  async function isRefused(damaged: Buffer): Promise<void> {
    const file = fresh('backup');
    writeFileSync(file, damaged);
    await expect(restoreBackup(store, sealer, file, { at: start, keys })).rejects.toMatchObject({
      code: expect.stringMatching(/^backup_(damaged|key_gone)$/),
    });
    rmSync(file);
  }
  const untouched = async () =>
    expect((await Promise.all([0, 219].map((n) => store.grants.find(appId, openidOf(`${n}`))))).every(Boolean)).toBe(
      true,
    );

  it('it has several blocks, and opens as it is', async () => {
    expect(good.length - begin()).toBeGreaterThan(2 * block);
    const file = fresh('backup');
    writeFileSync(file, good);
    expect((await verifyBackup(file, keys)).grants).toBe(220);
  });

  it('one bit, anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(numbers.place, numbers.bit, async (place, bit) => {
        const damaged = Buffer.from(good);
        const at = Math.floor(place * good.length);
        damaged[at] = (damaged[at] as number) ^ (1 << bit);
        await isRefused(damaged);
      }),
      { seed, numRuns: 40 },
    );
    await untouched();
  });

  it('each byte of its header', async () => {
    for (let at = 0; at < begin(); at++) {
      const damaged = Buffer.from(good);
      damaged[at] = (damaged[at] as number) ^ 1;
      await isRefused(damaged);
    }
    await untouched();
  });

  it('cut short, at any length and at the end of each block', async () => {
    const ends = Array.from({ length: Math.ceil((good.length - begin()) / block) }, (_, n) => begin() + n * block);
    for (const end of [0, 1, 21, 22, good.length - 1, ...ends]) await isRefused(good.subarray(0, end));
    await fc.assert(
      fc.asyncProperty(numbers.place, (place) => isRefused(good.subarray(0, Math.floor(place * good.length)))),
      { seed, numRuns: 30 },
    );
    await untouched();
  });

  it('blocks exchanged, left out, repeated, or something after the end', async () => {
    const [head, first, second, rest] = [0, begin(), begin() + block, begin() + 2 * block].map((from, index, all) =>
      good.subarray(from, all[index + 1]),
    ) as [Buffer, Buffer, Buffer, Buffer];
    for (const parts of [
      [head, second, first, rest],
      [head, first, rest],
      [head, second, rest],
      [head, first, first, second, rest],
      [head, rest],
      [head, first, second, rest, rest],
      [head, first, second, rest, Buffer.from([0])],
      [head, head, first, second, rest],
      [first, second, rest],
    ]) {
      await isRefused(Buffer.concat(parts));
    }
    await untouched();
  });
});
