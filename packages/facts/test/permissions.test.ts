import { describe, expect, it } from 'vitest';
import type { AccountKind } from '../src/accounts.ts';
import { type Capability, permissions, permits } from '../src/permissions.ts';

const today = Date.parse('2026-11-01T00:00:00+08:00');

/** The permission matrix of the protocol, cell by cell: y has it, n has not. */
const matrix: [
  Capability,
  subscription: string,
  verified: string,
  service: string,
  verified: string,
  sandbox: string,
][] = [
  ['appToken', 'y', 'y', 'y', 'y', 'y'],
  ['push', 'y', 'y', 'y', 'y', 'y'],
  ['userInfo', 'n', 'y', 'n', 'y', 'y'],
  ['remark', 'n', 'y', 'n', 'y', 'y'],
  ['webAuthorisation', 'n', 'n', 'n', 'y', 'y'],
  ['qrcode', 'n', 'n', 'n', 'y', 'y'],
  ['location', 'n', 'n', 'n', 'y', 'y'],
  ['menu', 'n', 'y', 'n', 'y', 'y'],
  ['customerMessage', 'n', 'y', 'n', 'y', 'y'],
  ['templateMessage', 'n', 'n', 'n', 'y', 'y'],
  ['unionid', 'n', 'y', 'n', 'y', 'n'],
  ['jsTicket', 'y', 'y', 'y', 'y', 'y'],
  ['websiteLogin', 'n', 'n', 'n', 'n', 'n'],
  ['miniprogramLogin', 'n', 'n', 'n', 'n', 'n'],
];
const accounts: { kind: AccountKind; verified: boolean }[] = [
  { kind: 'subscription', verified: false },
  { kind: 'subscription', verified: true },
  { kind: 'service', verified: false },
  { kind: 'service', verified: true },
  { kind: 'sandbox', verified: false },
];

describe('K-01 to K-12 the permission matrix', () => {
  it.each(matrix)('%s', (capability, ...cells) => {
    expect(accounts.map((account) => (permits(capability, account, today) ? 'y' : 'n'))).toEqual(cells);
  });

  it('covers every capability in every kind of account once', () => {
    const keys = permissions.map((row) => `${row.capability} ${row.kind} ${row.verified}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(matrix.length * 7);
  });
});

it('a sandbox, a website and a mini program have no verification to look at', () => {
  for (const verified of [true, false]) {
    expect(permits('webAuthorisation', { kind: 'sandbox', verified }, today)).toBe(true);
    expect(permits('websiteLogin', { kind: 'website', verified }, today)).toBe(true);
    expect(permits('miniprogramLogin', { kind: 'miniprogram', verified }, today)).toBe(true);
    expect(permits('webAuthorisation', { kind: 'website', verified }, today)).toBe(false);
  }
});

it('nobody has a unionid before 2014-06-27 in Beijing', () => {
  const service = { kind: 'service', verified: true } as const;
  expect(permits('unionid', service, Date.parse('2014-06-26T23:59:59.999+08:00'))).toBe(false);
  expect(permits('unionid', service, Date.parse('2014-06-27T00:00:00+08:00'))).toBe(true);
});
