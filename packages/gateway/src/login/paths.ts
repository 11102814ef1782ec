/** The addresses of the sign-in pages. */
import type { Login } from '../store/sign-in.ts';

export function signInPath(account: string, returnTo?: string): string {
  return `/login/${account}${returnTo === undefined ? '' : `?return_to=${encodeURIComponent(returnTo)}`}`;
}

export function explainPath(account: string, returnTo?: string): string {
  return `/login/${account}/profile${returnTo === undefined ? '' : `?return_to=${encodeURIComponent(returnTo)}`}`;
}

/** Where WeChat's own page for websites is asked for. */
export function websitePath(account: string, returnTo?: string): string {
  return `/login/${account}/website${returnTo === undefined ? '' : `?return_to=${encodeURIComponent(returnTo)}`}`;
}

const pathOfScope = { snsapi_base: signInPath, snsapi_userinfo: explainPath, snsapi_login: websitePath };

/** The same sign-in from its beginning. A link from the chat opens once, so what began there ends there. */
export function restartPath(login: Pick<Login, 'id' | 'account' | 'purpose' | 'returnTo' | 'scope'>): string {
  if (login.purpose === 'link') return '/me';
  const path = pathOfScope[login.scope as keyof typeof pathOfScope];
  return `${path(login.account, login.returnTo)}&again=${login.id}`;
}

/** How a login went that led to nobody being signed in. */
export function outcomePath(loginId: string): string {
  return `/login/outcome/${loginId}`;
}

/** Where a login that has to be confirmed in the chat shows its number. */
export function linkPath(loginId: string): string {
  return `/login/link/${loginId}/number`;
}

/** Where the request of an application waits until somebody is signed in. */
export function requestPath(uid: string): string {
  return `/login/request/${uid}`;
}

/** Where the application behind a sign-in hears that nobody was signed in; undefined where none waits. */
export function giveUpPath({ returnTo }: Pick<Login, 'returnTo'>): string | undefined {
  const request = /^\/login\/request\/[\w-]+/.exec(returnTo)?.[0];
  return request && `${request}?outcome=access_denied`;
}

/** Where a browser waits until another device has confirmed. */
export function waitPath(handoffId: string): string {
  return `/login/wait/${handoffId}`;
}

/** What the QR code of a waiting browser holds. */
export function scanPath(handle: string): string {
  return `/login/scan/${handle}`;
}
