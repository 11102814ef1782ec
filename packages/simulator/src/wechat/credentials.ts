import { BlockList, isIPv6 } from 'node:net';
import { valueAt } from '@mingpian/facts/fact';
import { lifetimes } from '@mingpian/facts/lifetimes';
import { rules } from '@mingpian/facts/rules';
import type { Account } from '../world/state.ts';
import { type Call, Refusal } from './call.ts';

/** The account of an AppID; case-sensitive. */
export function accountOfAppId(call: Call, appId: string, rule: string): Account {
  const account = call.world.accountOfAppId(appId);
  if (account === undefined) throw new Refusal(40013, rule);
  call.account = account;
  return account;
}

/** 40243 for a frozen secret, and what the date says for a wrong one. */
export function checkSecret(
  call: Call,
  account: Account,
  secret: string,
  rules_: { frozen: string; wrong: string },
): void {
  if (account.secretFrozen) throw new Refusal(40243, rules_.frozen);
  if (secret === account.appSecret) return;
  const errcode = call.world.hasQuirk(account, 'badSecretAs40001')
    ? 40001
    : (valueAt(rules.wrongSecretErrcode, call.world.now()) ?? 40125);
  throw new Refusal(errcode, rules_.wrong);
}

/** 40164 for a caller outside the list. Only the issuing of app tokens asks (T-27). */
export function checkIpAllowlist(call: Call, account: Account): void {
  if (account.ipAllowlist.length === 0 || !valueAt(rules.ipAllowlist, call.world.now())) return;
  if (isListed(account.ipAllowlist, call.callerIp)) return;
  const text = valueAt(rules.ipRefusedText, call.world.now()) ?? 'invalid ip {ip}, not in whitelist';
  throw new Refusal(40164, 'T-06', text.replaceAll('{ip}', call.callerIp));
}

/** Is the address one of these, or in one of these CIDR blocks? */
function isListed(entries: readonly string[], address: string): boolean {
  const family = (ip: string) => (isIPv6(ip) ? 'ipv6' : 'ipv4');
  const list = new BlockList();
  for (const entry of entries) {
    const [ip = '', bits] = entry.split('/');
    if (bits === undefined) list.addAddress(ip, family(ip));
    else list.addSubnet(ip, Number(bits), family(ip));
  }
  return list.check(address, family(address));
}

/** An address that WeChat finds risky waits for the administrator; a refusal blocks it for an hour, two for a day. */
export function checkIpConfirmation({ world }: Call, account: Account): void {
  if (!valueAt(rules.ipConfirmation, world.now())) return;
  const { pending, refusedAt } = account.ipConfirmation;
  const refusalsWithin = (seconds: number) => refusedAt.filter((at) => world.now() - at < seconds * 1000).length;
  if (refusalsWithin(lifetimes.ipRefusedTwice.value) >= 2) throw new Refusal(89506, 'T-24');
  if (refusalsWithin(lifetimes.ipRefusedOnce.value) >= 1) throw new Refusal(89507, 'T-24');
  if (pending) throw new Refusal(89503, 'T-24');
}

/** Accounts that get no app tokens at all. */
export function checkTokenRight(account: Account): void {
  if (account.frozen) throw new Refusal(50007, 'T-25');
  if (account.tokenBarred) throw new Refusal(50004, 'T-25');
}
