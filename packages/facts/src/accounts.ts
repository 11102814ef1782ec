import type { Provenance } from './fact.ts';

export type AccountKind = 'service' | 'subscription' | 'sandbox' | 'website' | 'miniprogram';

export interface AccountFact extends Provenance {
  readonly kind: AccountKind;
  readonly zh: string;
  readonly en: string;
  /** Has a verification (微信认证) that can be present, absent or lapsed. */
  readonly verifiable: boolean;
  /** May belong to an open-platform account, and so give a unionid. */
  readonly bindable: boolean;
  /** Has an original id, receives pushes and talks to followers. */
  readonly conversation: boolean;
  /** Is the IP white list checked when it fetches an app token (from the date in rules.ts on)? */
  readonly ipAllowlist: boolean;
}

// biome-ignore format: one line a row
export const accounts = [
  { kind: 'service', zh: '服务号', en: 'service account', verifiable: true, bindable: true, conversation: true, ipAllowlist: true, source: 'PRIV-EN', grade: 'documented' },
  { kind: 'subscription', zh: '公众号（原订阅号）', en: 'subscription account', verifiable: true, bindable: true, conversation: true, ipAllowlist: true, source: ['PRIV-EN', 'SUB-ENC'], grade: 'documented' },
  { kind: 'sandbox', zh: '接口测试号', en: 'test account', verifiable: false, bindable: false, conversation: true, ipAllowlist: false, source: 'SANDBOX', grade: 'documented' },
  { kind: 'website', zh: '网站应用', en: 'website application', verifiable: false, bindable: true, conversation: false, ipAllowlist: true, source: 'WEB-LOGIN', grade: 'documented' },
  { kind: 'miniprogram', zh: '小程序', en: 'mini program', verifiable: false, bindable: true, conversation: false, ipAllowlist: false, source: 'FIELD', grade: 'reported' },
] as const satisfies readonly AccountFact[];

export function accountFact(kind: AccountKind): AccountFact {
  return accounts.find((row) => row.kind === kind) as AccountFact;
}
