import type { AccountKind } from './accounts.ts';
import { inForce, type Provenance } from './fact.ts';

export type Capability =
  | 'appToken'
  | 'push'
  | 'userInfo'
  | 'remark'
  | 'webAuthorisation'
  | 'qrcode'
  | 'location'
  | 'menu'
  | 'customerMessage'
  | 'templateMessage'
  | 'unionid'
  | 'jsTicket'
  | 'websiteLogin'
  | 'miniprogramLogin';

export interface Permission extends Provenance {
  readonly capability: Capability;
  readonly kind: AccountKind;
  readonly verified: boolean | 'any';
  readonly granted: boolean;
}

/** The columns of the matrix below. Only service and subscription accounts can be verified or not. */
const columns = [
  { kind: 'subscription', verified: false },
  { kind: 'subscription', verified: true },
  { kind: 'service', verified: false },
  { kind: 'service', verified: true },
  { kind: 'sandbox', verified: 'any' },
  { kind: 'website', verified: 'any' },
  { kind: 'miniprogram', verified: 'any' },
] as const satisfies readonly Pick<Permission, 'kind' | 'verified'>[];

type Mark = '●' | '·';
type Row = Provenance & {
  readonly capability: Capability;
  readonly marks: readonly [Mark, Mark, Mark, Mark, Mark, Mark, Mark];
};

/** ● has it, · has not. unionid also needs the account to be bound to an open-platform account. */
// biome-ignore format: one line a row keeps the matrix readable
const matrix: readonly Row[] = [
  //                               subscription  service    sandbox website mini
  //                               unver. ver.   unver. ver.                program
  { capability: 'appToken',         marks: ['●', '●', '●', '●', '●', '●', '●'], source: ['PRIV-EN', 'MUD-AUTH'], grade: 'documented' },
  { capability: 'push',             marks: ['●', '●', '●', '●', '●', '·', '·'], source: 'PRIV-EN', grade: 'documented' },
  { capability: 'userInfo',         marks: ['·', '●', '·', '●', '●', '·', '·'], source: ['UI', 'PRIV-EN'], grade: 'documented' },
  // The text of the page says verified service accounts only, its table says verified subscription accounts too.
  { capability: 'remark',           marks: ['·', '●', '·', '●', '●', '·', '·'], source: ['MUD-USER', 'PRIV-EN'], grade: 'documented' },
  { capability: 'webAuthorisation', marks: ['·', '·', '·', '●', '●', '·', '·'], source: ['SNS-AT', 'PRIV-EN'], grade: 'documented' },
  { capability: 'qrcode',           marks: ['·', '·', '·', '●', '●', '·', '·'], source: ['MUD-QR', 'PRIV-EN'], grade: 'documented' },
  { capability: 'location',         marks: ['·', '·', '·', '●', '●', '·', '·'], source: 'PRIV-EN', grade: 'documented' },
  // The older table gave the menu to unverified service accounts as well.
  { capability: 'menu',             marks: ['·', '●', '·', '●', '●', '·', '·'], source: ['MENU', 'PRIV-EN'], grade: 'documented' },
  { capability: 'customerMessage',  marks: ['·', '●', '·', '●', '●', '·', '·'], source: 'PRIV-EN', grade: 'documented' },
  { capability: 'templateMessage',  marks: ['·', '·', '·', '●', '●', '·', '·'], source: ['PRIV-EN', 'SANDBOX'], grade: 'documented' },
  { capability: 'unionid',          marks: ['·', '●', '·', '●', '·', '●', '●'], source: 'ANN-UNIONID-2014', grade: 'documented', since: '2014-06-27' },
  { capability: 'jsTicket',         marks: ['●', '●', '●', '●', '●', '·', '·'], source: 'PRIV-EN', grade: 'documented' },
  { capability: 'websiteLogin',     marks: ['·', '·', '·', '·', '·', '●', '·'], source: 'WEB-LOGIN', grade: 'documented' },
  { capability: 'miniprogramLogin', marks: ['·', '·', '·', '·', '·', '·', '●'], source: 'FIELD', grade: 'reported' },
];

/** The matrix, one row a cell. */
export const permissions: readonly Permission[] = /* @__PURE__ */ matrix.flatMap(
  ({ capability, marks, ...provenance }) =>
    columns.map((column, index) => ({ capability, ...column, granted: marks[index] === '●', ...provenance })),
);

/** May an account of this kind use the capability at the instant `at` (milliseconds since the epoch)? */
export function permits(
  capability: Capability,
  account: { readonly kind: AccountKind; readonly verified: boolean },
  at: number,
): boolean {
  return permissions.some(
    (row) =>
      row.capability === capability &&
      row.kind === account.kind &&
      (row.verified === 'any' || row.verified === account.verified) &&
      row.granted &&
      inForce(row, at),
  );
}
