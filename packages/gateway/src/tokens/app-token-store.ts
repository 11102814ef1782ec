import type { AppTokenStore } from '@mingpian/wechat/ports';
import { SealError, type Sealer } from '../sealer.ts';
import type { AppTokenRow, AppTokenTable } from '../store/app-tokens.ts';

/** Keeps app tokens in the database, encrypted, so that all nodes share one and the lease fences off late writers. */
export function storedAppTokens(table: AppTokenTable, sealer: Sealer): AppTokenStore {
  const place = (appId: string) => ['app_tokens', 'value_sealed', appId];
  const opened = (row: AppTokenRow | undefined) => {
    if (row === undefined || row.valueSealed === null) return undefined;
    const { issuedAt, expiresAt, generation } = row;
    try {
      return { value: sealer.open(row.valueSealed, place(row.appId)), issuedAt, expiresAt, generation };
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      // Sealed with a root secret of before: as good as expired, and the next one still follows its generation.
      return { value: '', issuedAt: 0, expiresAt: 0, generation };
    }
  };
  return {
    read: async (appId) => opened(await table.find(appId)),
    lease: (appId, holder, forMs, now) => table.lease(appId, holder, now + forMs, now),
    async write(appId, holder, { value, issuedAt, expiresAt }, after) {
      const valueSealed = sealer.seal(value, place(appId));
      return opened(await table.write(appId, holder, { valueSealed, issuedAt, expiresAt }, after));
    },
    release: (appId, holder) => table.release(appId, holder),
  };
}
