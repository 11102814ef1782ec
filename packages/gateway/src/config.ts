import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { systemClock } from '@mingpian/wechat/system';
import { parse, YAMLParseError } from 'yaml';
import { shapedClient } from './config/client-schema.ts';
import { ConfigError } from './config/error.ts';
import { guard } from './config/guards.ts';
import { type Written, withEnvironment, withFiles, withFlags } from './config/layers.ts';
import { schema, type WrittenConfig } from './config/schema.ts';
import type { AccountConfig, Config, MenuEntryConfig } from './config/shape.ts';
import { type ShownConfig, shownConfig } from './config/shown.ts';
import { knownKeys, nearest } from './config/unknown-keys.ts';

export interface ConfigSources {
  /** Over the file: `MINGPIAN_…`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Over both, by path: `{'listen.port': '0'}`. */
  readonly flags?: Readonly<Record<string, string>>;
  /** Where relative paths begin; the folder of the file, else the working directory. */
  readonly folder?: string;
  /** Milliseconds since the epoch; dates what accounts are permitted. */
  readonly now?: number;
}

/** Reads and checks a configuration file. @throws {ConfigError} */
export function loadConfig(
  file: string,
  environment: ConfigSources['environment'] = {},
  sources: ConfigSources = {},
): Config {
  return parseConfig(readFile(file), { folder: dirname(resolve(file)), environment, ...sources });
}

/** The same file as `config print` shows it, after the same checks. @throws {ConfigError} */
export function loadShownConfig(file: string, sources: ConfigSources = {}): ShownConfig {
  const value = readFile(file);
  const { written } = check(value, { folder: dirname(resolve(file)), ...sources });
  return shownConfig(written, { file: asText(value), environment: {}, flags: {}, ...sources });
}

/** Checks a configuration that is already a value. @throws {ConfigError} */
export function parseConfig(written: unknown, sources: ConfigSources = {}): Config {
  return check(written, sources).config;
}

function readFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(
      '',
      `The configuration file ${file} cannot be read. Name another one with --config; mingpian config template prints one to begin with.`,
    );
  }
  return readYaml(text);
}

function check(written: unknown, sources: ConfigSources): { written: WrittenConfig; config: Config } {
  const folder = sources.folder ?? process.cwd();
  const layered = withFlags(
    withEnvironment(asText(written) as { [name: string]: Written }, sources.environment ?? {}),
    sources.flags ?? {},
  );
  const read = (path: string) => readFileSync(resolve(folder, path));
  const parsed = schema.safeParse(withFiles(layered, read));
  if (!parsed.success) throw firstProblem(parsed.error.issues);
  const config = shaped(parsed.data, folder);
  const weakTokensAllowed = new Set(
    parsed.data.accounts.flatMap(({ push }, index) => (push?.allow_weak_token ? [index] : [])),
  );
  guard({ ...config, weakTokensAllowed }, sources.now ?? systemClock.now());
  return { written: parsed.data, config };
}

function readYaml(text: string): unknown {
  try {
    return parse(text, { schema: 'failsafe', maxAliasCount: 0, uniqueKeys: true }) ?? {};
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    throw new ConfigError('', `The configuration file is no valid YAML${line === undefined ? '' : ` (line ${line})`}.`);
  }
}

/** Every scalar as text, as the schema expects it; a value handed in as an object may have numbers and booleans. */
function asText(value: unknown, path = ''): Written {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((entry, index) => asText(entry, `${path}.${index}`));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return Object.fromEntries(entries.map(([key, entry]) => [key, asText(entry, `${path}.${key}`)]));
  }
  throw new ConfigError(path.slice(1), 'must be a text, a list or a group of fields.');
}

type Issue = Parameters<typeof firstProblem>[0][number];

function firstProblem(
  issues: readonly { code: string; path: PropertyKey[]; message: string; keys?: readonly string[]; input?: unknown }[],
): ConfigError {
  const unknown = issues.find(({ code }) => code === 'unrecognized_keys');
  const key = unknown?.keys?.[0];
  if (unknown !== undefined && key !== undefined) {
    const meant = nearest(key, knownKeys(schema, unknown.path));
    const field = [...unknown.path, key].map(String).join('.');
    return new ConfigError(
      field,
      `is no field of the configuration${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
    );
  }
  const [issue] = issues as [Issue];
  const sentence =
    issue.code === 'invalid_type' ? 'is missing, or not of the kind that is expected here.' : issue.message;
  return new ConfigError(issue.path.map(String).join('.'), sentence);
}

function shaped(written: WrittenConfig, folder: string): Config {
  return {
    publicUrl: written.public_url.replace(/\/$/, ''),
    listen: { host: written.listen.host, port: written.listen.port, maxConnections: written.listen.max_connections },
    admin: written.admin,
    rootSecret: written.root_secret,
    ...(written.previous_root_secret === undefined ? {} : { previousRootSecret: written.previous_root_secret }),
    database: {
      url: written.database.url.replace(/^sqlite:(?!:)(.+)$/s, (_, path) => `sqlite:${resolve(folder, path)}`),
      ...(written.database.backup_keys === undefined
        ? {}
        : { backupKeys: resolve(folder, written.database.backup_keys) }),
    },
    ...(written.wechat.simulator === undefined ? {} : { simulator: written.wechat.simulator.replace(/\/$/, '') }),
    avatars: written.avatars,
    language: written.language,
    logLevel: written.log_level,
    returnTargets: written.return_targets,
    verifyFiles: written.verify_files,
    accounts: written.accounts.map(shapedAccount),
    clients: written.clients.map(shapedClient),
    forwards: written.forwards.map(({ signing_secret: secret, ...rest }) => ({ ...rest, secret })),
    apiKeys: written.api_keys.map(({ api_key: key, ...rest }) => ({ ...rest, key })),
    ...(written.registration === undefined ? {} : { registrationToken: written.registration.token }),
    privateHosts: written.private_hosts,
    trustedProxies: written.trusted_proxies,
  };
}

function shapedAccount(account: WrittenConfig['accounts'][number]): AccountConfig {
  const { push } = account;
  return {
    name: account.name,
    title: account.title ?? account.name,
    kind: account.kind,
    verified: account.verified,
    appId: account.app_id,
    appSecret: account.app_secret,
    appToken: account.app_token,
    jsDomains: account.js_domains,
    ...(account.original_id === undefined ? {} : { originalId: account.original_id }),
    ...(account.open_platform === undefined ? {} : { openPlatform: account.open_platform }),
    ...(account.borrows === undefined ? {} : { borrows: account.borrows }),
    ...(account.methods === undefined ? {} : { methods: account.methods }),
    ...(account.menu === undefined ? {} : { menu: account.menu.map(filled) as MenuEntryConfig[] }),
    ...(push === undefined
      ? {}
      : {
          push: {
            mode: push.mode,
            format: push.format,
            token: push.token,
            previousTokens: push.previous_tokens,
            previousEncodingAesKeys: push.previous_encoding_aes_keys,
            trustPlainPush: push.trust_plain_push,
            ...(push.encoding_aes_key === undefined ? {} : { encodingAesKey: push.encoding_aes_key }),
          },
        }),
  };
}

/** Without the fields that were not written; a guard has the last word on which of them may stand together. */
function filled(entry: object): object {
  return Object.fromEntries(
    Object.entries(entry)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, Array.isArray(value) ? value.map(filled) : value]),
  );
}
