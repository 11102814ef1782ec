import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { ConfigError } from '../../src/config/error.ts';
import { shownAsYaml } from '../../src/config/shown.ts';
import { type ConfigSources, loadShownConfig } from '../../src/config.ts';
import { start, written, writtenAccount } from '../harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'mingpian-shown-'));
afterAll(() => rmSync(folder, { recursive: true }));

function shown(fields: Record<string, unknown> = {}, sources: ConfigSources = {}) {
  const file = join(folder, 'mingpian.yaml');
  writeFileSync(file, stringify(written(fields)));
  return loadShownConfig(file, { now: start, ...sources });
}

const random = 'kq0vX7Zr2mTn8sWd4uYb6cLh1pGj3aEfQ5';
const secret = (letter: string) => random.replaceAll('k', letter);
const secrets = {
  root: secret('A'),
  previousRoot: secret('B'),
  database: 'postgres://mingpian:hunter2@db/x?password=hunter3',
  appSecret: 'ab0123456789abcdefab0123456789cd',
  token: secret('C').slice(0, 30),
  previousToken: secret('D').slice(0, 30),
  aesKey: 'k8Xw2Zr5TmQ7yLp3vNb9cHd6JfG1sAe4uRt0iOqWxEz',
  previousAesKey: 'j8Xw2Zr5TmQ7yLp3vNb9cHd6JfG1sAe4uRt0iOqWxEz',
  clientSecret: secret('E'),
  apiKey: `${secret('F')}${'Zq9Wx8Vy7'.repeat(2)}`,
  forward: 'https://hooks.example.com/send?key=5f3a9c',
  signing: secret('G'),
  registration: secret('H'),
};

const everySecret = {
  root_secret: secrets.root,
  previous_root_secret: secrets.previousRoot,
  database: { url: secrets.database },
  accounts: [
    writtenAccount('service', {
      app_secret: secrets.appSecret,
      push: {
        mode: 'safe',
        token: secrets.token,
        previous_tokens: [secrets.previousToken],
        encoding_aes_key: secrets.aesKey,
        previous_encoding_aes_keys: [secrets.previousAesKey],
      },
    }),
  ],
  clients: [{ client_id: 'shop', client_secret: secrets.clientSecret, redirect_uris: ['https://shop.test/cb'] }],
  api_keys: [{ name: 'erp', api_key: secrets.apiKey, accounts: ['service'], scopes: ['call'] }],
  forwards: [{ name: 'crm', accounts: ['service'], url: secrets.forward, signing_secret: secrets.signing }],
  registration: { token: secrets.registration },
};

describe('a configuration that is shown', () => {
  it('has no secret in it, nor a part of one', () => {
    const all = shown(everySecret);
    for (const text of [JSON.stringify(all), shownAsYaml(all)]) {
      for (const [name, value] of Object.entries(secrets)) {
        for (const part of [value.slice(0, 8), value.slice(-8), value.slice(12, 20)]) {
          const harmless = part.startsWith('https://') || part.startsWith('postgres');
          if (!harmless) expect(text, name).not.toContain(part);
        }
      }
    }
    expect(all.config).toMatchObject({
      root_secret: 'set',
      previous_root_secret: 'set',
      database: { url: 'set' },
      accounts: [{ app_secret: 'set', push: { token: 'set', previous_tokens: ['set'], encoding_aes_key: 'set' } }],
      clients: [{ client_secret: 'set' }],
      api_keys: [{ name: 'erp', api_key: 'set' }],
      forwards: [{ url: 'set', signing_secret: 'set' }],
      registration: { token: 'set' },
    });
  });

  it('says which secrets are not there, and leaves out what else is not', () => {
    const { config } = shown({ clients: [{ client_id: 'spa', redirect_uris: ['https://spa.test/cb'] }] });
    expect(config).toMatchObject({
      previous_root_secret: 'unset',
      clients: [{ client_secret: 'unset', logo: 'unset' }],
    });
    expect(config).not.toHaveProperty('registration');
  });

  it.each([
    ['the file', {}, {}, undefined, 'warn'],
    ['a variable', { environment: { MINGPIAN_LOG_LEVEL: 'error' } }, {}, 'MINGPIAN_LOG_LEVEL', 'error'],
    [
      'a flag over a variable',
      { environment: { MINGPIAN_LOG_LEVEL: 'error' }, flags: { log_level: 'debug' } },
      {},
      'flag',
      'debug',
    ],
    ['nobody', {}, { log_level: undefined }, 'default', 'info'],
  ])('a value from %s', (_title, sources: ConfigSources, fields, origin, value) => {
    const { config, from } = shown({ log_level: 'warn', ...fields }, sources);
    expect(config.log_level).toBe(value);
    expect(from.log_level).toBe(origin);
  });

  it('a secret from a file of its own, which the file or a variable names', () => {
    writeFileSync(join(folder, 'root.secret'), secrets.root);
    const environment = { MINGPIAN_ROOT_SECRET_FILE: './root.secret' };
    const { from } = shown({ root_secret: undefined, root_secret_file: './root.secret' });
    expect(from.root_secret).toBe('./root.secret');
    expect(shown({ root_secret: undefined }, { environment }).from.root_secret).toBe('MINGPIAN_ROOT_SECRET_FILE');
  });

  it('is the same in YAML, with the origins as comments', () => {
    const all = shown(everySecret, { flags: { 'listen.port': '5000' } });
    const yaml = shownAsYaml(all);
    expect(parse(yaml)).toEqual(all.config);
    expect(yaml).toContain('  port: 5000 # flag\n');
    expect(yaml).toContain('avatars: link # default\n');
    expect(yaml).toContain('verify_files: []\n');
  });

  it('is refused as it is when the gateway starts', () => {
    expect(() => shown({ acounts: [] })).toThrow(ConfigError);
    expect(() => shown({ root_secret: 'a'.repeat(40) })).toThrow('root_secret: can be guessed');
  });
});
