import { describe, expect, it } from 'vitest';
import type { AccountConfig } from '../../src/config/shape.ts';
import { parseConfig } from '../../src/config.ts';
import { browserKind, offeredMethods, possibleMethods } from '../../src/methods/offered.ts';
import { start, written, writtenAccount } from '../harness.ts';

const push = { mode: 'safe', trustPlainPush: false } as AccountConfig['push'];
const account = (fields: { [Key in keyof AccountConfig]?: AccountConfig[Key] | undefined }): AccountConfig =>
  ({ name: 'a', kind: 'service', verified: true, ...(push && { push }), ...fields }) as AccountConfig;
const website = account({ name: 'site', kind: 'website', verified: false, openPlatform: 'main' });
const other = account({ name: 'other', kind: 'website', verified: false, openPlatform: 'elsewhere' });

describe('ways to sign in by account and browser', () => {
  it.each<[string, AccountConfig, string[], string[], string[]]>([
    [
      'verified service account',
      account({}),
      ['wechat', 'message_code'],
      ['link_qr', 'message_code'],
      ['message_code'],
    ],
    [
      'one with a website app in its group',
      account({ openPlatform: 'main' }),
      ['wechat', 'message_code'],
      ['link_qr', 'website', 'message_code'],
      ['message_code'],
    ],
    [
      'not verified service account',
      account({ verified: false }),
      ['message_code'],
      ['message_code'],
      ['message_code'],
    ],
    [
      'verified subscription account',
      account({ kind: 'subscription' }),
      ['message_code'],
      ['message_code'],
      ['message_code'],
    ],
    [
      'unverified subscription account',
      account({ kind: 'subscription', verified: false }),
      ['message_code'],
      ['message_code'],
      ['message_code'],
    ],
    [
      'one that borrows',
      account({ kind: 'subscription', verified: false, borrows: 'b' }),
      ['wechat', 'message_code'],
      ['link_qr', 'message_code'],
      ['message_code'],
    ],
    [
      'sandbox',
      account({ kind: 'sandbox' }),
      ['wechat', 'message_code'],
      ['link_qr', 'message_code'],
      ['message_code'],
    ],
    ['plain pushes', account({ push: { ...push!, mode: 'plain' } }), ['wechat'], ['link_qr'], []],
    ['no pushes', account({ push: undefined }), ['wechat'], ['link_qr'], []],
    ['a website app alone', website, [], ['website'], []],
    ['a mini program', account({ kind: 'miniprogram', verified: false, push: undefined }), [], [], []],
  ])('%s', (_name, each, wechat, desktop, phone) => {
    const possible = possibleMethods(each, [each, website, other], start);
    expect(offeredMethods(possible, undefined, 'wechat')).toEqual(wechat);
    expect(offeredMethods(possible, undefined, 'desktop')).toEqual(desktop);
    expect(offeredMethods(possible, undefined, 'phone')).toEqual(phone);
  });

  it('a list narrows and orders them, and is the only way to codes that make people follow', () => {
    const possible = possibleMethods(account({}), [], start);
    const named = ['scene_qr', 'message_code', 'link_qr'] as const;
    expect(offeredMethods(possible, named, 'desktop')).toEqual(named);
    expect(offeredMethods(possible, named, 'wechat')).toEqual(['message_code']);
    expect(offeredMethods(possible, ['link_qr'], 'phone')).toEqual([]);
  });

  it('codes of the account need a verified service account whose pushes can be trusted', () => {
    const may = (fields: Partial<AccountConfig>) => possibleMethods(account(fields), [], start).includes('scene_qr');
    expect([
      may({}),
      may({ kind: 'sandbox' }),
      may({ verified: false }),
      may({ kind: 'subscription' }),
      may({ push: { ...push!, mode: 'plain' } }),
      may({ push: { ...push!, mode: 'plain', trustPlainPush: true } }),
    ]).toEqual([true, true, false, false, false, true]);
  });

  it.each([
    ['Mozilla/5.0 (Linux; Android 8.1) MicroMessenger/8.0', 'wechat'],
    ['Mozilla/5.0 (Windows NT 10.0) WindowsWechat MicroMessenger/3.9', 'wechat'],
    ['Mozilla/5.0 (iPhone) Mobile Safari', 'phone'],
    ['Mozilla/5.0 (Windows NT 10.0) Edg/130', 'desktop'],
    ['', 'desktop'],
  ])('%s is %s', (agent, kind) => expect(browserKind(agent)).toBe(kind));
});

describe('what a configuration may ask for', () => {
  const client = {
    client_id: 'shop',
    client_secret: 'Zq3vT7hK9mXw2bNc5rYd8fLg4sPj6aEu1',
    redirect_uris: ['https://a.test/cb'],
  };
  const quiet = writtenAccount('quiet', { kind: 'subscription', verified: false });
  const load = (fields: object, accounts: object[] = [writtenAccount('service'), quiet]) =>
    parseConfig(written({ accounts, clients: [{ ...client, ...fields }] }), { now: start });

  it.each([
    [
      'a method the account cannot offer',
      { account: 'quiet', methods: ['link_qr'] },
      /clients\.0\.methods: names link_qr/,
    ],
    ['an account that is not there', { account: 'nobody' }, /clients\.0\.account: names no account/],
    ['a colour that is too light', { colour: '#FFE0A0' }, /clients\.0\.colour: is too light/],
    ['no PKCE without a secret', { client_secret: undefined, pkce: 'optional' }, /clients\.0\.pkce/],
    [
      'any loopback address in earnest',
      { any_loopback_redirect: true },
      /any_loopback_redirect: is only for trying out/,
    ],
    ['no address to come back to', { redirect_uris: [] }, /redirect_uris: must name at least one/],
    ['http elsewhere', { redirect_uris: ['http://a.test/cb'] }, /redirect_uris\.0/],
    ['a script as an address', { type: 'native', redirect_uris: ['javascript:alert(1)'] }, /redirect_uris\.0/],
    ['OPX-11 an id of the form of a person', { client_id: '0190a8f0-1111-7222-8333-944455556666' }, /client_id/],
    ['a method that does not exist', { methods: ['telepathy'] }, /methods\.0/],
  ])('refuses %s', (_name, fields, message) => expect(() => load(fields)).toThrow(message));

  it('refuses an account that lists what it cannot offer', () => {
    const listing = { ...quiet, methods: ['link_qr'] };
    expect(() => parseConfig(written({ accounts: [listing] }), { now: start })).toThrow(
      /accounts\.0\.methods: names link_qr/,
    );
  });

  it('refuses a client of accounts that offer no way', () => {
    expect(() => load({}, [{ ...quiet, push: undefined }])).toThrow(/offers no way to sign in/);
  });

  it.each([
    { methods: ['link_qr', 'message_code'] },
    { type: 'native', client_secret: undefined, redirect_uris: ['com.example.app:/cb', 'http://127.0.0.1/cb'] },
    { colour: '#6B3F1D' },
  ])('takes %o', (fields) => expect(() => load(fields)).not.toThrow());
});
