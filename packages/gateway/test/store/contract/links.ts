import { describe, expect, it } from 'vitest';
import type { LinkCode } from '../../../src/store/links.ts';
import { erased, fresh, type Stores } from './rows.ts';

export function describeLinks(stores: Stores): void {
  describe('link tickets and codes', () => {
    it('LNK-03 a ticket taken 20 times at once is taken once', async () => {
      const ticketDigest = fresh('ticket-');
      const ticket = {
        ticketDigest,
        purpose: 'link' as const,
        account: 'unverified',
        appId: 'wx3',
        openid: 'oA',
        targetAccount: 'service',
        createdAt: 0,
        expiresAt: 600,
      };
      await stores.one.linkTickets.create(ticket);
      expect(await stores.one.linkTickets.take(ticketDigest, 'login', 1)).toBeUndefined();
      expect(await stores.one.linkTickets.take(ticketDigest, 'link', 600)).toBeUndefined();
      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, turn) =>
          (turn % 2 ? stores.one : stores.other).linkTickets.take(ticketDigest, 'link', 599),
        ),
      );
      expect(taken.filter((row) => row !== undefined)).toMatchObject([{ usedAt: 599, openid: 'oA' }]);
    });

    const code = (): Omit<LinkCode, 'tries' | 'status' | 'settledAt'> => ({
      id: fresh('link-code-'),
      ticketDigest: 't',
      loginId: 'l',
      account: 'unverified',
      appId: 'wx3',
      openid: fresh('o'),
      targetAccount: 'service',
      targetAppId: 'wx1',
      targetOpenid: 'oB',
      codeDigest: 'right',
      createdAt: 0,
      expiresAt: 300,
    });
    it('a code goes with either of its two sides', async () => {
      const side = { targetAppId: 'wx1', targetOpenid: fresh('o') };
      const [chat, web] = [
        { ...code(), appId: 'wx1' },
        { ...code(), ...side },
      ];
      for (const each of [chat, web]) await stores.one.linkCodes.create(each);
      await erased(stores.one, chat.openid);
      await erased(stores.one, side.targetOpenid);
      for (const { id } of [chat, web]) expect(await stores.one.linkCodes.find(id)).toBeUndefined();
    });
    it('LNK-06 a code is burnt by the fifth wrong try', async () => {
      const one = code();
      await stores.one.linkCodes.create(one);
      for (let miss = 1; miss <= 4; miss++) {
        expect(await stores.one.linkCodes.miss(one.id, 5, 10)).toMatchObject({ tries: miss, status: 'open' });
      }
      expect(await stores.one.linkCodes.miss(one.id, 5, 10)).toMatchObject({ tries: 5, status: 'burnt' });
      expect(await stores.one.linkCodes.confirm(one.id, 'right', 11)).toBeUndefined();
      expect(await stores.one.linkCodes.openFor('wx3', one.openid, 11)).toBeUndefined();
    });
    it('a code is confirmed once, with the right digest, in time', async () => {
      const one = code();
      await stores.one.linkCodes.create(one);
      expect((await stores.one.linkCodes.openFor('wx3', one.openid, 299))?.id).toBe(one.id);
      expect(await stores.one.linkCodes.confirm(one.id, 'wrong', 10)).toBeUndefined();
      expect(await stores.one.linkCodes.confirm(one.id, 'right', 300)).toBeUndefined();
      const confirmed = await Promise.all([
        stores.one.linkCodes.confirm(one.id, 'right', 299),
        stores.other.linkCodes.confirm(one.id, 'right', 299),
      ]);
      expect(confirmed.filter((row) => row !== undefined)).toMatchObject([{ status: 'confirmed', settledAt: 299 }]);
    });
  });
}
