// The configuration with which a gateway serves a simulated world: what its administrator would have written after reading every
// account's page in WeChat's console.

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { accountFact } from '@mingpian/facts/accounts';
import { valueAt } from '@mingpian/facts/fact';
import { permits } from '@mingpian/facts/permissions';
import { rules } from '@mingpian/facts/rules';
import type { AccountLine, SimulatorReady } from '@mingpian/simulator/server';

export interface TrialConfigOptions {
  readonly world: SimulatorReady;
  readonly host: string;
  /** 0 is any free port. */
  readonly port: number;
  /** Holds the database. */
  readonly folder: string;
  /** The world's time when the gateway is set up, in milliseconds since 1970; it decides which rules the set-up follows. */
  readonly at: number;
  readonly language: 'zh' | 'en';
  /** Of the client `dev`. */
  readonly clientSecret: string;
  /** The demo shop, where there is one. */
  readonly shop?: { readonly url: string; readonly secret: string } | undefined;
}

/** The file by which WeChat's console would prove the callback host. */
export const verifyFile = 'MP_verify_51de5eedSimul8ed.txt';

/** The one open-platform group of the seeded world. */
const group = 'main';
const groupMembers = new Set(['service', 'subscription', 'website']);

/** As the YAML file would have it. */
export function trialConfig({
  world,
  host,
  port,
  folder,
  at,
  language,
  clientSecret,
  shop,
}: TrialConfigOptions): object {
  return {
    public_url: `http://${linkHost(host)}:${port}`,
    listen: { host, port },
    admin: { host, port: 0 },
    root_secret: randomBytes(32).toString('base64url'),
    database: { url: `sqlite:${join(folder, 'mingpian.db')}` },
    wechat: { simulator: world.urls.base },
    avatars: 'copy',
    language,
    verify_files: [verifyFile],
    accounts: world.accounts.map((account) => accountConfig(account, at)),
    ...(permits('webAuthorisation', { kind: 'service', verified: true }, at) && {
      clients: [devClient(clientSecret), devPageClient(), ...(shop === undefined ? [] : [shopClient(shop)])],
    }),
  };
}

/** The id of the client that is ready for an application of the reader's own. */
export const devClientId = 'dev';

/** Comes back to any address of this machine, so that an application in the making needs nothing but id and secret. */
function devClient(secret: string): object {
  return {
    client_id: devClientId,
    client_secret: secret,
    name: 'dev',
    any_loopback_redirect: true,
    account: 'service',
    pkce: 'optional',
    scopes: ['openid', 'profile', 'address', 'offline_access', 'wechat'],
  };
}

/** The same for a page without a server, which could keep no secret. */
export const devPageClientId = 'dev-spa';

function devPageClient(): object {
  return {
    client_id: devPageClientId,
    name: 'dev-spa',
    any_loopback_redirect: true,
    account: 'service',
    scopes: ['openid', 'profile', 'address', 'wechat'],
  };
}

export const shopClientId = 'shop';

function shopClient({ url, secret }: { url: string; secret: string }): object {
  return {
    client_id: shopClientId,
    client_secret: secret,
    name: '半盏茶铺',
    colour: '#6B3F1D',
    redirect_uris: [`${url}/callback`],
    post_logout_redirect_uris: [`${url}/`],
    account: 'service',
    scopes: ['openid', 'profile', 'wechat'],
  };
}

/** What a browser on this machine writes to reach the address listened on. */
function linkHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function accountConfig(account: AccountLine, at: number): object {
  const { name, title, kind, verified, appId, appSecret, originalId } = account;
  const mayBorrow = name === 'unverified' && !permits('webAuthorisation', account, at);
  return {
    name,
    title,
    kind,
    verified,
    app_id: appId,
    app_secret: appSecret,
    app_token: valueAt(rules.stableToken, at) ? 'stable' : 'classic',
    ...(originalId !== undefined && { original_id: originalId }),
    ...(groupMembers.has(name) && accountFact(kind).bindable && { open_platform: group }),
    ...(mayBorrow && { borrows: 'service' }),
    // Every way to sign in can be tried, the one that makes people follow as well.
    ...(name === 'service' && {
      methods: ['wechat', 'link_qr', 'website', 'scene_qr', 'message_code'],
      menu: [{ name: '我的', login: '/me' }],
    }),
    ...pushConfig(account, at),
  };
}

/**
 * Pushes come encrypted once WeChat offers that, and in clear before. In clear an account is trusted only where its configuration
 * says so by name; here it may be, since nobody but the simulator on this machine knows its token.
 */
function pushConfig({ token, encodingAesKey, pushMode }: AccountLine, at: number): object {
  if (token === undefined) return {};
  const encrypted = valueAt(rules.pushEncryption, at) === true;
  return {
    push: {
      mode: encrypted ? pushMode : 'plain',
      token,
      encoding_aes_key: encodingAesKey,
      trust_plain_push: !encrypted,
    },
  };
}
