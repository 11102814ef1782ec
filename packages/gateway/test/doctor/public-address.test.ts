/** What the doctor says of `public_url`, before a simulator's accounts and before real ones. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { publicAddress } from '../../src/doctor/checks/public-address.ts';
import { start, written, writtenAccount } from '../harness.ts';

const sandbox = { kind: 'sandbox', verified: undefined };
const trial = [writtenAccount('mine', { ...sandbox, push: undefined })];
const real = [writtenAccount('mine')];

describe('the address of the gateway', () => {
  it.each<[string, string, Record<string, unknown>[], boolean, string, RegExp]>([
    ['a test account on this machine', 'http://127.0.0.1:4015', trial, true, 'advice', /微信开发者工具.*https/],
    ['the same before the gateway runs', 'http://127.0.0.1:4015', trial, false, 'problem', /serve\.$/],
    ['a test account behind a tunnel', 'https://t.example.com:8443', trial, true, 'ok', /^$/],
    [
      'a test account with pushes',
      'http://127.0.0.1:4015',
      [writtenAccount('mine', sandbox)],
      true,
      'problem',
      /public domain/,
    ],
    ['a service account on this machine', 'http://127.0.0.1:4015', real, true, 'problem', /public domain/],
    ['a service account on a port of its own', 'https://login.example.com:8443', real, true, 'problem', /443/],
    ['a service account where nobody answers', 'https://login.example.com', real, false, 'problem', /DNS/],
    ['a service account', 'https://login.example.com', real, true, 'ok', /^$/],
  ])('%s', async (_name, publicUrl, accounts, answers, outcome, next) => {
    const config = parseConfig(written({ public_url: publicUrl, accounts }), { now: start });
    const visit = async () => (answers ? { status: 200, text: '{"status":"ok"}' } : undefined);
    const parts = { config, accounts: { all: config.accounts } };
    const finding = await publicAddress.look({ parts, visit } as unknown as Parameters<typeof publicAddress.look>[0]);
    expect(finding.outcome).toBe(outcome);
    expect(finding.next?.en ?? '').toMatch(next);
  });
});
