/**
 * Looks at the real set-up, from outside where that is possible, and says what to do. The checks stand here in their order, each
 * in a file of its own under `checks/`. Nothing is changed: an app token is asked for in a way that leaves the live one alone.
 */
import { defaultTransport } from '@mingpian/wechat/transport';
import type { Parts } from '../parts.ts';
import { appToken } from './checks/app-token.ts';
import { callbackHost } from './checks/callback-host.ts';
import { database } from './checks/database.ts';
import { permissions } from './checks/permissions.ts';
import { publicAddress } from './checks/public-address.ts';
import { pushMode } from './checks/push-mode.ts';
import { verifyFiles } from './checks/verify-files.ts';
import { webhook } from './checks/webhook.ts';
import { wechatConsole } from './checks/wechat-console.ts';
import type { Finding } from './finding.ts';
import { type Check, type House, type Patient, visitor } from './patient.ts';

/** Of the gateway as a whole. */
const ofHouse: readonly Check<House>[] = [database, publicAddress, verifyFiles];
/** Of each account. */
const ofAccount: readonly Check<Patient>[] = [pushMode, webhook, appToken, permissions, wechatConsole, callbackHost];

export interface Diagnosis extends Finding {
  readonly check: string;
  /** Missing for what is about the gateway as a whole. */
  readonly account?: string;
}

/** Every finding in order, as it is made; of all accounts, or of the named one. */
export async function* diagnose(
  parts: House['parts'] & Pick<Parts, 'accounts'>,
  {
    account: only,
    transport = defaultTransport(),
  }: { account?: string; transport?: Parameters<typeof visitor>[0] } = {},
): AsyncGenerator<Diagnosis> {
  const house: House = { parts, visit: visitor(transport) };
  const failed = yield* examine(ofHouse, house, new Set(), {});
  for (const account of parts.accounts.all) {
    if (only !== undefined && account.name !== only) continue;
    yield* examine(ofAccount, { ...house, account }, new Set(failed), { account: account.name });
  }
}

async function* examine<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  failed: Set<string>,
  about: { account?: string },
): AsyncGenerator<Diagnosis, Set<string>> {
  for (const { name, needs = [], look } of checks) {
    const obstacle = needs.find((need) => failed.has(need));
    const finding: Finding = obstacle === undefined ? await look(subject) : skipped(obstacle);
    if (finding.outcome === 'problem' || finding.outcome === 'skipped') failed.add(name);
    yield { check: name, ...about, ...finding };
  }
  return failed;
}

const skipped = (obstacle: string): Finding => ({
  outcome: 'skipped',
  what: { zh: `没有检查：先解决 ${obstacle}。`, en: `Not looked at: ${obstacle} comes first.` },
});
