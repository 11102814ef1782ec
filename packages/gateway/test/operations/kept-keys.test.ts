import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { inChinese } from '../../src/chinese.ts';
import { keptKeys } from '../../src/kept-keys.ts';
import { createSubjects } from '../../src/oidc/subject.ts';
import { restoreBackup, writeBackup } from '../../src/operations/backup.ts';
import { keyStatus, resealAll } from '../../src/operations/keys.ts';
import { createPrivacy } from '../../src/people/privacy.ts';
import { createSealer, type Sealer } from '../../src/sealer.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { event, openidOf, pushAccount, start, type TestGateway, testGateway, written } from '../harness.ts';
import { onBothDatabases } from '../store/both.ts';

const folder = mkdtempSync(join(tmpdir(), 'mingpian-kept-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

let serial = 0;
const fileName = (kind: string) => join(folder, `${++serial}.${kind}`);
const now = () => start;
const random = { bytes: (count: number) => randomBytes(count) };
const { appId } = pushAccount('service');

const old = written().root_secret as string;
const next = randomBytes(32).toString('base64url');
const before = createSealer(old, random);
const during = createSealer(next, random, [old]);
const after = createSealer(next, random);

onBothDatabases('keys that outlive the root secret', (database) => {
  const running: (TestGateway | Store)[] = [];
  afterEach(async () => {
    for (const each of running.splice(0)) await each.close();
  });
  async function freshUrl(): Promise<string> {
    const { url } = await database();
    return url.startsWith('postgres') ? url : `sqlite:${fileName('db')}`;
  }
  async function opened(url?: string): Promise<Store> {
    const store = openStore(url ?? (await freshUrl()), { now });
    await store.migrate();
    running.push(store);
    return store;
  }
  async function gatewayOn(url: string, secret = old): Promise<TestGateway> {
    const gateway = await testGateway({ database: { url }, root_secret: secret });
    running.push(gateway);
    return gateway;
  }
  const follow = (gateway: TestGateway, name: string) =>
    gateway.push('service', event('service', openidOf(name), 'subscribe', {}, gateway.clock.time));
  function erase({ parts, clock }: TestGateway, store: Store, sealer: Sealer, name: string): Promise<void> {
    const privacy = createPrivacy(store, { ...parts, sealer, wechatClock: { now: () => clock.time } });
    const account = parts.accounts.byName('service')!;
    return privacy.cancelled({ account, openid: openidOf(name), at: clock.time, rowId: 'row' });
  }
  const subjectOf = (store: Store, sealer: Sealer, personId: string) =>
    createSubjects({ store, sealer, clock: { now } })({ subject: 'pairwise', sector: 'shop' }, personId);

  it('are those that the root secret gives, so that nobody changes by an upgrade', async () => {
    const store = await opened();
    for (const purpose of ['subject', 'erasure-receipt'] as const) {
      const [key, ...others] = await keptKeys(store, before, purpose);
      expect(Buffer.from(key)).toEqual(Buffer.from(before.key(purpose)));
      expect(others).toEqual([]);
    }
    expect(await keyStatus(store, before)).toEqual({ keyId: before.keyId, values: { [before.keyId]: 2 } });
  });

  it('stay the same through a change, and those who come at once agree on one', async () => {
    const store = await opened();
    const asked = await Promise.all([before, during, before, during].map((each) => keptKeys(store, each, 'subject')));
    const [first, ...others] = asked.map(([key]) => Buffer.from(key));
    for (const other of others) expect(other).toEqual(first);
    expect(await resealAll(store, during)).toMatchObject({ lost: 0 });
    expect(Buffer.from((await keptKeys(store, after, 'subject'))[0])).toEqual(first);
  });

  it('PRV-07 a receipt of before the change finds its person when the old secret is gone', async () => {
    const url = await freshUrl();
    const gateway = await gatewayOn(url);
    const { store } = gateway.parts;
    for (const name of ['erased before', 'erased after', 'stays']) await follow(gateway, name);
    const stays = (await store.people.identity(appId, openidOf('stays')))!.personId;
    const sub = await subjectOf(store, before, stays);
    const file = fileName('backup');
    await writeBackup(url, file, now);
    gateway.clock.time += 60_000;
    await erase(gateway, store, before, 'erased before');
    await resealAll(store, during);
    await erase(gateway, store, after, 'erased after');

    // The backup is of before the change: where it comes back, its secret has to be known.
    await expect(restoreBackup(store, after, file, { at: gateway.clock.time })).rejects.toMatchObject({
      code: 'store_sealed',
    });
    expect((await restoreBackup(store, during, file, { at: gateway.clock.time })).ledger.people).toBe(2);
    expect(await store.people.identity(appId, openidOf('stays'))).toBeDefined();
    await resealAll(store, during);
    expect(await subjectOf(store, after, stays)).toBe(sub);
  });

  describe('a restore into another installation', () => {
    it('brings the subjects along, and receipts of both apply', async () => {
      const url = await freshUrl();
      const gateway = await gatewayOn(url);
      for (const name of ['erased', 'erased there', 'stays']) await follow(gateway, name);
      const { store } = gateway.parts;
      const stays = (await store.people.identity(appId, openidOf('stays')))!.personId;
      const sub = await subjectOf(store, before, stays);
      const file = fileName('backup');
      await writeBackup(url, file, now);
      gateway.clock.time += 60_000;
      await erase(gateway, store, before, 'erased');
      const newer = fileName('backup');
      await writeBackup(url, newer, now);

      // There somebody was erased too, and the receipt is keyed by what their root secret gave.
      const there = await gatewayOn(await freshUrl(), next);
      there.clock.time = gateway.clock.time;
      await follow(there, 'erased there');
      const target = there.parts.store;
      await erase(there, target, after, 'erased there');

      const { ledger } = await restoreBackup(target, during, file, { at: there.clock.time, ledgers: [newer] });
      expect(ledger.people).toBe(2);
      expect(await subjectOf(target, during, stays)).toBe(sub);
      await resealAll(target, during);
      expect(await subjectOf(target, after, stays)).toBe(sub);
    });

    it('is refused without the secret of the backup, before anything is deleted', async () => {
      const source = await freshUrl();
      await gatewayOn(source);
      const file = fileName('backup');
      await writeBackup(source, file, now);
      const url = await freshUrl();
      const target = await gatewayOn(url, next);
      await follow(target, 'kept');
      const own = fileName('backup');
      await writeBackup(url, own, now);
      for (const [backup, ledgers] of [
        [file, []],
        [own, [file]],
      ] as const) {
        const { store, sealer } = target.parts;
        const refused: Error = await restoreBackup(store, sealer, backup, { at: start, ledgers }).catch(
          (error) => error,
        );
        expect(refused).toMatchObject({ code: 'store_sealed' });
        expect(refused.message).toContain('previous_root_secret');
        expect(inChinese(refused.message)).toMatch(/previous_root_secret/);
      }
      expect(await target.parts.store.people.count()).toBe(1);
    });
  });
});
