import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { inChinese } from '../../src/chinese.ts';
import { ConfigError } from '../../src/config/error.ts';
import { nearest } from '../../src/config/unknown-keys.ts';
import { type ConfigSources, loadConfig, parseConfig } from '../../src/config.ts';
import { pushAccount, start, written, writtenAccount } from '../harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'mingpian-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const parse = (fields: Record<string, unknown> = {}, sources: ConfigSources = {}) =>
  parseConfig(written(fields), { now: start, folder, ...sources });

/** The error that a configuration is refused with, which can be told in Chinese, too. */
function refused(attempt: () => unknown): ConfigError {
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(inChinese(error.message), error.message).toMatch(/\p{Script=Han}/u);
    return error;
  }
  throw new Error('the configuration was accepted');
}

describe('a configuration', () => {
  it('is read with its defaults', () => {
    expect(
      parse({ admin: undefined, accounts: [writtenAccount('service', { title: undefined, verified: 'true' })] }),
    ).toMatchObject({
      admin: { host: '127.0.0.1', port: 4019 },
      avatars: 'link',
      language: 'zh',
      clients: [],
      accounts: [
        { name: 'service', title: 'service', appToken: 'stable', push: { mode: 'safe', trustPlainPush: false } },
      ],
    });
  });

  it('keeps secrets of digits digit for digit, from YAML and from the environment', () => {
    const path = join(folder, 'digits.yaml');
    const secret = '12345678901234567890123456789012';
    writeFileSync(
      path,
      `public_url: http://127.0.0.1:4015\nroot_secret: kq0vX7Zr2mTn8sWd4uYb6cLh1pGj3aEf\ndatabase: {url: "sqlite:./a.db"}
accounts:
  - {name: service, kind: service, app_id: wx0123456789abcdef, app_secret: ${secret}}\n`,
    );
    expect(loadConfig(path, {}, { now: start })).toMatchObject({
      database: { url: `sqlite:${join(folder, 'a.db')}` },
      accounts: [{ appSecret: secret }],
    });
    const environment = { MINGPIAN_ACCOUNTS__0__APP_SECRET: secret.replaceAll('1', '7') };
    expect(loadConfig(path, environment, { now: start }).accounts[0]?.appSecret).toBe(secret.replaceAll('1', '7'));
  });

  it('listens at its usual port wherever the file or a flag names the host alone', () => {
    expect(parse({ listen: { host: '::1' }, admin: { host: '::1' } })).toMatchObject({
      listen: { host: '::1', port: 4015, maxConnections: 12_000 },
      admin: { host: '::1', port: 4019 },
    });
    expect(parse({ listen: undefined }, { flags: { 'listen.host': '0.0.0.0' } }).listen).toMatchObject({ port: 4015 });
  });

  it('takes flags over the environment over the file', () => {
    const environment = { MINGPIAN_LISTEN__PORT: '5001', MINGPIAN_DATABASE__URL: 'postgres://db/x', OTHER: 'x' };
    expect(parse({}, { environment })).toMatchObject({ listen: { port: 5001 }, database: { url: 'postgres://db/x' } });
    expect(parse({}, { environment, flags: { 'listen.port': '5002' } }).listen.port).toBe(5002);
  });

  it('takes each secret from a file of its own too, without the line end', () => {
    const { appSecret, token, encodingAesKey, ...rest } = pushAccount('service');
    const files = {
      'root.key': written().root_secret as string,
      secret: appSecret,
      token,
      key: encodingAesKey,
      url: 'sqlite:x.db',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), `${text}\n`);
    const config = parse({
      root_secret: undefined,
      root_secret_file: './root.key',
      database: { url_file: 'url' },
      accounts: [
        {
          name: 'service',
          kind: 'service',
          verified: true,
          app_id: rest.appId,
          original_id: rest.originalId,
          app_secret_file: 'secret',
          push: { mode: 'safe', token_file: 'token', encoding_aes_key_file: 'key' },
        },
      ],
    });
    expect(config.rootSecret).toBe(written().root_secret);
    expect(config.accounts[0]).toMatchObject({ appSecret, push: { token, encodingAesKey } });
  });

  it.each([
    ['root_secret_file beside root_secret', { root_secret_file: './root.key' }, 'root_secret_file'],
    [
      'app_secret_file beside app_secret',
      { accounts: [writtenAccount('a', { app_secret_file: 'x' })] },
      'accounts.0.app_secret_file',
    ],
  ])('refuses two definitions of one secret: %s', (_title, fields, field) => {
    expect(refused(() => parse(fields)).field).toBe(field);
  });

  it('refuses two definitions in two layers', () => {
    const environment = { MINGPIAN_ROOT_SECRET_FILE: 'root.key' };
    expect(refused(() => parse({}, { environment })).field).toBe('root_secret_file');
  });

  it('names a secret file that cannot be read', () => {
    const error = refused(() => parse({ root_secret: undefined, root_secret_file: './nowhere' }));
    expect(error.message).toBe('root_secret_file: names a file that cannot be read.');
  });

  it.each([
    [{ acounts: [] }, 'acounts: is no field of the configuration; did you mean accounts?'],
    [{ listen: { host: '::1', prot: 1 } }, 'listen.prot: is no field of the configuration; did you mean port?'],
    [
      { accounts: [writtenAccount('a', {}, { encoding_aeskey: 'x' })] },
      'accounts.0.push.encoding_aeskey: is no field of the configuration; did you mean encoding_aes_key?',
    ],
    [{ xyzzy: '1' }, 'xyzzy: is no field of the configuration.'],
  ])('says what an unknown key may have meant: %j', (fields, message) => {
    expect(refused(() => parse(fields)).message).toBe(message);
  });

  it.each([
    '{',
    'a: [',
    'a: 1\na: 2',
    '- 1\n- 2\n',
    'just text',
    '',
  ])('refuses a file that is no configuration: %j', (text) => {
    const path = join(folder, 'broken.yaml');
    writeFileSync(path, text);
    expect(refused(() => loadConfig(path))).toMatchObject({ exitCode: 78 });
  });

  it('refuses a file that is not there', () => {
    expect(refused(() => loadConfig(join(folder, 'nowhere.yaml'))).message).toContain('cannot be read');
  });

  it.each([
    'MINGPIAN___PROTO____X',
    'MINGPIAN_CONSTRUCTOR__NAME',
    'MINGPIAN_ACCOUNTS__7__NAME',
    'MINGPIAN_',
  ])('HTP-09 the environment variable %s leads nowhere', (name) => {
    expect(refused(() => parse({}, { environment: { [name]: 'x' } })).field).toBe(name);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

/** Each row: what is wrong, and the field that the one sentence names. */
const guards: [string, Record<string, unknown>, string][] = [
  ['public_url is missing', { public_url: undefined }, 'public_url'],
  ['public_url has a path', { public_url: 'https://login.example.com/app' }, 'public_url'],
  ['ADM-09 http issuer on a public host', { public_url: 'http://login.example.com' }, 'public_url'],
  [
    'http issuer on a host that only begins like loopback',
    { public_url: 'http://127.0.0.1.example.com' },
    'public_url',
  ],
  ['root_secret is missing', { root_secret: undefined }, 'root_secret'],
  ['root_secret is empty', { root_secret: '' }, 'root_secret'],
  ['root_secret is short', { root_secret: 'kq0vX7Zr2mTn8sWd4uYb6cLh1pGj3aE' }, 'root_secret'],
  ['root_secret is a default', { root_secret: 'change-me-change-me-change-me-change-me' }, 'root_secret'],
  ['root_secret repeats itself', { root_secret: 'ab'.repeat(20) }, 'root_secret'],
  ['root_secret counts up', { root_secret: 'abcdefghijklmnopqrstuvwxyz0123456789' }, 'root_secret'],
  ['SIG-13 the push token is empty', one({}, { token: '' }), 'accounts.0.push.token'],
  ['the push token is missing', one({}, { token: undefined }), 'accounts.0.push.token'],
  ['ADM-10 the push token is "weixin"', one({}, { token: 'weixin' }), 'accounts.0.push.token'],
  ['ADM-10 the push token has eight characters', one({}, { token: 'k8Qz2mTn' }), 'accounts.0.push.token'],
  ['the push token has a hyphen', one({}, { token: 'k8Qz2mTn-k8Qz2mTn' }), 'accounts.0.push.token'],
  ['AES-09 42 characters', one({}, { encoding_aes_key: 'k'.repeat(42) }), 'accounts.0.push.encoding_aes_key'],
  ['AES-09 44 characters', one({}, { encoding_aes_key: 'k'.repeat(44) }), 'accounts.0.push.encoding_aes_key'],
  ['AES-09 a slash', one({}, { encoding_aes_key: `${'k'.repeat(42)}/` }), 'accounts.0.push.encoding_aes_key'],
  ['safe mode without a key', one({}, { encoding_aes_key: undefined }), 'accounts.0.push.encoding_aes_key'],
  ['ADM-09 the AppSecret is empty', one({ app_secret: '' }), 'accounts.0.app_secret'],
  ['the AppSecret is missing', one({ app_secret: undefined }), 'accounts.0.app_secret'],
  ['the AppID has another shape', one({ app_id: 'wx123' }), 'accounts.0.app_id'],
  ['pushes without an original id', one({ original_id: undefined }), 'accounts.0.original_id'],
  ['a website app with pushes', one({ kind: 'website' }), 'accounts.0.push'],
  ['a sandbox account in a group', one({ kind: 'sandbox', open_platform: 'main' }), 'accounts.0.open_platform'],
  ['no account', { accounts: [] }, 'accounts'],
  ['two accounts of one name', two({ name: 'a' }), 'accounts.1.name'],
  ['TEN-03 two accounts of one AppID', two({ app_id: pushAccount('a').appId }), 'accounts.1.app_id'],
  ['two accounts of one AppSecret', two({ app_secret: pushAccount('a').appSecret }), 'accounts.1.app_secret'],
  ['two accounts of one original id', two({ original_id: pushAccount('a').originalId }), 'accounts.1.original_id'],
  ['a shared push token', two({}, { token: pushAccount('a').token }), 'accounts.1.push.token'],
  ['a shared previous token', two({}, { previous_tokens: [pushAccount('a').token] }), 'accounts.1.push.token'],
  ['a shared key', two({}, { encoding_aes_key: pushAccount('a').encodingAesKey }), 'accounts.1.push.encoding_aes_key'],
  ['I-19 simulated AppID without a simulator', one({ app_id: 'wx51de5eed01234567' }), 'accounts.0.app_id'],
  [
    'I-19 simulated AppSecret without a simulator',
    one({ app_secret: `51de5eed${'a1b2c3d4'.repeat(3)}` }),
    'accounts.0.app_id',
  ],
  ['SIM-02 a simulator elsewhere', { wechat: { simulator: 'http://192.168.1.5:4014' } }, 'wechat.simulator'],
  ['SIM-02 a simulator by name', { wechat: { simulator: 'http://simulator.internal' } }, 'wechat.simulator'],
  [
    'SIM-02 a host that begins like loopback',
    { wechat: { simulator: 'http://127.0.0.1.evil.example' } },
    'wechat.simulator',
  ],
  ['borrows nobody', two({ kind: 'subscription', verified: false, borrows: 'c' }), 'accounts.1.borrows'],
  [
    'borrows an account without the right',
    one2({ kind: 'subscription' }, { kind: 'subscription', borrows: 'a' }),
    'accounts.1.borrows',
  ],
  ['borrows although it has the right', two({ borrows: 'a' }), 'accounts.1.borrows'],
  ['a client secret that is short', client({ client_secret: 'short' }), 'clients.0.client_secret'],
  ['a client secret that can be guessed', client({ client_secret: 'a'.repeat(40) }), 'clients.0.client_secret'],
  ['a redirect over http', client({ redirect_uris: ['http://shop.example.com/cb'] }), 'clients.0.redirect_uris.0'],
  [
    'a redirect with a fragment',
    client({ redirect_uris: ['https://shop.example.com/cb#x'] }),
    'clients.0.redirect_uris.0',
  ],
  ['a return target over http', { return_targets: ['http://shop.example.com/'] }, 'return_targets.0'],
  ['a verify file of another name', { verify_files: ['../../etc/passwd'] }, 'verify_files.0'],
  ['a database of another kind', { database: { url: 'mysql://x' } }, 'database.url'],
  ['a port that is none', { listen: { host: '127.0.0.1', port: 65536 } }, 'listen.port'],
];

function one(fields: Record<string, unknown>, push: Record<string, unknown> = {}) {
  return { accounts: [writtenAccount('a', fields, push)] };
}
function two(fields: Record<string, unknown>, push: Record<string, unknown> = {}) {
  return { accounts: [writtenAccount('a'), writtenAccount('b', fields, push)] };
}
function one2(first: Record<string, unknown>, second: Record<string, unknown>) {
  return { accounts: [writtenAccount('a', first), writtenAccount('b', second)] };
}
function client(fields: Record<string, unknown>) {
  const secret = 'kq0vX7Zr2mTn8sWd4uYb6cLh1pGj3aEf';
  return {
    clients: [{ client_id: 'shop', client_secret: secret, redirect_uris: ['https://shop.example.com/cb'], ...fields }],
  };
}

describe('I-17 what must not start', () => {
  it.each(guards)('%s', (_title, fields, field) => {
    const error = refused(() => parse(fields));
    expect(error).toMatchObject({ field, exitCode: 78 });
    expect(error.message).toMatch(/^[^\n]+: [^\n]+\.$/);
  });

  it('no message contains the value that is wrong', () => {
    const canary = 'Canary7xQ9';
    for (const [field, fields] of [
      ['root_secret', { root_secret: canary }],
      ['app_secret', one({ app_secret: canary })],
      ['token', one({}, { token: canary })],
      ['encoding_aes_key', one({}, { encoding_aes_key: canary })],
      ['client_secret', client({ client_secret: canary })],
      ['database.url', { database: { url: `mysql://root:${canary}@db` } }],
    ] as const) {
      const error = refused(() => parse(fields));
      expect(`${error.message} ${error.stack}`, field).not.toContain(canary);
    }
  });

  it.each([
    ['an http issuer on loopback', { public_url: 'http://localhost:4015' }],
    ['an https issuer', { public_url: 'https://login.example.com' }],
    [
      'a simulator on loopback, with its credentials',
      { ...one({ app_id: 'wx51de5eed01234567' }), wechat: { simulator: 'http://127.0.0.1:4014' } },
    ],
    ['a weak token that is allowed by name', one({}, { token: 'weixin', allow_weak_token: true })],
    ['an account without pushes', one({ push: undefined, original_id: undefined })],
    [
      'an unverified account that borrows a verified one',
      one2({}, { kind: 'subscription', verified: false, borrows: 'a' }),
    ],
    ['a complete client', client({})],
  ])('and what may: %s', (_title, fields) => {
    expect(parse(fields).accounts.length).toBeGreaterThan(0);
  });
});

describe('did you mean', () => {
  it('finds the key again after one edit, and never throws', () => {
    const keys = ['public_url', 'root_secret', 'encoding_aes_key', 'open_platform', 'redirect_uris'];
    fc.assert(
      fc.property(
        fc.constantFrom(...keys),
        fc.nat(),
        fc.string({ minLength: 1, maxLength: 1 }),
        (key, place, letter) => {
          const at = place % key.length;
          expect(nearest(key.slice(0, at) + letter + key.slice(at + 1), keys)).toBe(key);
        },
      ),
    );
    fc.assert(fc.property(fc.string(), (text) => void nearest(text, keys)));
  });
});

describe('any object', () => {
  it('is accepted or refused with a ConfigError, never anything else', () => {
    const sane = fc.record(
      {
        public_url: fc.string(),
        listen: fc.anything(),
        accounts: fc.anything(),
        database: fc.anything(),
        wechat: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), sane), (value) => {
        try {
          parseConfig(value);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
