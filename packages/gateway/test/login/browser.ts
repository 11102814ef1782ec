/** A browser with a cookie jar that follows nothing by itself, and a WeChat whose codes are made by the test. */
import type { GatewayDeps } from '../../src/opening.ts';
import { systemTimer } from '../../src/timer.ts';
import {
  openidOf,
  pushAccount,
  type StandIn,
  standIn,
  type TestGateway,
  testGateway,
  unionidOf,
  writtenAccount,
} from '../harness.ts';

export const inWeChat = 'Mozilla/5.0 (Linux; Android 8.1) AppleWebKit/537.36 Chrome/66.0 Mobile MicroMessenger/8.0.44';

export interface Visit {
  readonly status: number;
  readonly headers: Headers;
  readonly location: string;
  readonly cookies: readonly string[];
  readonly body: string;
}

export interface Browser {
  readonly jar: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Visit>;
  post(path: string, form?: Record<string, string>, headers?: Record<string, string>): Promise<Visit>;
  send(method: string, path: string, headers?: Record<string, string>, body?: string): Promise<Visit>;
  /** Another browser with the same cookies as now. */
  copy(): Browser;
}

export function browser(
  gateway: Pick<TestGateway, 'url'>,
  options: { keepsCookies?: boolean; jar?: Map<string, string> } = {},
): Browser {
  const jar = new Map(options.jar);
  async function send(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<Visit> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await fetch(path.startsWith('http') ? path : gateway.url(path), {
      method,
      redirect: 'manual',
      headers: { 'user-agent': inWeChat, ...(cookie === '' ? {} : { cookie }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const cookies = reply.headers.getSetCookie();
    for (const line of options.keepsCookies === false ? [] : cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return {
      status: reply.status,
      headers: reply.headers,
      location: reply.headers.get('location') ?? '',
      cookies,
      body: await reply.text(),
    };
  }
  return {
    jar,
    send,
    get: (path, headers) => send('GET', path, headers),
    post: (path, form = {}, headers = {}) =>
      send(
        'POST',
        path,
        { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        new URLSearchParams(form).toString(),
      ),
    copy: () => browser(gateway, { jar }),
  };
}

/** Parameters of an authorise address. */
export function authorise(location: string): URLSearchParams {
  return new URL(location).searchParams;
}

let serial = 0;

/** What WeChat knows about a code: who stands behind it. */
export interface Codes {
  /** A fresh code of this person. */
  of(name: string, scope?: string, more?: Record<string, unknown>): string;
  exchanges(): number;
}

export interface SignInWorld {
  readonly gateway: TestGateway;
  readonly codes: Codes;
}

/** Teaches the stand-in to answer exchanges, profiles and follow states of made-up people. */
export function issueCodes(wechat: StandIn): Codes {
  const issued = new Map<string, { name: string; scope: string; more: Record<string, unknown>; used: boolean }>();
  const nameOf = (url: string) => {
    const openid = new URL(url).searchParams.get('openid');
    return [...issued.values()].find(({ name }) => openidOf(name) === openid)?.name ?? 'nobody';
  };
  wechat.answers.set('/sns/oauth2/access_token', ({ url }) => {
    const code = issued.get(new URL(url).searchParams.get('code') ?? '');
    if (code === undefined) return { errcode: 40029, errmsg: 'invalid code, rid: 1' };
    if (code.used) return { errcode: 40163, errmsg: 'code been used, rid: 1' };
    code.used = true;
    const { name, scope, more } = code;
    const tokens = { access_token: `86_user_${name}`, refresh_token: `86_refresh_${name}` };
    return { ...tokens, expires_in: 7200, openid: openidOf(name), scope, ...more };
  });
  wechat.answers.set('/sns/userinfo', ({ url }) => ({
    openid: openidOf(nameOf(url)),
    nickname: nameOf(url),
    sex: 0,
    language: '',
    city: '',
    province: '',
    country: '',
    headimgurl: 'https://thirdwx.qlogo.cn/mmopen/vi_32/abc/132',
    privilege: [],
  }));
  wechat.answers.set('/cgi-bin/user/info', ({ url }) => ({
    subscribe: 0,
    openid: openidOf(nameOf(url)),
    tagid_list: [],
  }));
  return {
    of(name, scope = 'snsapi_base', more = {}) {
      const code = `0${String(serial++).padStart(31, 'a')}`;
      issued.set(code, { name, scope, more, used: false });
      return code;
    },
    exchanges: () => wechat.calls.filter(({ operation }) => operation === '/sns/oauth2/access_token').length,
  };
}

/** A gateway and its WeChat. */
export async function signInWorld(fields: Record<string, unknown> = {}, deps: GatewayDeps = {}): Promise<SignInWorld> {
  const wechat = standIn();
  const codes = issueCodes(wechat);
  return { codes, gateway: await testGateway(fields, { wechat, timer: systemTimer, ...deps }) };
}

/** From the start page to the callback; answers the callback's reply. */
export async function signIn(
  { codes }: SignInWorld,
  visitor: Browser,
  name: string,
  options: { account?: string; returnTo?: string } = {},
): Promise<Visit> {
  const query = options.returnTo === undefined ? '' : `?return_to=${encodeURIComponent(options.returnTo)}`;
  const started = await visitor.get(`/login/${options.account ?? 'service'}${query}`);
  return visitor.get(callback(started.location, codes.of(name)));
}

/** The address WeChat sends the browser back to. */
export function callback(location: string, code: string): string {
  return `/wechat/callback?code=${code}&state=${authorise(location).get('state')}`;
}

export { openidOf, pushAccount, unionidOf, writtenAccount };
