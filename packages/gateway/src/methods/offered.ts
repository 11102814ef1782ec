/** Which ways to sign in an account can offer, by the facts about accounts and what is configured. */
import { type Capability, permits } from '@mingpian/facts/permissions';
import type { AccountConfig, ClientConfig } from '../config/shape.ts';
import { type BrowserKind, type Method, methodFacts } from './method.ts';

type Offering = Pick<AccountConfig, 'kind' | 'verified' | 'borrows' | 'push'>;

/** Every way that the account could offer in some browser at `now`, in the order of `methodFacts`. */
export function possibleMethods(account: Offering, now: number): readonly Method[] {
  const may = (capability: Capability) => permits(capability, account, now);
  const means = {
    authoriser: permits('webAuthorisation', account, now) || account.borrows !== undefined,
    // A plain push that is not trusted proves nobody.
    chat: account.push !== undefined && (account.push.mode !== 'plain' || account.push.trustPlainPush),
  };
  return methodFacts
    .filter(({ capabilities, through }) => means[through] && capabilities.every(may))
    .map(({ method }) => method);
}

/** What a client offers in this kind of browser, first what is shown first. */
export function offeredMethods(
  possible: readonly Method[],
  client: Pick<ClientConfig, 'methods'> | undefined,
  browser: BrowserKind,
): readonly Method[] {
  return methodFacts
    .filter(({ method, browsers }) => browsers.includes(browser) && possible.includes(method))
    .map(({ method }) => method)
    .filter((method) => client?.methods === undefined || client.methods.includes(method))
    .sort((a, b) => (client?.methods === undefined ? 0 : client.methods.indexOf(a) - client.methods.indexOf(b)));
}

/** Chooses pages, never permissions: anybody can write this header. */
export function browserKind(userAgent: string): BrowserKind {
  if (/MicroMessenger/i.test(userAgent)) return 'wechat';
  return /Android|iPhone|iPod|HarmonyOS|\bMobile\b/i.test(userAgent) ? 'phone' : 'desktop';
}
