import { describe, expect, it } from 'vitest';
import type { SealedValue } from '../../../src/store/sealed-values.ts';
import { fresh, type Stores } from './rows.ts';

export function describePapers(stores: Stores): void {
  describe('papers', () => {
    it('chain the audit, also when two write at once, and tell what was changed', async () => {
      const row = () => ({ id: fresh('a'), at: 1, kind: 'merged', personId: null, account: null, detail: '{}' });
      const before = await stores.one.audit.head();
      await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? stores.one : stores.other).audit.append(row())));
      const head = await stores.one.audit.head();
      expect(head.position).toBe(before.position + 10);
      expect(await stores.other.audit.verify()).toEqual({ intact: true, position: head.position });
      await stores.one.audit.append(row());
      expect(await stores.other.audit.verify(head.hash)).toMatchObject({ intact: true });
      expect(await stores.other.audit.verify('0'.repeat(64))).toMatchObject({ intact: false });
    });
    it('take a merge for its undo once, while it is young enough', async () => {
      const id = fresh('m');
      const moved = { identities: [{ appId: 'wx1', openid: 'oA' }], unions: [] };
      await stores.one.merges.append({
        id,
        at: 1000,
        reason: 'link',
        account: 'service',
        personId: 'p',
        formerId: null,
        moved,
      });
      expect(await stores.one.merges.take(id, { since: 1001, at: 2000 })).toBeUndefined();
      const taken = await Promise.all(
        [stores.one, stores.other].map((by) => by.merges.take(id, { since: 1000, at: 2000 })),
      );
      expect(taken.filter((row) => row !== undefined)).toMatchObject([{ moved, undoneAt: 2000 }]);
    });
    it('know every column that holds ciphertext, and replace a value only where it still stands', async () => {
      const erasureId = fresh('e');
      await stores.one.copies.keep({ erasureId, at: 1, expiresAt: 10, sealed: 'before' });
      const values: SealedValue[] = [];
      for await (const value of stores.one.sealedValues.all()) values.push(value);
      const value = values.find(({ place }) => place[2] === erasureId)!;
      expect(value).toEqual({ place: ['sealed_copies', 'sealed', erasureId], sealed: 'before' });
      expect(await stores.other.sealedValues.replace(value, 'after')).toBe(true);
      expect(await stores.one.sealedValues.replace(value, 'late')).toBe(false);
      expect(await stores.one.copies.take(erasureId, 1)).toMatchObject({ sealed: 'after' });
    });
    it('know a revoked key by its digest, once', async () => {
      const key = { keyDigest: fresh('key-'), name: 'erp', revokedAt: 1 };
      expect(await stores.one.revokedKeys.has(key.keyDigest)).toBe(false);
      const added = await Promise.all([stores.one, stores.other].map((by) => by.revokedKeys.add(key)));
      expect(added.filter(Boolean)).toHaveLength(1);
      expect(await stores.other.revokedKeys.has(key.keyDigest)).toBe(true);
    });
    it('hand out a sealed copy once, while it lives', async () => {
      const erasureId = fresh('e');
      await stores.one.copies.keep({ erasureId, at: 1, expiresAt: 10, sealed: 'x' });
      expect(await stores.one.copies.take(erasureId, 10)).toBeUndefined();
      const taken = await Promise.all([stores.one, stores.other].map((by) => by.copies.take(erasureId, 9)));
      expect(taken.filter((row) => row !== undefined)).toHaveLength(1);
    });
    it('keep audit, reviews and receipts', async () => {
      const personId = fresh('person-');
      await stores.one.audit.append({ id: fresh('a'), at: 1, kind: 'merge', personId, account: null, detail: '{}' });
      expect(await stores.one.audit.list({ limit: 5, personId })).toHaveLength(1);
      const review = fresh('r');
      await stores.one.reviews.append({
        id: review,
        at: 1,
        kind: 'unionid_conflict',
        account: 'service',
        detail: '{}',
      });
      expect(await stores.one.reviews.settle(review, 2)).toBe(true);
      expect(await stores.one.reviews.settle(review, 3)).toBe(false);
      const receipt = { at: 50, account: 'service', reason: 'revoke', outcome: 'done' as const, scope: 'profile' };
      const before = await stores.one.erasures.countSince(50);
      await stores.one.erasures.append({ ...receipt, id: fresh('e'), subjectDigest: 'x' });
      await stores.one.erasures.append({ ...receipt, id: fresh('e'), subjectDigest: 'x' });
      expect((await stores.one.erasures.countSince(50)) - before).toBe(1);
      expect(await stores.one.erasures.ofSubject('x')).toHaveLength(2);
    });
  });
}
