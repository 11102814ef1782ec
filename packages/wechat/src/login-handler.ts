/**
 * Signing in with WeChat as two functions from `Request` to `Response`: `start` sends the browser to WeChat, `callback`
 * takes it back. What is checked, and in which order, is the list in `callback`; nothing is sent to WeChat before all of it
 * has passed.
 *
 * Beside it: `login-transaction.ts` keeps the login while the browser is away, `login-cookies.ts` binds it to the browser,
 * `login-memory.ts` makes a callback that is loaded twice harmless, `login-pages.ts` is what people see by default.
 */
import type { StartedLogin, WeChat } from './client.ts';
import { sha256 } from './digest.ts';
import { ApiError, WeChatError } from './errors.ts';
import { LoginCookies } from './login-cookies.ts';
import { type LoginAnswer, type LoginMemory, memoryOfProcess } from './login-memory.ts';
import { failurePage, snapshotPage } from './login-pages.ts';
import { type PendingLogin, type PendingLogins, sealedLogins } from './login-transaction.ts';
import type { AuthoriseOptions, CheckedCallback, PersonGrant } from './oauth.ts';
import type { Clock } from './ports.ts';
import type { Profile } from './profile.ts';
import { createSealer } from './sealer.ts';
import { systemClock } from './system.ts';

/** Why a login did not end with a person. */
export type LoginFailure =
  /** The address where the person shall go afterwards is none of ours. */
  | 'return_target'
  /** The callback is not what WeChat sends. */
  | 'malformed'
  /** The code was first seen with another login: somebody hands around links. */
  | 'foreign_code'
  /** No cookie of this login: another browser, cookies off, or too long ago. */
  | 'unknown_login'
  /** It took more than ten minutes, or was finished more than two minutes ago. */
  | 'expired'
  /** The person pressed cancel. */
  | 'refused'
  /** WeChat did not give an answer that can be used: see `error`. */
  | 'wechat';

/** What a login asks of WeChat. */
export type LoginSteps = Pick<WeChat['oauth'], 'start' | 'finish' | 'complete' | 'profile'> &
  Partial<Pick<WeChat['oauth'], 'startWebsite'>>;

export interface LoginVisit {
  readonly request: Request;
  /** Where the browser shall go now: a path of yours. */
  readonly returnTo: string;
}

export interface LoginOptions extends Pick<AuthoriseOptions, 'forcePopup'> {
  /** A `WeChat`, or `{ oauth: createComponentOAuth(…) }` of a third-party platform. */
  readonly wechat: { readonly oauth: LoginSteps };
  /**
   * `snsapi_base` (silent, an openid) and `snsapi_userinfo` (asks for nickname and picture) are for pages inside WeChat;
   * `snsapi_login` is the QR code of a website app (网站应用) for every other browser.
   */
  readonly scope: AuthoriseOptions['scope'] | 'snsapi_login';
  /**
   * Public address of `callback`; https, or http on a loopback address. Its host is a 网页授权域名 of the account, of a
   * website app its 授权回调域.
   */
  readonly callbackUrl: string;
  /** Seals the login into a cookie: at least 32 random characters. Several are a change of secret under way. */
  readonly secret?: string | readonly [string, ...string[]];
  /** Keeps logins elsewhere than in a sealed cookie; then no `secret` is needed. */
  readonly logins?: PendingLogins;
  /** Shared by the processes that may get one callback; this process's own by default. */
  readonly memory?: LoginMemory;
  readonly clock?: Clock;
  /**
   * Somebody is signed in: begin your session and give `seeOther(visit.returnTo, …)` with its cookie. Called once for a
   * login, however often the callback is loaded. `profile` is there when the scope gives one, which `snsapi_base` does not.
   */
  readonly onPerson: (
    grant: PersonGrant,
    visit: LoginVisit & { readonly profile: Profile | undefined },
  ) => Response | Promise<Response>;
  /** A virtual user on a snapshot page (快照页), whom nobody may sign in; a page that explains it by default. */
  readonly onSnapshot?: (visit: LoginVisit) => Response | Promise<Response>;
  /** A page that says what to do by default. No error contains a secret, a token or a code. */
  readonly onFailure?: (
    failure: LoginFailure,
    visit: LoginVisit & { readonly error: unknown },
  ) => Response | Promise<Response>;
}

export interface LoginHandler {
  /** Sends the browser to WeChat. `?return_to=/path` says where it shall go afterwards; `/` otherwise. */
  start(request: Request): Promise<Response>;
  /** Takes the browser back from WeChat. */
  callback(request: Request): Promise<Response>;
}

/** WeChat's code lives for five minutes; who reads the consent page needs some more. */
const LOGIN_SECONDS = 600;
const STATE_LENGTH = 32;
const CODE_LENGTH = 128;

/** @throws {TypeError} callbackUrl is neither https nor http on loopback; secret is missing or too short; scope does not fit. */
export function createLogin(options: LoginOptions): LoginHandler {
  const login = new Login(options);
  return { start: (request) => login.start(request), callback: (request) => login.callback(request) };
}

/** A redirect to a clean address: the browser's next request is a GET, and the callback stays out of its history. */
export function seeOther(location: string, headers: HeadersInit = {}): Response {
  const all = new Headers(headers);
  all.set('location', location);
  return new Response(null, { status: 303, headers: all });
}

class Failed extends Error {
  readonly failure: LoginFailure | 'snapshot';

  constructor(failure: LoginFailure | 'snapshot', cause?: unknown) {
    super(failure, { cause });
    this.failure = failure;
  }
}

class Login {
  readonly #options: LoginOptions;
  readonly #begins: () => StartedLogin;
  readonly #clock: Clock;
  readonly #cookies: LoginCookies;
  readonly #logins: PendingLogins;
  readonly #memory: LoginMemory;

  constructor(options: LoginOptions) {
    const { callbackUrl, logins, secret, clock = systemClock } = options;
    this.#begins = beginning(options);
    if (logins === undefined && secret === undefined) throw new TypeError('secret or logins is needed');
    this.#options = options;
    this.#clock = clock;
    this.#cookies = new LoginCookies(isSecure(callbackUrl));
    this.#logins = logins ?? sealedLogins(createSealer(secret ?? ''));
    this.#memory = options.memory ?? memoryOfProcess(clock);
  }

  async start(request: Request): Promise<Response> {
    if (isIdle(request)) return nothing();
    const target = new URL(request.url).searchParams.get('return_to') ?? '/';
    const returnTo = ownPath(target, this.#options.callbackUrl);
    if (returnTo === undefined) return this.#failed(request, '/', new Failed('return_target'));
    return toResponse(await this.#begin(request, returnTo, false));
  }

  async callback(request: Request): Promise<Response> {
    if (isIdle(request)) return nothing();
    let returnTo = '/';
    try {
      const callback = readCallback(request);
      await this.#checkCode(callback);
      const login = await this.#findLogin(request, callback);
      returnTo = login.returnTo;
      const checked = this.#checkState(callback, login);
      // A login takes one code: whatever another load brings, it gets what came of the first.
      const answer = await this.#memory.once(await sha256(callback.state), () =>
        this.#complete(request, login, checked),
      );
      if (answer === undefined) throw new Failed('expired');
      return toResponse(answer);
    } catch (error) {
      return this.#failed(request, returnTo, error);
    }
  }

  async #begin(request: Request, returnTo: string, restarted: boolean): Promise<LoginAnswer> {
    const { url, transaction } = this.#begins();
    const login: PendingLogin = { transaction, returnTo, startedAt: this.#clock.now(), restarted };
    const cookie = await this.#logins.keep(login, LOGIN_SECONDS * 1000);
    const headers = this.#cookies.set(request, transaction.state, cookie, LOGIN_SECONDS);
    return toAnswer(seeOther(url, headers));
  }

  /** No code comes with two states. Loads that are refused later count too, since they show a code to others. */
  async #checkCode({ state, code }: Callback): Promise<void> {
    if (code === '') return;
    if (!(await this.#memory.tie(await sha256(code), await sha256(state)))) throw new Failed('foreign_code');
  }

  /** The login of this state, if it is this browser's. */
  async #findLogin(request: Request, { state }: Callback): Promise<PendingLogin> {
    const cookie = this.#cookies.find(request, state);
    const login = cookie === undefined ? undefined : await this.#logins.find(state, cookie);
    if (login === undefined) throw new Failed('unknown_login');
    if (this.#clock.now() - login.startedAt > LOGIN_SECONDS * 1000) throw new Failed('expired');
    return login;
  }

  #checkState({ parameters }: Callback, login: PendingLogin): CheckedCallback {
    try {
      return this.#options.wechat.oauth.finish(parameters, login.transaction);
    } catch (error) {
      const refused = error instanceof WeChatError && error.code === 'consent_refused';
      throw new Failed(refused ? 'refused' : 'malformed', error);
    }
  }

  async #complete(request: Request, login: PendingLogin, checked: CheckedCallback): Promise<LoginAnswer> {
    const { onPerson, wechat } = this.#options;
    const visit = { request, returnTo: login.returnTo };
    let person: { grant: PersonGrant; profile: Profile | undefined };
    try {
      const grant = await wechat.oauth.complete(checked);
      // The login goes on: once the person asks for the full service, WeChat comes back with the same state.
      if (grant.kind === 'snapshot') throw new Failed('snapshot');
      const named = grant.scopes.includes('snsapi_userinfo') || grant.scopes.includes('snsapi_login');
      person = { grant, profile: named ? await wechat.oauth.profile(grant) : undefined };
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      // The code is spent, whatever went wrong. A fresh one is had without the person noticing, once.
      if (isWorthAnotherTry(error) && !login.restarted) return this.#begin(request, login.returnTo, true);
      return toAnswer(await this.#failed(request, login.returnTo, new Failed('wechat', error)));
    }
    return toAnswer(await onPerson(person.grant, { ...visit, profile: person.profile }));
  }

  /** What is no failure of a login is a fault of the program around it, and goes there. */
  async #failed(request: Request, returnTo: string, error: unknown): Promise<Response> {
    if (!(error instanceof Failed)) throw error;
    const { onFailure = failurePage, onSnapshot = snapshotPage } = this.#options;
    const visit = { request, returnTo };
    const { failure, cause } = error;
    const page = failure === 'snapshot' ? onSnapshot(visit) : onFailure(failure, { ...visit, error: cause });
    return toResponse(await toAnswer(await page));
  }
}

/** @throws {TypeError} the scope is that of a website app, which a third-party platform has not. */
function beginning({ wechat: { oauth }, callbackUrl, scope, forcePopup }: LoginOptions): () => StartedLogin {
  if (scope !== 'snsapi_login') {
    const popup = forcePopup === undefined ? {} : { forcePopup };
    return () => oauth.start({ redirectUri: callbackUrl, scope, ...popup });
  }
  const { startWebsite } = oauth;
  if (startWebsite === undefined) throw new TypeError('scope must be another one: these steps know no website app');
  return () => startWebsite({ redirectUri: callbackUrl });
}

interface Callback {
  readonly state: string;
  readonly code: string;
  readonly parameters: URLSearchParams;
}

/** The grammar, before anything is remembered or looked up. */
function readCallback(request: Request): Callback {
  const parameters = new URL(request.url).searchParams;
  const [state = '', ...moreStates] = parameters.getAll('state');
  const [code = '', ...moreCodes] = parameters.getAll('code');
  if (moreStates.length > 0 || moreCodes.length > 0 || code.length > CODE_LENGTH) throw new Failed('malformed');
  // Some clients append to the state; what is ours has a known length.
  const own = state.slice(0, STATE_LENGTH);
  if (!/^[0-9a-f]{32}$/.test(own)) throw new Failed('malformed');
  parameters.set('state', own);
  return { state: own, code, parameters };
}

function isSecure(callbackUrl: string): boolean {
  const { protocol, hostname } = URL.canParse(callbackUrl) ? new URL(callbackUrl) : { protocol: '', hostname: '' };
  if (protocol === 'https:') return true;
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  if (protocol === 'http:' && loopback) return false;
  throw new TypeError('callbackUrl must be https, or http on a loopback address');
}

/** Link scanners and prefetching browsers must not spend a code. */
function isIdle(request: Request): boolean {
  const purpose = request.headers.get('sec-purpose') ?? request.headers.get('purpose') ?? '';
  return request.method !== 'GET' || /prefetch|prerender/i.test(purpose);
}

function nothing(): Response {
  return new Response(null, { status: 405, headers: { allow: 'GET', 'cache-control': 'no-store' } });
}

/** A target as a path of the callback's own origin; undefined for whatever leads elsewhere, or may in some browser. */
function ownPath(target: string, callbackUrl: string): string | undefined {
  if (target.length > 1024 || !/^\/(?![/\\]|%2f|%5c)[^\u0000-\u0020\u007f\\]*$/i.test(target)) return undefined;
  const { origin, pathname, search, hash } = new URL(target, callbackUrl);
  const own = origin === new URL(callbackUrl).origin && !pathname.startsWith('//');
  return own ? pathname + search + hash : undefined;
}

function isWorthAnotherTry(error: WeChatError): boolean {
  if (error instanceof ApiError) return error.mover === 'authorise-again' || error.mover === 'retry';
  return error.code === 'network' || error.code === 'timeout' || error.code === 'http_status';
}

async function toAnswer(response: Response): Promise<LoginAnswer> {
  const { status, headers } = response;
  const redirects = status >= 300 && status < 400;
  return { status: redirects ? 303 : status, headers: [...headers], body: await response.text() };
}

/** Whatever a page is, nobody may store it, frame it, or learn the callback's address from it. */
function toResponse({ status, headers, body }: LoginAnswer): Response {
  const all = new Headers(headers as [string, string][]);
  all.set('cache-control', 'no-store');
  all.set('referrer-policy', 'no-referrer');
  all.set('x-content-type-options', 'nosniff');
  if (!all.has('content-security-policy')) all.set('content-security-policy', "frame-ancestors 'none'");
  return new Response(body === '' ? null : body, { status, headers: all });
}
