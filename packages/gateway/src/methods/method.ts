/**
 * The ways to sign in, as data: what each needs of an account and in which browsers it can be offered. `offered.ts` chooses
 * from it at run time, the guards of the configuration refuse what can never be offered.
 */
import type { Capability } from '@mingpian/facts/permissions';

/**
 * `wechat`: in WeChat's own browser. `link_qr`: the desktop shows an address, the phone authorises and confirms. `website`:
 * WeChat's own page for websites. `scene_qr`: a code of the account, which the phone follows or scans. `message_code`: a code
 * is sent to the account. An account that borrows offers what its lender makes possible.
 */
export const methods = ['wechat', 'link_qr', 'website', 'scene_qr', 'message_code'] as const;
export type Method = (typeof methods)[number];

/** Those that another device completes while this browser waits. */
export const handoffMethods = ['link_qr', 'scene_qr', 'message_code'] as const satisfies readonly Method[];
export type HandoffMethod = (typeof handoffMethods)[number];

export function isHandoff(method: string): method is HandoffMethod {
  return (handoffMethods as readonly string[]).includes(method);
}

/** `wechat` is WeChat's own, on phones and computers; `phone` another browser on a phone; `desktop` everything else. */
export type BrowserKind = 'wechat' | 'desktop' | 'phone';

export interface MethodFact {
  readonly method: Method;
  /** Of the account itself. */
  readonly capabilities: readonly Capability[];
  /**
   * `authoriser`: the account authorises or borrows; `chat`: its pushes prove who wrote; `website`: it is a website app or has
   * one in its open-platform group.
   */
  readonly through: 'authoriser' | 'chat' | 'website';
  /** Where it can be offered. */
  readonly browsers: readonly BrowserKind[];
  /** Only where it is named: whether people should follow an account in order to sign in is the operator's to say. */
  readonly named?: true;
}

/** In the order of preference. */
export const methodFacts: readonly MethodFact[] = [
  { method: 'wechat', capabilities: [], through: 'authoriser', browsers: ['wechat'] },
  { method: 'link_qr', capabilities: [], through: 'authoriser', browsers: ['desktop'] },
  { method: 'website', capabilities: [], through: 'website', browsers: ['desktop'] },
  { method: 'scene_qr', capabilities: ['push', 'qrcode'], through: 'chat', browsers: ['desktop'], named: true },
  { method: 'message_code', capabilities: ['push'], through: 'chat', browsers: ['wechat', 'phone', 'desktop'] },
];
