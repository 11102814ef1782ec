import { describe, expect, it } from 'vitest';
import type { NewPush } from '../../../src/store/inbox.ts';
import { fresh, push, type Stores } from './rows.ts';

export function describeInbox(stores: Stores): void {
  describe('inbox', () => {
    it('stores a push once and hands back the first row for a duplicate', async () => {
      const first = push();
      const again = { ...first, id: fresh('push-') };
      const [one] = await stores.one.inbox.accept([first]);
      await stores.one.inbox.finish(first.id, 'hello');
      const [two] = await stores.other.inbox.accept([again]);
      expect(one?.outcome).toBe('fresh');
      expect(two).toMatchObject({
        outcome: 'duplicate',
        replay: true,
        row: { id: first.id, reply: 'hello', state: 'done' },
      });
    });
    it('settles duplicates inside one group', async () => {
      const first = push();
      const retry = { ...first, id: fresh('push-'), signature: fresh('signature-') };
      const answers = await stores.one.inbox.accept([first, retry, push()]);
      expect(answers.map(({ outcome }) => outcome)).toEqual(['fresh', 'duplicate', 'fresh']);
    });
    it('keeps another body of the same key beside the first, without effects', async () => {
      const first = push();
      const changed = push({ dedupeKey: first.dedupeKey });
      await stores.one.inbox.accept([first]);
      const [answer] = await stores.one.inbox.accept([changed]);
      expect(answer).toMatchObject({ outcome: 'conflict', row: { state: 'held', flags: 'conflict' } });
      const [again] = await stores.one.inbox.accept([
        { ...changed, id: fresh('push-'), signature: fresh('signature-') },
      ]);
      expect(again?.outcome).toBe('duplicate');
    });
    it('refuses a signature that belongs to another document, and stores nothing', async () => {
      const first = push();
      const forged = push({ signature: first.signature });
      await stores.one.inbox.accept([first]);
      expect(await stores.other.inbox.accept([forged])).toEqual([{ outcome: 'replayed' }]);
      expect(await stores.one.inbox.find(forged.id)).toBeUndefined();
    });
    it('accepts one of 50 equal pushes that two gateways store at once, in groups of any order', async () => {
      const a = push();
      const b = push();
      const copy = (row: NewPush) => ({ ...row, id: fresh('push-') });
      const groups = Array.from({ length: 50 }, (_, turn) => (turn % 2 ? [copy(a), copy(b)] : [copy(b), copy(a)]));
      const answers = await Promise.all(
        groups.map((group, turn) => (turn % 2 ? stores.one : stores.other).inbox.accept(group)),
      );
      const outcomes = answers.flat().map(({ outcome }) => outcome);
      expect(outcomes.filter((outcome) => outcome === 'fresh')).toHaveLength(2);
      expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(98);
    });
    it('keeps the first reply', async () => {
      const row = push();
      await stores.one.inbox.accept([row]);
      expect(await stores.one.inbox.reply(row.id, 'first')).toBe('first');
      expect(await stores.other.inbox.reply(row.id, 'second')).toBe('first');
      expect(await stores.other.inbox.finish(row.id, 'third')).toBe('first');
    });
    it('is finished once, and a failure that is told afterwards does not open it again', async () => {
      const row = push();
      await stores.one.inbox.accept([row]);
      expect(await stores.one.inbox.finish(row.id, 'first')).toBe('first');
      expect(await stores.other.inbox.finish(row.id, 'second')).toBeUndefined();
      await stores.other.inbox.failed(row.id, 'timeout', 1_000);
      expect(await stores.one.inbox.find(row.id)).toMatchObject({ state: 'done', attempts: 0, reply: 'first' });
    });
    it('hands waiting rows to one taker, after the lease, until they are done or dead', async () => {
      const due = [push(), push({ receivedAt: 1400 })];
      const busy = push({ leasedUntil: 9_000 });
      await stores.one.inbox.accept([...due, busy]);
      const mine = new Set([...due, busy].map(({ id }) => id));
      const taken = (
        await Promise.all([stores.one.inbox.take(1000, 5_000, 8_000), stores.other.inbox.take(1000, 5_000, 8_000)])
      )
        .flat()
        .filter(({ id }) => mine.has(id));
      expect(taken.map(({ id }) => id).sort()).toEqual(due.map(({ id }) => id).sort());
      await stores.one.inbox.finish(due[0]!.id, '');
      await stores.one.inbox.failed(due[1]!.id, 'timeout', 20_000);
      await stores.one.inbox.failed(busy.id, 'timeout', null);
      const later = (await stores.one.inbox.take(1000, 20_000, 30_000)).filter(({ id }) => mine.has(id));
      expect(later).toMatchObject([{ id: due[1]!.id, attempts: 1, lastError: 'timeout' }]);
      expect(await stores.one.inbox.find(busy.id)).toMatchObject({ state: 'dead' });
      await stores.one.inbox.finish(due[1]!.id, '');
    });
    it('gives one waiting row to one of many, and all of them after the leases are void', async () => {
      const row = push({ leasedUntil: 5_000 });
      await stores.one.inbox.accept([row]);
      expect(await stores.one.inbox.takeOne(row.id, 4_999, 9_000)).toBeUndefined();
      await stores.one.inbox.voidLeases();
      const taken = await Promise.all([
        stores.one.inbox.takeOne(row.id, 1_000, 9_000),
        stores.other.inbox.takeOne(row.id, 1_000, 9_000),
      ]);
      expect(taken.filter((one) => one !== undefined)).toHaveLength(1);
      await stores.one.inbox.finish(row.id, '');
      expect(await stores.one.inbox.takeOne(row.id, 99_000, 100_000)).toBeUndefined();
    });
    it('forgets the documents of one openid and still knows the duplicate', async () => {
      const row = push({ openid: 'oForget' });
      await stores.one.inbox.accept([row]);
      await stores.one.inbox.finish(row.id, 'hello');
      await stores.one.inbox.forget('wx1', 'oForget');
      expect(await stores.one.inbox.find(row.id)).toMatchObject({ document: '', openid: null });
      expect((await stores.one.inbox.accept([{ ...row, id: fresh('push-') }]))[0]?.outcome).toBe('duplicate');
    });
  });
}
