/**
 * The jsapi_ticket of an account, with which pages are signed. It lives two hours and is limited per day, so all nodes keep one
 * beside the app token, encrypted. Fetched twice by chance it is the same ticket; so nobody waits for anybody here.
 */
import type { Clock, Random } from '@mingpian/wechat/ports';
import type { Account } from '../accounts.ts';
import { newHandle } from '../ids.ts';
import { SealError, type Sealer } from '../sealer.ts';
import type { AppTokenTable } from '../store/app-tokens.ts';

/** A ticket with less left is not used any more, in milliseconds. */
const safety = 60_000;
const lease = 15_000;

export interface JsTickets {
  /** A ticket that lives. @throws {WeChatError} */
  get(account: Account): Promise<string>;
}

export function createJsTickets(
  table: AppTokenTable,
  { sealer, random, wechatClock }: { sealer: Sealer; random: Random; wechatClock: Clock },
): JsTickets {
  const flights = new Map<string, Promise<string>>();
  const place = (key: string) => ['app_tokens', 'value_sealed', key];

  async function find(account: Account): Promise<string> {
    const key = `${account.appId} jsapi`;
    const now = wechatClock.now();
    const row = await table.find(key);
    const kept = row?.valueSealed == null || row.expiresAt - safety <= now ? undefined : opened(row.valueSealed, key);
    return kept ?? fetch(account, key, row?.generation ?? 0);
  }

  function opened(sealed: string, key: string): string | undefined {
    try {
      return sealer.open(sealed, place(key));
    } catch (error) {
      if (error instanceof SealError) return undefined;
      throw error;
    }
  }

  async function fetch(account: Account, key: string, generation: number): Promise<string> {
    const { ticket, expiresIn } = await account.wechat.jsSdk.ticket();
    const now = wechatClock.now();
    const holder = newHandle(random);
    // Whoever is first keeps it for all; another one has the same.
    if (await table.lease(key, holder, now + lease, now)) {
      const token = { valueSealed: sealer.seal(ticket, place(key)), issuedAt: now, expiresAt: now + expiresIn * 1000 };
      const written = await table.write(key, holder, token, generation);
      if (written === undefined) await table.release(key, holder);
    }
    return ticket;
  }

  return {
    get(account) {
      const flying = flights.get(account.appId);
      if (flying !== undefined) return flying;
      const flight = find(account).finally(() => flights.delete(account.appId));
      flights.set(account.appId, flight);
      return flight;
    },
  };
}
