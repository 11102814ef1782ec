/**
 * The two kinds of cookie. A binding cookie proves that a callback comes to the browser that began: one for each login,
 * so that tabs do not disturb each other. The session cookie says who is signed in. Both are bound to this host, unseen by
 * scripts, and left out of requests that other sites make, except for plain navigation, which is how WeChat sends people back.
 */
import { sha256 } from '../digest.ts';
import type { Store } from '../store/store.ts';

/** Names and attributes of the cookies of one gateway. */
export interface Cookies {
  /** Every cookie of a request by name; the first of two with one name stands, and hostile headers do no harm. */
  read(header: string | undefined): ReadonlyMap<string, string>;
  /** The value that binds this browser to the login. */
  binding(cookies: ReadonlyMap<string, string>, cookieId: string): string | undefined;
  bind(cookieId: string, value: string): string;
  /** Headers that end the oldest binding cookies, so that with a new one at most eight stay. */
  dropOldBindings(cookies: ReadonlyMap<string, string>): readonly string[];
  session(cookies: ReadonlyMap<string, string>): string | undefined;
  signIn(value: string): string;
  signOut(): string;
  /** Ends the session that a Cookie header names. */
  endSession(header: string | undefined, store: Pick<Store, 'sessions'>): Promise<void>;
  /** The language that was chosen before, as it stands there. */
  language(cookies: ReadonlyMap<string, string>): string | undefined;
  rememberLanguage(language: string): string;
  /**
   * What the engine calls its own. The name of its session lets no other host of the domain plant one; the other two hold for
   * one path each, which that prefix does not allow.
   */
  readonly engine: { readonly session: string; readonly request: string; readonly resume: string };
}

/** How many sign-ins of one browser may be under way. */
export const liveBindings = 8;
/** Ten minutes for the sign-in and two for the back button, in seconds. */
export const bindingLifetime = 720;
/** Seven days, in seconds. */
export const sessionLifetime = 7 * 86_400;
const languageLifetime = 365 * 86_400;

const bindingId = /^[0-9a-f]{16}$/;
const bindingValue = /^[0-9a-f]{64}$/;

/** On an http loopback `publicUrl` browsers would refuse Secure and the prefix that demands it; nothing else is left out. */
export function createCookies(publicUrl: string): Cookies {
  const secure = new URL(publicUrl).protocol === 'https:';
  const name = (plain: string) => (secure ? `__Host-${plain}` : plain);
  const set = (cookie: string, value: string, seconds: number, hidden = true) =>
    `${cookie}=${value}; Path=/; Max-Age=${seconds}${secure ? '; Secure' : ''}${hidden ? '; HttpOnly' : ''}; SameSite=Lax`;
  const bindingPrefix = name('login-');
  const sessionName = name('session');
  const onePath = (plain: string) => (secure ? `__Secure-${plain}` : plain);
  return {
    engine: { session: name('oidc-session'), request: onePath('oidc-request'), resume: onePath('oidc-resume') },
    async endSession(header, store) {
      const value = this.session(this.read(header));
      if (value !== undefined) await store.sessions.end(sha256(value));
    },
    read(header) {
      const cookies = new Map<string, string>();
      for (const part of (header ?? '').split(';')) {
        const equals = part.indexOf('=');
        const cookie = part.slice(0, equals).trim();
        if (equals > 0 && !cookies.has(cookie)) cookies.set(cookie, part.slice(equals + 1).trim());
      }
      return cookies;
    },
    binding(cookies, cookieId) {
      const value = cookies.get(bindingPrefix + cookieId);
      return value !== undefined && bindingValue.test(value) ? value : undefined;
    },
    bind: (cookieId, value) => set(bindingPrefix + cookieId, value, bindingLifetime),
    dropOldBindings(cookies) {
      const ids = [...cookies.keys()]
        .filter((cookie) => cookie.startsWith(bindingPrefix))
        .map((cookie) => cookie.slice(bindingPrefix.length))
        .filter((id) => bindingId.test(id))
        .sort();
      return ids.slice(0, Math.max(0, ids.length - liveBindings + 1)).map((id) => set(bindingPrefix + id, '', 0));
    },
    session(cookies) {
      const value = cookies.get(sessionName);
      return value !== undefined && bindingValue.test(value) ? value : undefined;
    },
    signIn: (value) => set(sessionName, value, sessionLifetime),
    signOut: () => set(sessionName, '', 0),
    language: (cookies) => cookies.get(name('lang')),
    rememberLanguage: (language) => set(name('lang'), language, languageLifetime, false),
  };
}

/** A cookie id begins with the second of its making, so that the names sort by age. */
export function newCookieId(now: number, random: { bytes(count: number): Uint8Array }): string {
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0')
    .slice(-8);
  return seconds + Buffer.from(random.bytes(4)).toString('hex');
}
