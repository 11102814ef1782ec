import type { AccountConfig } from '../config/shape.ts';

/**
 * Does the account sign people in through somebody else's? A borrowed account outside the declared group is a foreign
 * identity domain: its unionids say nothing about ours.
 */
export function isForeign(account: AccountConfig, authoriser: AccountConfig): boolean {
  return account.name !== authoriser.name && !sameGroup(account, authoriser);
}

export function sameGroup(a: AccountConfig, b: AccountConfig): boolean {
  return a.openPlatform !== undefined && a.openPlatform === b.openPlatform;
}
