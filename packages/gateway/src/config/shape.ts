/** The configuration as the gateway uses it: checked, every secret read, names in camelCase. */
import type { AccountKind } from '@mingpian/facts/accounts';
import type { PushMode } from '@mingpian/wechat/push-receiver';
import type { Method } from '../methods/method.ts';

export interface Config {
  /** The origin of every link, without a slash at the end; also the issuer. */
  readonly publicUrl: string;
  /** `maxConnections` at once; further ones are closed. */
  readonly listen: Address & { readonly maxConnections: number };
  readonly admin: Address;
  readonly rootSecret: string;
  /** Opens what was sealed with it, and seals nothing. */
  readonly previousRootSecret?: string;
  /** `backupKeys` is the folder of the keys that seal backups; left out: they are not sealed. */
  readonly database: { readonly url: string; readonly backupKeys?: string };
  /** Origin of a simulator that plays all WeChat hosts; left out: the real WeChat. */
  readonly simulator?: string;
  readonly avatars: 'link' | 'copy';
  readonly language: 'zh' | 'en';
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly returnTargets: readonly string[];
  readonly verifyFiles: readonly string[];
  readonly accounts: readonly AccountConfig[];
  readonly clients: readonly ClientConfig[];
  readonly apiKeys: readonly ApiKeyConfig[];
  readonly forwards: readonly ForwardConfig[];
  /** Whoever has it may register clients. */
  readonly registrationToken?: string;
  readonly privateHosts: readonly string[];
  /** Whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
}

export type ApiScope = 'call' | 'sign' | 'token';

/** Another system that hears of pushes. */
export interface ForwardConfig {
  readonly name: string;
  readonly accounts: readonly string[];
  /** `text`, `event:subscribe`, `event:*`, `*`. */
  readonly kinds: readonly string[];
  readonly url: string;
  readonly secret: string;
  /** Its answer is the reply in the chat; one for each account and kind of push at most. */
  readonly answers: boolean;
}

/** A service of the house that uses WeChat through us. */
export interface ApiKeyConfig {
  readonly name: string;
  readonly key: string;
  readonly accounts: readonly string[];
  readonly scopes: readonly ApiScope[];
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface AccountConfig {
  readonly name: string;
  readonly title: string;
  readonly kind: AccountKind;
  readonly verified: boolean;
  readonly appId: string;
  readonly appSecret: string;
  readonly originalId?: string;
  /** The declared open-platform group; unionids are compared only inside one. */
  readonly openPlatform?: string;
  readonly appToken: 'stable' | 'classic';
  /** Name of the account whose web authorisation this one uses. */
  readonly borrows?: string;
  readonly methods?: readonly Method[];
  /** Hosts of pages that may use the JS-SDK. */
  readonly jsDomains: readonly string[];
  /** Left out: two buttons that lead to signing in and to /me. */
  readonly menu?: readonly MenuEntryConfig[];
  readonly push?: PushConfig;
}

/** `url` is an address or a path of this origin; `login` where a sign-in that the button starts leads to. */
export type MenuButtonConfig = { readonly name: string } & (
  | { readonly url: string }
  | { readonly login: string }
  | { readonly key: string }
);
export type MenuEntryConfig =
  | MenuButtonConfig
  | { readonly name: string; readonly buttons: readonly MenuButtonConfig[] };

export interface PushConfig {
  readonly mode: PushMode;
  readonly format: 'xml' | 'json';
  readonly token: string;
  readonly previousTokens: readonly string[];
  readonly encodingAesKey?: string;
  readonly previousEncodingAesKeys: readonly string[];
  readonly trustPlainPush: boolean;
}

/** A client of OpenID Connect; `client-schema.ts` says what each field means. */
export interface ClientConfig {
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly name: string;
  readonly type: 'web' | 'native';
  readonly redirectUris: readonly string[];
  readonly anyLoopbackRedirect: boolean;
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri?: string;
  readonly account?: string;
  readonly methods?: readonly Method[];
  readonly scopes: readonly string[];
  readonly firstParty: boolean;
  readonly pkce: 'required' | 'optional';
  readonly subject: 'pairwise' | 'public';
  readonly sector: string;
  readonly idTokenAlgorithm: 'RS256' | 'ES256';
  readonly colour?: string;
  /** A data URL. */
  readonly logo?: string;
}
