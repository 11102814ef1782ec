/**
 * Begins a sign-in: writes the login, binds it to this browser, and says where in WeChat it goes on. The address carries
 * a random handle (`state`) and nothing else; the store knows its digest alone, so reading the database completes nothing.
 */
import type { Account } from '../accounts.ts';
import { sha256 } from '../digest.ts';
import { newHandle } from '../ids.ts';
import type { Language } from '../pages/language.ts';
import type { Parts } from '../parts.ts';
import type { LoginPurpose } from '../store/sign-in.ts';
import { type Cookies, newCookieId } from './cookies.ts';
import { LoginProblem } from './problem.ts';
import { newReference } from './reference.ts';

/** `snsapi_login` is the scan login of a website app. */
export type LoginScope = 'snsapi_base' | 'snsapi_userinfo' | 'snsapi_login';

/** From start to callback, in milliseconds. */
export const loginLifetime = 600_000;
/** Unfinished logins kept at once; the oldest go first. */
export const openLogins = 100_000;
/** The cap is looked at once in so many starts. */
const capEvery = 256;

export interface LoginRequest {
  /** The account of the URL. */
  readonly account: Account;
  readonly scope: LoginScope;
  /** A checked target. */
  readonly returnTo: string;
  /** Of WeChat's page, where it has a choice. */
  readonly language?: Language;
  readonly purpose?: LoginPurpose;
  readonly ticketDigest?: string;
  /** The login that this one replaces. */
  readonly restartOf?: string;
  /** When somebody pressed a button of ours for it. */
  readonly actedAt?: number | null;
}

/** Where to send the browser, and the cookies to send along. */
export interface Started {
  readonly location: string;
  readonly cookies: readonly string[];
}

export type StartLogin = (request: LoginRequest, cookies: ReadonlyMap<string, string>) => Promise<Started>;

/** The address of the one OAuth callback. */
export function callbackAddress(publicUrl: string): string {
  return `${publicUrl}/wechat/callback`;
}

export function createStart(
  parts: Pick<Parts, 'accounts' | 'clock' | 'config' | 'random' | 'store'>,
  jar: Cookies,
): StartLogin {
  const { accounts, clock, config, random, store } = parts;
  let starts = 0;
  return async (request, cookies) => {
    const { account, scope, returnTo } = request;
    const authoriser = scope === 'snsapi_login' ? accounts.website(account) : accounts.authoriser(account);
    if (authoriser === undefined) {
      throw new LoginProblem('no_web_login', { check: 'authoriser', account: account.name, next: '/me' });
    }
    const now = clock.now();
    const state = newHandle(random);
    const binding = newHandle(random, 32);
    const cookieId = newCookieId(now, random);
    if (starts++ % capEvery === 0) await store.logins.dropOldest(openLogins);
    await store.logins.create({
      id: newReference(random),
      cookieId,
      stateDigest: sha256(state),
      bindingDigest: sha256(binding),
      purpose: request.purpose ?? 'login',
      account: account.name,
      appId: authoriser.appId,
      scope,
      returnTo,
      ticketDigest: request.ticketDigest ?? null,
      restartOf: request.restartOf ?? null,
      actedAt: request.actedAt ?? null,
      startedAt: now,
      expiresAt: now + loginLifetime,
    });
    const { oauth } = authoriser.wechat;
    const redirectUri = callbackAddress(config.publicUrl);
    const language = request.language === 'en' ? 'en' : 'cn';
    return {
      location:
        scope === 'snsapi_login'
          ? oauth.websiteUrl({ redirectUri, state, language })
          : oauth.authoriseUrl({ redirectUri, scope, state }),
      cookies: [...jar.dropOldBindings(cookies), jar.bind(cookieId, binding)],
    };
  };
}
