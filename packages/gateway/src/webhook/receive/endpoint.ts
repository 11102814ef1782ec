import { createPushReceiver, type PushReceiver } from '@mingpian/wechat/push-receiver';
import type { Account } from '../../accounts.ts';
import type { Parts } from '../../parts.ts';

/** Where the pushes of one account arrive. What is checked there was decided by the configuration, never by a request. */
export interface Endpoint {
  readonly account: Account;
  readonly receiver: PushReceiver;
  /** Plain pushes can be forged by whoever learns one signed URL. */
  readonly trusted: boolean;
}

/** 1. The account is one that receives pushes. */
export function endpointsByName({ accounts, wechatClock, random }: Parts): ReadonlyMap<string, Endpoint> {
  return new Map(
    accounts.all.flatMap((account): [string, Endpoint][] => {
      const { push, originalId, appId } = account;
      if (push === undefined || originalId === undefined) return [];
      const receiver = createPushReceiver({
        appId,
        originalId,
        mode: push.mode,
        format: push.format,
        token: push.token,
        previousTokens: push.previousTokens,
        previousEncodingAesKeys: push.previousEncodingAesKeys,
        clock: wechatClock,
        random,
        ...(push.encodingAesKey === undefined ? {} : { encodingAesKey: push.encodingAesKey }),
      });
      return [[account.name, { account, receiver, trusted: push.mode !== 'plain' || push.trustPlainPush }]];
    }),
  );
}
