/** What must never start, one rule a function, in the order in which they are asked. Each throws a `ConfigError`. */
import { accountFact } from '@mingpian/facts/accounts';
import { permits } from '@mingpian/facts/permissions';
import { isSimulated } from '@mingpian/facts/shapes';
import { checkMenu } from '@mingpian/wechat/menu';
import { possibleMethods } from '../methods/offered.ts';
import { isLoopback, menuAddress, secureAddress } from './addresses.ts';
import { checkClient } from './client-guard.ts';
import { ConfigError } from './error.ts';
import { isGuessable } from './guessable.ts';
import { menuOf } from './menu.ts';
import { readReturnTarget } from './return-target.ts';
import type { AccountConfig, Config } from './shape.ts';

export interface Guarded extends Config {
  /** Indices of accounts whose configuration accepts a Token that can be guessed. */
  readonly weakTokensAllowed: ReadonlySet<number>;
}

type Guard = (config: Guarded, now: number) => void;

const publicOrigin: Guard = ({ publicUrl }) => {
  const url = new URL(publicUrl);
  if (url.href !== `${publicUrl}/`) {
    throw new ConfigError('public_url', 'must be an origin: scheme, host and port, nothing after it.');
  }
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return;
  if (url.protocol !== 'https:') throw new ConfigError('public_url', 'must be https outside this machine.');
};

const rootSecret: Guard = ({ rootSecret: secret, previousRootSecret }) => {
  if (isGuessable(secret)) throw new ConfigError('root_secret', 'can be guessed; take 32 random bytes.');
  if (previousRootSecret === secret) throw new ConfigError('previous_root_secret', 'is the same as root_secret.');
};

const simulatorLoopback: Guard = ({ simulator }) => {
  if (simulator === undefined) return;
  const url = new URL(simulator);
  if (url.protocol !== 'http:' || url.pathname !== '/' || url.search !== '' || !isLoopback(url.hostname)) {
    throw new ConfigError(
      'wechat.simulator',
      'must be an http origin of this machine (127.0.0.1, [::1] or localhost).',
    );
  }
};

const simulatedCredentials = each((account, field, { simulator }) => {
  if (simulator === undefined && isSimulated(account)) {
    throw new ConfigError(field('app_id'), 'belongs to a simulator, and wechat.simulator is not set.');
  }
});

const distinct: Guard = ({ accounts, clients }) => {
  unique('accounts', 'name', accounts, ({ name }) => [name]);
  unique('accounts', 'app_id', accounts, ({ appId }) => [appId]);
  unique('accounts', 'app_secret', accounts, ({ appSecret }) => [appSecret]);
  unique('accounts', 'original_id', accounts, ({ originalId }) => (originalId === undefined ? [] : [originalId]));
  unique('accounts', 'push.token', accounts, ({ push }) => (push ? [push.token, ...push.previousTokens] : []));
  unique('accounts', 'push.encoding_aes_key', accounts, ({ push }) =>
    push ? [...(push.encodingAesKey ? [push.encodingAesKey] : []), ...push.previousEncodingAesKeys] : [],
  );
  unique('clients', 'client_id', clients, ({ clientId }) => [clientId]);
  unique('clients', 'client_secret', clients, ({ clientSecret }) => (clientSecret === undefined ? [] : [clientSecret]));
};

const pushes = each((account, field, { weakTokensAllowed }, index) => {
  const { push, kind, originalId } = account;
  if (!accountFact(kind).conversation) {
    if (push !== undefined) throw new ConfigError(field('push'), `a ${kind} account receives no pushes.`);
    return;
  }
  if (push === undefined) return;
  if (originalId === undefined) throw new ConfigError(field('original_id'), 'is needed to tell whose pushes arrive.');
  if (push.mode !== 'plain' && push.encodingAesKey === undefined) {
    throw new ConfigError(field('push.encoding_aes_key'), `is needed in ${push.mode} mode.`);
  }
  if (!weakTokensAllowed.has(index) && (push.token.length < 16 || isGuessable(push.token))) {
    throw new ConfigError(
      field('push.token'),
      'can be guessed; take 32 random letters and digits, or set allow_weak_token.',
    );
  }
});

const groups = each(({ kind, openPlatform }, field) => {
  if (openPlatform !== undefined && !accountFact(kind).bindable) {
    throw new ConfigError(field('open_platform'), `a ${kind} account cannot belong to an open-platform account.`);
  }
});

const borrowing = each((account, field, { accounts }, _index, now) => {
  if (account.borrows === undefined) return;
  if (permits('webAuthorisation', account, now)) {
    throw new ConfigError(field('borrows'), 'is only for an account without web authorisation of its own.');
  }
  const lender = accounts.find(({ name }) => name === account.borrows);
  if (lender === undefined) throw new ConfigError(field('borrows'), 'names no account of this file.');
  if (!permits('webAuthorisation', lender, now)) {
    throw new ConfigError(
      field('borrows'),
      'names an account without web authorisation (verified service or sandbox).',
    );
  }
});

const accountMethods = each((account, field, { accounts }, _index, now) => {
  const possible = possibleMethods(account, accounts, now);
  const impossible = account.methods?.find((method) => !possible.includes(method));
  if (impossible !== undefined) {
    throw new ConfigError(field('methods'), `names ${impossible}, which this account cannot offer.`);
  }
});

const menus = each((account, field, config) => {
  const { menu, kind } = account;
  if (menu === undefined) return;
  if (!accountFact(kind).conversation) throw new ConfigError(field('menu'), `a ${kind} account has no menu.`);
  const buttons = menu.flatMap((entry, index) => [
    { button: entry, place: `menu.${index}` },
    ...('buttons' in entry ? entry.buttons : []).map((button, at) => ({
      button,
      place: `menu.${index}.buttons.${at}`,
    })),
  ]);
  for (const { button, place } of buttons) {
    const actions = Object.keys(button).filter((name) => name !== 'name');
    if (actions.length !== 1) throw new ConfigError(field(place), 'needs exactly one of url, login, key and buttons.');
    if ('login' in button && readReturnTarget(button.login, config.returnTargets) === undefined) {
      throw new ConfigError(field(`${place}.login`), 'must be a path of this origin or one of return_targets.');
    }
    if ('url' in button && !button.url.startsWith('/')) menuAddress(field(`${place}.url`), button.url);
  }
  try {
    checkMenu(menuOf(account, config));
  } catch (error) {
    throw new ConfigError(field('menu'), `${(error as TypeError).message}.`);
  }
});

const apiKeys: Guard = ({ apiKeys: keys, accounts }) => {
  unique('api_keys', 'name', keys, ({ name }) => [name]);
  unique('api_keys', 'api_key', keys, ({ key }) => [key]);
  for (const [index, { key, accounts: named }] of keys.entries()) {
    if (isGuessable(key)) throw new ConfigError(`api_keys.${index}.api_key`, 'can be guessed; take 32 random bytes.');
    for (const [place, name] of named.entries()) {
      if (!accounts.some((account) => account.name === name)) {
        throw new ConfigError(`api_keys.${index}.accounts.${place}`, 'names no account of this file.');
      }
    }
  }
};

const forwards: Guard = ({ forwards: rules, accounts }) => {
  unique('forwards', 'name', rules, ({ name }) => [name]);
  unique('forwards', 'signing_secret', rules, ({ secret }) => [secret]);
  // Two systems that answer the same account would race for one reply.
  unique('forwards', 'answers', rules, ({ answers, accounts: named }) => (answers ? named : []));
  for (const [index, { secret, url, accounts: named }] of rules.entries()) {
    if (isGuessable(secret))
      throw new ConfigError(`forwards.${index}.signing_secret`, 'can be guessed; take 32 random bytes.');
    secureAddress(`forwards.${index}.url`, url);
    for (const [place, name] of named.entries()) {
      if (!accounts.some((account) => account.name === name && account.push !== undefined)) {
        throw new ConfigError(`forwards.${index}.accounts.${place}`, 'names no account that receives pushes.');
      }
    }
  }
};

const returnTargets: Guard = ({ returnTargets: targets }) => {
  for (const [index, target] of targets.entries()) secureAddress(`return_targets.${index}`, target);
};

const clients: Guard = (config, now) => {
  for (const [index, client] of config.clients.entries()) {
    checkClient(client, (name) => `clients.${index}.${name}`, config, now);
  }
};

const guards: readonly Guard[] = [
  publicOrigin,
  rootSecret,
  simulatorLoopback,
  simulatedCredentials,
  distinct,
  pushes,
  groups,
  borrowing,
  accountMethods,
  menus,
  apiKeys,
  forwards,
  returnTargets,
  clients,
];

/** Asks every rule; `now` dates the permissions of accounts. */
export function guard(config: Guarded, now: number): void {
  for (const rule of guards) rule(config, now);
}

function each(
  rule: (account: AccountConfig, field: (name: string) => string, config: Guarded, index: number, now: number) => void,
): Guard {
  return (config, now) => {
    for (const [index, account] of config.accounts.entries()) {
      rule(account, (name) => `accounts.${index}.${name}`, config, index, now);
    }
  };
}

function unique<Row>(list: string, field: string, rows: readonly Row[], values: (row: Row) => readonly string[]): void {
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const own = new Set(values(row));
    for (const value of own) {
      if (seen.has(value))
        throw new ConfigError(`${list}.${index}.${field}`, 'is already used above; it must be its own.');
    }
    for (const value of own) seen.add(value);
  }
}
