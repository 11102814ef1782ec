/**
 * The ways to sign in, as data: what each needs of an account and in which browsers it can be offered. `offered.ts` chooses
 * from it at run time, the guards of the configuration refuse what can never be offered.
 */
import type { Capability } from '@mingpian/facts/permissions';

/**
 * `wechat`: in WeChat's own browser. `link_qr`: the desktop shows an address, the phone authorises and confirms.
 * `message_code`: a code is sent to the account.
 */
export const methods = ['wechat', 'link_qr', 'message_code'] as const;
export type Method = (typeof methods)[number];

/** `wechat` is WeChat's own, on phones and computers; `phone` another browser on a phone; `desktop` everything else. */
export type BrowserKind = 'wechat' | 'desktop' | 'phone';

export interface MethodFact {
  readonly method: Method;
  /** Of the account itself. */
  readonly capabilities: readonly Capability[];
  /** `authoriser`: the account authorises or borrows; `chat`: its pushes prove who wrote. */
  readonly through: 'authoriser' | 'chat';
  /** In the order of preference of the browser; first what is shown first. */
  readonly browsers: readonly BrowserKind[];
}

export const methodFacts: readonly MethodFact[] = [
  { method: 'wechat', capabilities: [], through: 'authoriser', browsers: ['wechat'] },
  { method: 'link_qr', capabilities: [], through: 'authoriser', browsers: ['desktop'] },
  { method: 'message_code', capabilities: ['push'], through: 'chat', browsers: ['phone', 'desktop'] },
];
