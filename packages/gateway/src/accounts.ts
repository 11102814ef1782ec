import type { Capability } from '@mingpian/facts/permissions';
import { permits } from '@mingpian/facts/permissions';
import type { ObservedCall } from '@mingpian/wechat/caller';
import { createWeChat, type WeChat } from '@mingpian/wechat/client';
import { type Hosts, hostsAt, wechatHosts } from '@mingpian/wechat/hosts';
import type { AppTokenStore, Clock, Random, Sleep, Transport } from '@mingpian/wechat/ports';
import { defaultTransport } from '@mingpian/wechat/transport';
import type { AccountConfig, Config } from './config/shape.ts';
import { websiteOf } from './methods/offered.ts';

/** One configured account with its client to WeChat. */
export interface Account extends AccountConfig {
  readonly wechat: WeChat;
  /** The way to WeChat, for calls that the client has no operation for. */
  readonly transport: Transport;
  /** May this account use the capability now, by its kind and verification? */
  may(capability: Capability): boolean;
}

export interface Accounts {
  readonly all: readonly Account[];
  readonly hosts: Hosts;
  byName(name: string): Account | undefined;
  byAppId(appId: string): Account | undefined;
  /**
   * The account through whose web authorisation people of this one sign in: itself, or the one it borrows; undefined where
   * neither has that right.
   */
  authoriser(account: Account): Account | undefined;
  /** The website app by which people of this account sign in on a computer: itself, or one of its open-platform group. */
  website(account: Account): Account | undefined;
  /** As `authoriser`; an account without such a right may also have a mate in its open-platform group that has it. */
  signInWay(account: Account): { account: Account; how: 'own' | 'borrowed' | 'group' } | undefined;
}

export function createAccounts(
  config: Config,
  deps: {
    transport?: Transport;
    /** Wraps the transport of one account. */
    guarded?: (account: AccountConfig, transport: Transport) => Transport;
    clock: Clock;
    random: Random;
    sleep: Sleep;
    appTokenStore: AppTokenStore;
    /** Told of every call to WeChat. */
    onCall?: (account: string, call: ObservedCall) => void;
  },
): Accounts {
  const hosts = config.simulator === undefined ? wechatHosts : hostsAt(config.simulator);
  const { onCall, guarded } = deps;
  const sending = deps.transport ?? defaultTransport();
  const all = config.accounts.map((account): Account => {
    const transport = guarded?.(account, sending) ?? sending;
    const wechat = createWeChat({
      appId: account.appId,
      appSecret: account.appSecret,
      appToken: account.appToken,
      appTokenStore: deps.appTokenStore,
      hosts,
      clock: deps.clock,
      random: deps.random,
      sleep: deps.sleep,
      transport,
      ...(onCall === undefined ? {} : { onCall: (call) => onCall(account.name, call) }),
    });
    return { ...account, wechat, transport, may: (capability) => permits(capability, account, deps.clock.now()) };
  });
  const named = new Map(all.map((account) => [account.name, account]));
  const identified = new Map(all.map((account) => [account.appId, account]));
  const authoriser = (account: Account) => {
    if (account.may('webAuthorisation')) return account;
    return account.borrows === undefined ? undefined : named.get(account.borrows);
  };
  return {
    all,
    hosts,
    byName: (name) => named.get(name),
    byAppId: (appId) => identified.get(appId),
    authoriser,
    website: (account) => websiteOf(account, all, (each) => each.may('websiteLogin')),
    signInWay(account) {
      const through = authoriser(account);
      if (through !== undefined) return { account: through, how: through === account ? 'own' : 'borrowed' };
      const mate = all.find((each) => each.openPlatform === account.openPlatform && each.may('webAuthorisation'));
      return mate === undefined || account.openPlatform === undefined ? undefined : { account: mate, how: 'group' };
    },
  };
}

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
