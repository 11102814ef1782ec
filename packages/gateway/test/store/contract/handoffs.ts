import { describe, expect, it } from 'vitest';
import type { NewHandoff } from '../../../src/store/handoffs.ts';
import { erased, fresh, type Stores } from './rows.ts';

export function describeHandoffs(stores: Stores): void {
  const handoff = (fields: Partial<NewHandoff> = {}): NewHandoff => ({
    id: fresh('handoff-'),
    kind: 'link_qr',
    cookieId: fresh('c'),
    bindingDigest: 'binding',
    handleDigest: fresh('handle-'),
    account: 'service',
    appId: 'wx1',
    site: '半盏茶铺',
    siteHost: null,
    clientId: null,
    wantsName: 0,
    browser: 'Mozilla/5.0',
    network: '203.0.113.7',
    methods: 'link_qr,message_code',
    qrUrl: null,
    returnTo: '/me',
    matchNumber: 47,
    startedAt: 1000,
    expiresAt: 121_000,
    ...fields,
  });

  describe('handoffs', () => {
    it('that somebody has scanned go with them', async () => {
      const [one, openid] = [handoff(), fresh('o')];
      await stores.one.handoffs.create(one);
      await stores.one.handoffs.move(one.id, 'new', 'scanned', 1500, { openid });
      await erased(stores.one, openid);
      expect(await stores.one.handoffs.find(one.id)).toBeUndefined();
    });
    it('one handle belongs to one of many that begin at once', async () => {
      const handleDigest = fresh('handle-');
      const made = await Promise.all(
        Array.from({ length: 20 }, (_, turn) =>
          (turn % 2 ? stores.one : stores.other).handoffs.create(handoff({ handleDigest })),
        ),
      );
      expect(made.filter(Boolean)).toHaveLength(1);
      expect(await stores.one.handoffs.byHandle(handleDigest)).toMatchObject({
        status: 'new',
        wantsName: 0,
        qrUrl: null,
      });
    });

    it('QR-09 are moved on by one of fifty at once, and only from where they stand', async () => {
      const row = handoff();
      await stores.one.handoffs.create(row);
      const take = (turn: number) =>
        (turn % 2 ? stores.one : stores.other).handoffs.move(row.id, 'new', 'scanned', 2000, { openid: `o${turn}` });
      const taken = (await Promise.all(Array.from({ length: 50 }, (_, turn) => take(turn)))).filter(Boolean);
      expect(taken).toHaveLength(1);
      expect(await stores.other.handoffs.find(row.id)).toMatchObject({
        status: 'scanned',
        openid: taken[0]!.openid,
        changedAt: 2000,
      });
      expect(await stores.one.handoffs.move(row.id, 'new', 'refused', 2000)).toBeUndefined();
    });

    it('QR-03 are not moved on once they have expired', async () => {
      const row = handoff();
      await stores.one.handoffs.create(row);
      expect(await stores.one.handoffs.move(row.id, 'new', 'scanned', row.expiresAt)).toBeUndefined();
      expect(await stores.one.handoffs.find(row.id)).toMatchObject({ status: 'new' });
    });

    it('make room by dropping the oldest that nobody has scanned', async () => {
      const [old, young, scanned] = [
        handoff({ startedAt: 1 }),
        handoff({ startedAt: 9e12 }),
        handoff({ startedAt: 0, expiresAt: 9e12 }),
      ];
      for (const each of [old, young, scanned]) await stores.one.handoffs.create(each);
      await stores.one.handoffs.move(scanned.id, 'new', 'scanned', 2000);
      await stores.one.handoffs.dropOldest(1);
      expect(await stores.one.handoffs.find(old.id)).toBeUndefined();
      expect(await stores.one.handoffs.find(young.id)).toBeDefined();
      expect(await stores.one.handoffs.find(scanned.id)).toBeDefined();
    });

    it('the newest of a kind is what a chat answers for', async () => {
      const chat = { appId: fresh('wx'), openid: fresh('o') };
      const begin = async (kind: NewHandoff['kind'], at: number) => {
        const row = handoff({ kind, appId: chat.appId });
        await stores.one.handoffs.create(row);
        await stores.one.handoffs.move(row.id, 'new', 'scanned', at, { openid: chat.openid });
        return row;
      };
      await begin('message_code', 2000);
      const newest = await begin('message_code', 3000);
      const scene = await begin('scene_qr', 4000);
      expect((await stores.other.handoffs.scannedInChat('message_code', chat, 5000))?.id).toBe(newest.id);
      expect((await stores.other.handoffs.scannedInChat('scene_qr', chat, 5000))?.id).toBe(scene.id);
      expect(await stores.one.handoffs.scannedInChat('scene_qr', chat, 121_000)).toBeUndefined();
      expect(await stores.one.handoffs.scannedInChat('scene_qr', { ...chat, appId: 'wx1' }, 5000)).toBeUndefined();
    });
  });

  describe('tries', () => {
    it('are counted by all nodes together, and afresh after their window', async () => {
      const key = fresh('key-');
      expect(await stores.one.tries.count(key, 1000)).toBe(0);
      const counts = await Promise.all(
        Array.from({ length: 40 }, (_, turn) => (turn % 2 ? stores.one : stores.other).tries.add(key, 1000, 600)),
      );
      expect([...counts].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
      expect(await stores.other.tries.count(key, 1599)).toBe(40);
      expect(await stores.other.tries.count(key, 1600)).toBe(0);
      expect(await stores.one.tries.add(key, 1600, 600)).toBe(1);
      expect(await stores.other.tries.count(key, 2199)).toBe(1);
    });

    it('are swept when their window is over', async () => {
      const [old, young] = [fresh('key-'), fresh('key-')];
      await stores.one.tries.add(old, 1000, 600);
      await stores.one.tries.add(young, 1000, 9e12);
      await stores.one.sweep(2000);
      expect([await stores.one.tries.count(old, 1000), await stores.one.tries.count(young, 1000)]).toEqual([0, 1]);
    });
  });
}
