/**
 * Web authorisation (网页授权) of a service account or a sandbox account, in the order of use:
 * `startLogin` → the user's browser → `finishLogin` (checks) → `completeLogin` (exchanges the code) → `fetchProfile`.
 * Official guide: 网页授权 (AUTH-GUIDE in the facts).
 */
import { endpoints } from '@mingpian/facts/endpoints';
import { lifetimes } from '@mingpian/facts/lifetimes';
import { limits } from '@mingpian/facts/limits';
import { shapes } from '@mingpian/facts/shapes';
import {
  type ApiReply,
  optionalShape,
  optionalText,
  readApiReply,
  requiredSeconds,
  requiredShape,
  requiredText,
} from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import type { AppCredentials } from './app-token.ts';
import { ApiError, WeChatError } from './errors.ts';
import type { Hosts } from './hosts.ts';
import type { Random, WireReply, WireRequest } from './ports.ts';
import { type Profile, readProfile } from './profile.ts';
import { equalText, hex } from './text.ts';

/** `snsapi_base` is silent and gives the openid; `snsapi_userinfo` asks the user and gives nickname and avatar too. */
export type OAuthScope = 'snsapi_base' | 'snsapi_userinfo';
export type ProfileLanguage = 'zh_CN' | 'zh_TW' | 'en';

export interface AuthoriseOptions {
  /** Where WeChat sends the browser back to. Its host must be one of the account's 网页授权域名. */
  readonly redirectUri: string;
  readonly scope: OAuthScope;
  /** Ask again although WeChat could pass silently. Without effect for followers who come from the account's chat or menu. */
  readonly forcePopup?: boolean;
  readonly forceSnapShot?: boolean;
}

/** What the login must remember until the browser is back. Serialisable; keep it where only that browser's login finds it. */
export interface LoginTransaction {
  readonly appId: string;
  readonly state: string;
  readonly redirectUri: string;
  readonly scope: OAuthScope | 'snsapi_login';
}

declare const checked: unique symbol;
/** A callback whose state belongs to its transaction. Only `finishLogin` makes one, and only it can be exchanged. */
export interface CheckedCallback {
  readonly code: string;
  readonly transaction: LoginTransaction;
  readonly [checked]: true;
}

/** What one authorisation of a real user gave. Times in milliseconds since the epoch. */
export interface PersonGrant {
  readonly kind: 'person';
  readonly appId: string;
  readonly openid: string;
  readonly unionid?: string;
  readonly scopes: readonly string[];
  readonly userToken: string;
  readonly expiresAt: number;
  readonly refreshToken: string;
  readonly refreshExpiresAt: number;
}

/** A visitor on a snapshot page (快照页): a virtual user. There is no openid in here, so nobody can sign one in. */
export interface SnapshotGrant {
  readonly kind: 'snapshot';
  readonly appId: string;
}

export type Grant = PersonGrant | SnapshotGrant;

const EXCHANGE = endpoints.codeExchange.path;
const REFRESH = endpoints.refreshUserToken.path;
const CHECK = endpoints.checkUserToken.path;
const PROFILE = endpoints.snsUserInfo.path;

const CODE = /^[\x21-\x7e]{1,128}$/;
const STATE_BYTES = 16;

/**
 * The address to open in WeChat. The parameters stand in the documented order, which desktop clients insist on, and
 * the fragment is always there.
 *
 * @throws {TypeError} redirectUri is no absolute http(s) address, or state is not 1 to 128 letters and digits.
 */
export function authoriseUrl(hosts: Hosts, appId: string, options: AuthoriseOptions & { state: string }): string {
  checkAuthorise(options);
  const extras = `${options.forcePopup ? '&forcePopup=true' : ''}${options.forceSnapShot ? '&forceSnapShot=true' : ''}`;
  return (
    `${hosts.open}/connect/oauth2/authorize?appid=${encodeURIComponent(appId)}` +
    `&redirect_uri=${encodeURIComponent(options.redirectUri)}&response_type=code&scope=${options.scope}` +
    `&state=${options.state}${extras}#wechat_redirect`
  );
}

/** @throws {TypeError} redirectUri is no absolute http(s) address, or state is not 1 to 128 letters and digits. */
export function checkAuthorise({ redirectUri, state }: { redirectUri: string; state: string }): void {
  if (!URL.canParse(redirectUri) || !/^https?:$/.test(new URL(redirectUri).protocol)) {
    throw new TypeError('redirectUri must be an absolute http or https address');
  }
  if (!/^[A-Za-z0-9]+$/.test(state) || state.length > limits.stateBytes.value) {
    throw new TypeError(`state must be 1 to ${limits.stateBytes.value} letters and digits`);
  }
}

/** Begins a login with a fresh state of 128 random bits in 32 hex digits. */
export function startLogin(
  hosts: Hosts,
  appId: string,
  random: Random,
  options: AuthoriseOptions,
): { url: string; transaction: LoginTransaction } {
  const state = hex(random.bytes(STATE_BYTES));
  const url = authoriseUrl(hosts, appId, { ...options, state });
  return { url, transaction: { appId, state, redirectUri: options.redirectUri, scope: options.scope } };
}

/**
 * Checks the parameters with which the browser came back. Nothing is sent to WeChat before this has passed.
 *
 * @throws {WeChatError} `callback_malformed`, `state_mismatch`, or `consent_refused` when there is no code.
 */
export function finishLogin(parameters: URLSearchParams, transaction: LoginTransaction): CheckedCallback {
  const states = parameters.getAll('state');
  const codes = parameters.getAll('code');
  if (states.length > 1 || codes.length > 1) {
    throw new WeChatError('callback_malformed', 'the callback has a parameter twice');
  }
  const [state] = states;
  if (state === undefined || !equalText(state, transaction.state)) {
    throw new WeChatError('state_mismatch', 'the state of the callback is not the one of this login');
  }
  const [code] = codes;
  if (code === undefined || code === '') throw new WeChatError('consent_refused', 'the callback has no code');
  if (!CODE.test(code)) throw new WeChatError('callback_malformed', 'the code is not of the form that WeChat sends');
  return { code, transaction } as CheckedCallback;
}

export function codeExchangeRequest(hosts: Hosts, app: AppCredentials, callback: CheckedCallback): WireRequest {
  if (callback.transaction.appId !== app.appId) throw new TypeError('the callback belongs to another AppID');
  return apiRequest(hosts, endpoints.codeExchange, {
    appid: app.appId,
    secret: app.appSecret,
    code: callback.code,
    grant_type: 'authorization_code',
  });
}

/**
 * The grant of an exchange. `now` is the time of the reply. The documents list no `scope` in it any more: without one the
 * grant has the scope that was asked for.
 *
 * A code works once: 40163 or 40029 mean that it was used or is too old, and after -1, a timeout or a broken
 * connection it may be burnt. Never send the same code again: send the user to authorise again.
 */
export function processCodeExchange(callback: CheckedCallback, reply: WireReply, now: number): Grant {
  return readExchange(EXCHANGE, readApiReply(EXCHANGE, reply), callback, now);
}

/** The grant in the reply of any exchange; a third-party platform has an operation of its own. */
export function readExchange(operation: string, body: ApiReply, callback: CheckedCallback, now: number): Grant {
  const { appId, scope } = callback.transaction;
  // Real users have no such field. Whatever else stands there, the visitor is not a person we may know.
  const snapshot = body.is_snapshotuser;
  if (snapshot !== undefined && snapshot !== 0 && snapshot !== false) return { kind: 'snapshot', appId };
  return readGrant(operation, body, { appId, scopes: [scope] }, now);
}

export function refreshRequest(hosts: Hosts, appId: string, refreshToken: string): WireRequest {
  return apiRequest(hosts, endpoints.refreshUserToken, {
    appid: appId,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  });
}

/** Store what comes back, the refresh token too. Its 30 days count from the authorisation, not from this call. */
export function processRefresh(reply: WireReply, grant: RefreshedGrant, now: number): PersonGrant {
  return readRefresh(REFRESH, readApiReply(REFRESH, reply), grant, now);
}

type RefreshedGrant = Pick<PersonGrant, 'appId' | 'openid' | 'scopes' | 'refreshExpiresAt'>;

export function readRefresh(operation: string, body: ApiReply, grant: RefreshedGrant, now: number): PersonGrant {
  const renewed = readGrant(operation, body, grant, now);
  if (renewed.openid !== grant.openid) {
    throw new WeChatError('openid_mismatch', `${operation} answered for another openid`, { operation });
  }
  return { ...renewed, refreshExpiresAt: grant.refreshExpiresAt };
}

function readGrant(
  operation: string,
  body: ApiReply,
  asked: Pick<PersonGrant, 'appId' | 'scopes'>,
  now: number,
): PersonGrant {
  const unionid = optionalShape(operation, body, 'unionid', shapes.unionid.value);
  const scopes = splitScopes(optionalText(body.scope) ?? '');
  return {
    kind: 'person',
    appId: asked.appId,
    openid: requiredShape(operation, body, 'openid', shapes.openid.value),
    ...(unionid === undefined ? {} : { unionid }),
    scopes: scopes.length === 0 ? asked.scopes : scopes,
    userToken: requiredText(operation, body, 'access_token'),
    expiresAt: now + requiredSeconds(operation, body, 'expires_in') * 1000,
    refreshToken: requiredText(operation, body, 'refresh_token'),
    refreshExpiresAt: now + lifetimes.refreshToken.value * 1000,
  };
}

/** Replies of 2014 end in a comma: `snsapi_userinfo,` is one scope. */
function splitScopes(scope: string): string[] {
  return scope
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

export function userTokenCheckRequest(hosts: Hosts, userToken: string, openid: string): WireRequest {
  return apiRequest(hosts, endpoints.checkUserToken, { access_token: userToken, openid });
}

/**
 * Whether token and openid belong together and live. It proves nothing about who is present: never a login by itself.
 * False for 40001, 40003, 40014 and 42001; other errcodes throw.
 */
export function processUserTokenCheck(reply: WireReply): boolean {
  try {
    readApiReply(CHECK, reply);
    return true;
  } catch (error) {
    if (error instanceof ApiError && [40001, 40003, 40014, 42001].includes(error.errcode)) return false;
    throw error;
  }
}

/** `language` chooses the language of place names, which WeChat stopped filling in 2021. */
export function profileRequest(hosts: Hosts, grant: PersonGrant, language: ProfileLanguage = 'zh_CN'): WireRequest {
  const { userToken, openid } = grant;
  return apiRequest(hosts, endpoints.snsUserInfo, { access_token: userToken, openid, lang: language });
}

/** @throws {WeChatError} `openid_mismatch` when the profile is not of the grant's openid or unionid. */
export function processProfile(reply: WireReply, grant: PersonGrant): Profile {
  const profile = readProfile(PROFILE, readApiReply(PROFILE, reply));
  const otherUnion = grant.unionid !== undefined && profile.unionid !== undefined && grant.unionid !== profile.unionid;
  if (profile.openid !== grant.openid || otherUnion) {
    throw new WeChatError('openid_mismatch', `${PROFILE} answered for another user`, { operation: PROFILE });
  }
  return profile;
}
