import { describe, expect, it } from 'vitest';
import { fresh, person, push, type Stores, session } from './rows.ts';

export function describeWhole(stores: Stores): void {
  describe('migrations', () => {
    it('apply nothing the second time and pass the check', async () => {
      expect(await stores.one.migrate()).toEqual([]);
      await expect(stores.one.check()).resolves.toBeUndefined();
    });
    it('may be run by two gateways at once', async () => {
      expect((await Promise.all([stores.one.migrate(), stores.other.migrate()])).flat()).toEqual([]);
    });
  });

  describe('transactions', () => {
    it('undo everything when the work throws', async () => {
      const id = fresh('person-');
      const failed = stores.one.transaction(async (inside) => {
        await inside.people.create({ id, createdAt: 1 });
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      expect(await stores.one.people.find(id)).toBeUndefined();
    });
    it('do not nest', async () => {
      await expect(stores.one.transaction((inside) => inside.transaction(async () => 1))).rejects.toThrow(TypeError);
    });
  });

  describe('sweep', () => {
    it('removes what has expired and keeps what lives', async () => {
      const [gone, stays] = [
        session(await person(stores.one)),
        { ...session(await person(stores.one)), expiresAt: 9e15 },
      ];
      await stores.one.sessions.create(gone);
      await stores.one.sessions.create(stays);
      const waiting = push({ receivedAt: 0, openid: fresh('o') });
      await stores.one.inbox.accept([waiting]);
      const day = 86_400_000;
      const dead = push({ receivedAt: 0, openid: fresh('o') });
      await stores.one.inbox.accept([dead]);
      await stores.one.inbox.failed(dead.id, 'timeout', null);
      await stores.one.sweep(7 * day);
      expect(await stores.one.inbox.find(dead.id)).toMatchObject({ document: '<xml/>' });
      await stores.one.sweep(7 * day + 1);
      expect(await stores.one.inbox.find(dead.id)).toMatchObject({ state: 'dead', document: '', lastError: 'timeout' });
      await stores.one.sweep(8e15);
      expect(await stores.one.inbox.find(dead.id)).toBeUndefined();
      expect(await stores.one.sessions.find(gone.idDigest, 0)).toBeUndefined();
      expect(await stores.one.sessions.find(stays.idDigest, 0)).toBeDefined();
      expect(await stores.one.inbox.find(waiting.id)).toMatchObject({ document: '<xml/>' });
    });
  });
}
