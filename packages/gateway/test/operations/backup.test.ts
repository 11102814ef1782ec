import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inChinese } from '../../src/chinese.ts';
import { restoreBackup, settleRestore, verifyBackup, writeBackup } from '../../src/operations/backup.ts';
import { keyStatus, resealAll } from '../../src/operations/keys.ts';
import { createPrivacy } from '../../src/people/privacy.ts';
import { createSealer } from '../../src/sealer.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { event, openidOf, pushAccount, start, type TestGateway, testGateway, written } from '../harness.ts';
import { type Cluster, postgresPrograms, startCluster } from '../store/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'mingpian-backup-'));
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
const sqlite = () => `sqlite:${join(folder, `${++serial}.db`)}`;
const now = () => start;
const { appId } = pushAccount('service');
const random = { bytes: (count: number) => randomBytes(count) };

const running: (TestGateway | Store)[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});
async function gatewayOn(url: string): Promise<TestGateway> {
  const gateway = await testGateway({ database: { url } });
  gateway.wechat.answers.set('/cgi-bin/user/info', ({ url: call }) => {
    const openid = new URL(call).searchParams.get('openid');
    return { subscribe: 1, openid, nickname: '小红', subscribe_time: start / 1000, tagid_list: [] };
  });
  running.push(gateway);
  return gateway;
}
async function opened(url: string): Promise<Store> {
  const store = openStore(url, { now });
  await store.migrate();
  running.push(store);
  return store;
}
const follow = (gateway: TestGateway, name: string) =>
  gateway.push('service', event('service', openidOf(name), 'subscribe', {}, gateway.clock.time));
const cancel = (gateway: TestGateway, name: string) => {
  const { store, accounts } = gateway.parts;
  const privacy = createPrivacy(store, { ...gateway.parts, random, wechatClock: { now: () => gateway.clock.time } });
  const account = accounts.byName('service')!;
  return privacy.cancelled({ account, openid: openidOf(name), at: gateway.clock.time, rowId: 'row' });
};

describe('R45 a backup', () => {
  it.each([
    ['SQLite', 'SQLite'],
    ['SQLite', 'PostgreSQL'],
    ['PostgreSQL', 'SQLite'],
  ])('of %s made under load comes back on %s: people and pushes are there, tokens are not', async (from, to) => {
    if (programs === undefined && `${from}${to}`.includes('Postgre')) return;
    const urlOf = async (name: string) => (name === 'SQLite' ? sqlite() : await cluster!.database());
    const source = await urlOf(from);
    const gateway = await gatewayOn(source);
    for (let n = 0; n < 5; n++) await follow(gateway, `early ${n}`);
    const file = join(folder, `${++serial}.backup`);
    const load = Array.from({ length: 20 }, (_, n) => follow(gateway, `meanwhile ${n}`));
    const counts = await writeBackup(source, file, now);
    expect((await Promise.all(load)).every(({ status }) => status === 200)).toBe(true);
    expect(counts.identities).toBeGreaterThanOrEqual(5);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(gunzipSync(readFileSync(file)).toString()).not.toContain('86_');

    const target = await opened(await urlOf(to));
    const generation = (await gateway.parts.store.appTokens.find(appId))!.generation;
    const { rows } = await restoreBackup(target, gateway.parts.sealer, file, { at: start });
    expect(rows).toEqual(counts);
    expect(await target.people.count()).toBe(counts.persons);
    expect((await target.profiles.of(appId, openidOf('early 1'))).map(({ value }) => value)).toContain('小红');
    expect((await target.inbox.ofOpenid(appId, openidOf('early 1')))[0]).toMatchObject({ state: 'done' });
    expect(await target.appTokens.find(appId)).toMatchObject({ valueSealed: null, generation: generation + 1 });
    expect(await target.audit.verify()).toMatchObject({ intact: true });
    await expect(target.check()).resolves.toBeUndefined();
  });

  it('PRV-07 brings nobody back whose erasure is known to the database or to a newer backup', async () => {
    const url = sqlite();
    const gateway = await gatewayOn(url);
    for (const name of ['stays', 'erased', 'erased later']) await follow(gateway, name);
    const old = join(folder, `${++serial}.backup`);
    await writeBackup(url, old, now);
    gateway.clock.time += 60_000;
    await cancel(gateway, 'erased');

    // The same database: its own receipts are enough.
    const { sealer, store } = gateway.parts;
    await store.revokedKeys.add({ keyDigest: 'lost', name: 'erp', revokedAt: start });
    expect((await restoreBackup(store, sealer, old, { at: gateway.clock.time })).ledger.people).toBe(1);
    expect(await store.people.identity(appId, openidOf('erased'))).toBeUndefined();
    expect(await store.people.identity(appId, openidOf('stays'))).toBeDefined();
    // CUS-09: a key that was revoked since does not come back either.
    expect(await store.revokedKeys.has('lost')).toBe(true);

    // A new database: the receipts come from a newer backup.
    const newer = join(folder, `${++serial}.backup`);
    await cancel(gateway, 'erased later');
    await writeBackup(url, newer, now);
    const fresh = await opened(sqlite());
    await restoreBackup(fresh, sealer, old, { at: gateway.clock.time, ledgers: [newer] });
    expect(await fresh.people.count()).toBe(1);
  });

  it('is not ready between the rows and the receipts, and a start finishes what a crash cut short', async () => {
    const url = sqlite();
    const gateway = await gatewayOn(url);
    await follow(gateway, 'erased');
    const file = join(folder, `${++serial}.backup`);
    await writeBackup(url, file, now);
    gateway.clock.time += 60_000;
    await cancel(gateway, 'erased');
    const { store, sealer } = gateway.parts;
    // As if the process had died after the rows were there.
    await store.portable.replace(rowsOf(file), gateway.clock.time);
    expect(await store.people.count()).toBe(1);
    await expect(store.check()).rejects.toMatchObject({ code: 'store_restoring' });
    expect((await fetch(gateway.url('/readyz'))).status).toBe(503);
    await gateway.close();
    running.splice(0);
    const again = await gatewayOn(url);
    expect(await again.parts.store.people.count()).toBe(0);
    expect((await fetch(again.url('/readyz'))).status).toBe(200);
    expect(await settleRestore(again.parts.store, sealer, start)).toEqual({ people: 0, fields: 0 });
  });

  it.each<[string, (good: Buffer) => Buffer, string]>([
    ['cut short', (good) => good.subarray(0, good.length - 20), 'backup_damaged'],
    [
      'without its end',
      (good) => gzipSync(gunzipSync(good).toString().split('\n').slice(0, -2).join('\n')),
      'backup_damaged',
    ],
    ['changed', (good) => gzipSync(gunzipSync(good).toString().replace('小红', '小明')), 'backup_damaged'],
    ['no gzip', () => Buffer.from('{}'), 'backup_damaged'],
    ['of another program', () => gzipSync('{"format":"other"}\n'), 'backup_form'],
    [
      'of a newer version',
      (good) => gzipSync(gunzipSync(good).toString().replace('"0001-foundation"', '"0001-foundation","9999-future"')),
      'backup_newer',
    ],
  ])('that is %s is refused before anything is deleted', async (_, damage, code) => {
    const url = sqlite();
    const gateway = await gatewayOn(url);
    await follow(gateway, 'kept');
    const file = join(folder, `${++serial}.backup`);
    await writeBackup(url, file, now);
    writeFileSync(file, damage(readFileSync(file)));
    const { store, sealer } = gateway.parts;
    await expect(verifyBackup(file)).rejects.toMatchObject({ code });
    const refused: Error = await restoreBackup(store, sealer, file, { at: start }).catch((error) => error);
    expect(refused).toMatchObject({ code });
    expect(inChinese(refused.message), refused.message).toMatch(/\p{Script=Han}/u);
    expect(await store.people.count()).toBe(1);
  });
});

it('a file that is not there, or has no place, is named', async () => {
  const url = sqlite();
  const { store, sealer } = (await gatewayOn(url)).parts;
  const nowhere = join(folder, 'nowhere', 'backup');
  const refused = { code: 'backup_file', message: `${nowhere} cannot be used (ENOENT).` };
  await expect(restoreBackup(store, sealer, nowhere, { at: start })).rejects.toMatchObject(refused);
  await expect(writeBackup(url, nowhere, now)).rejects.toMatchObject(refused);
});

describe('R44 the root secret', () => {
  it('changes while callers read: everything opens before, during and after, and the old secret can go', async () => {
    const url = sqlite();
    const first = await gatewayOn(url);
    await follow(first, 'token');
    const { store, sealer } = first.parts;
    for (let n = 0; n < 450; n++) {
      await store.grants.put({
        appId,
        openid: openidOf(`grant ${n}`),
        scopes: 'snsapi_base',
        userTokenSealed: sealer.seal(`user ${n}`, ['grants', 'user_token_sealed', appId, openidOf(`grant ${n}`)]),
        refreshTokenSealed: sealer.seal(`refresh ${n}`, [
          'grants',
          'refresh_token_sealed',
          appId,
          openidOf(`grant ${n}`),
        ]),
        grantedAt: start,
        expiresAt: start,
        refreshExpiresAt: start,
      });
    }
    const old = written().root_secret as string;
    const next = randomBytes(32).toString('base64url');
    const during = createSealer(next, random, [old]);
    expect((await keyStatus(store, during)).values).toEqual({ [sealer.keyId]: 903 });
    expect(await resealAll(store, during)).toEqual({ resealed: 903, lost: 0 });
    expect(await resealAll(store, during)).toEqual({ resealed: 0, lost: 0 });
    const after = createSealer(next, random);
    expect(await keyStatus(store, after)).toEqual({ keyId: after.keyId, values: { [after.keyId]: 903 } });
    const grant = (await store.grants.find(appId, openidOf('grant 7')))!;
    expect(after.open(grant.refreshTokenSealed, ['grants', 'refresh_token_sealed', appId, openidOf('grant 7')])).toBe(
      'refresh 7',
    );
    // Whoever has neither secret finds nothing in the clear and opens nothing.
    const stranger = createSealer(randomBytes(32).toString('base64url'), random);
    expect(await resealAll(store, stranger)).toEqual({ resealed: 0, lost: 903 });
  });
});

async function* rowsOf(file: string) {
  for (const line of gunzipSync(readFileSync(file)).toString().trim().split('\n').slice(1, -1)) yield JSON.parse(line);
}
