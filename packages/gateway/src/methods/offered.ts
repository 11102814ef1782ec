/** Which ways to sign in an account can offer, by the facts about accounts and what is configured. */
import { type Capability, permits } from '@mingpian/facts/permissions';
import type { AccountConfig } from '../config/shape.ts';
import { type BrowserKind, type Method, methodFacts } from './method.ts';

type Offering = Pick<AccountConfig, 'kind' | 'verified' | 'borrows' | 'push' | 'openPlatform'>;

/** Every way that the account could offer in some browser at `now`, in the order of preference. `all` are the accounts there are. */
export function possibleMethods(account: Offering, all: readonly Offering[], now: number): readonly Method[] {
  const may = (capability: Capability) => permits(capability, account, now);
  const means = {
    authoriser: may('webAuthorisation') || account.borrows !== undefined,
    // A plain push that is not trusted proves nobody.
    chat: account.push !== undefined && (account.push.mode !== 'plain' || account.push.trustPlainPush),
    website: websiteOf(account, all, (each) => permits('websiteLogin', each, now)) !== undefined,
  };
  return methodFacts
    .filter(({ capabilities, through }) => means[through] && capabilities.every(may))
    .map(({ method }) => method);
}

/** The website app for people of this account: itself, or one of its open-platform group, where the unionid joins the two. */
export function websiteOf<Each extends Offering>(
  account: Each,
  all: readonly Each[],
  may: (each: Each) => boolean,
): Each | undefined {
  if (may(account)) return account;
  if (account.openPlatform === undefined) return undefined;
  return all.find((each) => each.openPlatform === account.openPlatform && may(each));
}

/** What is offered in this kind of browser, first what is shown first. `named` is what a client or an account lists. */
export function offeredMethods(
  possible: readonly Method[],
  named: readonly Method[] | undefined,
  browser: BrowserKind,
): readonly Method[] {
  const fitting = methodFacts.filter(({ method, browsers }) => browsers.includes(browser) && possible.includes(method));
  if (named === undefined) return fitting.filter((fact) => !fact.named).map(({ method }) => method);
  return named.filter((each) => fitting.some(({ method }) => method === each));
}

/** Chooses pages, never permissions: anybody can write this header. */
export function browserKind(userAgent: string): BrowserKind {
  if (/MicroMessenger/i.test(userAgent)) return 'wechat';
  return /Android|iPhone|iPod|HarmonyOS|\bMobile\b/i.test(userAgent) ? 'phone' : 'desktop';
}
