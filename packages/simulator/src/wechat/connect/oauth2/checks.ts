/** What WeChat looks at before an authorisation, in the order of `pageOrder`; the first page ends the visit (row A-40). */
import type { PageError } from '../visit.ts';
import { noPlatform, notBanned, officialAccount } from './checks/account.ts';
import { callbackHost } from './checks/callback-host.ts';
import { frequency } from './checks/frequency.ts';
import { insideWeChat } from './checks/inside-wechat.ts';
import { linkForm } from './checks/link-form.ts';
import { requiredParameters } from './checks/required-parameters.ts';
import { scopeRight } from './checks/scope.ts';
import { stateForm } from './checks/state.ts';
import { testFollower } from './checks/test-follower.ts';
import type { Check, Link } from './link.ts';

const checks: readonly Check[] = [
  requiredParameters,
  insideWeChat,
  officialAccount,
  noPlatform,
  notBanned,
  scopeRight,
  callbackHost,
  linkForm,
  stateForm,
  testFollower,
  frequency,
];

export function firstRefusal(link: Link): PageError | undefined {
  for (const check of checks) {
    const page = check(link);
    if (page !== undefined) return page;
  }
  return undefined;
}
