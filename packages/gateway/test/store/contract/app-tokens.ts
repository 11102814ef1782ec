import { describe, expect, it } from 'vitest';
import { fresh, type Stores } from './rows.ts';

export function describeAppTokens(stores: Stores): void {
  describe('app tokens', () => {
    it('are leased to one holder at a time, and again after the lease lapsed', async () => {
      const appId = fresh('wx-');
      const [a, b] = await Promise.all([
        stores.one.appTokens.lease(appId, 'a', 100, 0),
        stores.other.appTokens.lease(appId, 'b', 100, 0),
      ]);
      expect([a, b].filter(Boolean)).toHaveLength(1);
      const [holder, waiting] = a ? ['a', 'b'] : ['b', 'a'];
      expect(await stores.one.appTokens.lease(appId, waiting!, 199, 99)).toBe(false);
      expect(await stores.one.appTokens.lease(appId, holder!, 150, 99)).toBe(true);
      expect(await stores.one.appTokens.lease(appId, waiting!, 300, 150)).toBe(true);
    });
    it('are written by the lease holder only, and only over the generation it saw', async () => {
      const appId = fresh('wx-');
      const token = { valueSealed: 'sealed', issuedAt: 1, expiresAt: 2 };
      await stores.one.appTokens.lease(appId, 'a', 100, 0);
      expect(await stores.one.appTokens.write(appId, 'b', token, 0)).toBeUndefined();
      expect(await stores.one.appTokens.write(appId, 'a', token, 0)).toMatchObject({
        generation: 1,
        valueSealed: 'sealed',
      });
      expect(await stores.one.appTokens.write(appId, 'a', token, 0)).toBeUndefined();
      await stores.one.appTokens.release(appId, 'a');
      expect(await stores.one.appTokens.write(appId, 'a', token, 1)).toBeUndefined();
      expect(await stores.other.appTokens.find(appId)).toMatchObject({ generation: 1, leaseHolder: null });
    });
  });
}
