/**
 * The cookies that bind logins to a browser: one for each login, so that two tabs do not end each other's. The return from
 * WeChat is a top-level GET, which `SameSite=Lax` lets through and `Strict` would not.
 */

/** Logins of one browser that may be under way; the oldest go first. */
const LIVE = 8;

export class LoginCookies {
  readonly #prefix: string;
  readonly #attributes: string;

  /** `secure` is false on a loopback address without TLS alone. */
  constructor(secure: boolean) {
    this.#prefix = `${secure ? '__Host-' : ''}mingpian-login-`;
    this.#attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  }

  find(request: Request, state: string): string | undefined {
    const name = this.#name(state);
    return this.#read(request).find(([each]) => each === name)?.[1];
  }

  /** The `Set-Cookie` headers of a new login: its own, and the ends of those that are too many. */
  set(request: Request, state: string, value: string, seconds: number): [name: 'set-cookie', value: string][] {
    // Browsers send the oldest first (RFC 6265, 5.4).
    const surplus = this.#read(request)
      .slice(0, -(LIVE - 1))
      .map(([name]) => `${name}=; Max-Age=0; ${this.#attributes}`);
    const own = `${this.#name(state)}=${value}; Max-Age=${seconds}; ${this.#attributes}`;
    return [...surplus, own].map((cookie) => ['set-cookie', cookie]);
  }

  #name(state: string): string {
    return this.#prefix + state.slice(0, 8);
  }

  #read(request: Request): [name: string, value: string][] {
    return (request.headers.get('cookie') ?? '').split(';').flatMap((pair) => {
      const [name = '', value = ''] = pair.trim().split('=', 2);
      return name.startsWith(this.#prefix) ? [[name, value] as [string, string]] : [];
    });
  }
}
