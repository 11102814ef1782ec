/** What the conformance tests stand on: a world whose time moves only when told, and the calls in short form. */
import { expect } from 'vitest';
import type { LiveWorld } from '../../src/live-world.ts';
import { answerSheet, authorise } from '../../src/wechat/connect/oauth2/authorise.ts';
import type { AuthoriseOutcome } from '../../src/wechat/connect/visit.ts';
import { asResponse } from '../../src/wechat/reply.ts';
import type { Client, OpenedFrom } from '../../src/world/authorisations.ts';
import { instantOf } from '../../src/world/clock.ts';
import type { Account, Person, Profile } from '../../src/world/state.ts';
import { createWorld } from '../../src/world.ts';

export const today = '2026-11-24T12:00:00+08:00';
export const callbackUri = 'https://app.test/cb';
/** The shape of an errmsg of each family in the era of the rid. */
export const rid = '[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}';

export interface Reply {
  status: number;
  type: string | null;
  location: string | null;
  headers: Headers;
  text: string;
  // Replies are read by their keys; what is not there is undefined and fails the comparison.
  // biome-ignore lint/suspicious/noExplicitAny: the tests assert the shape
  json: any;
}

export interface CallOptions {
  method?: string;
  /** Posted as JSON. */
  json?: unknown;
  /** Posted as it is. */
  body?: string | URLSearchParams | Uint8Array<ArrayBuffer>;
  host?: string;
  ip?: string;
  headers?: Record<string, string>;
}

export class Bench {
  readonly world: LiveWorld;

  constructor(options: { clock?: string; seed?: string; profile?: Profile } = {}) {
    const { clock = today, seed = 'conformance', profile = 'local' } = options;
    const start = instantOf(clock);
    this.world = createWorld({ seed, profile, clock, now: () => start });
    for (const account of this.world.state.accounts) account.oauthDomains = ['app.test'];
  }

  account(name = 'service'): Account {
    return this.world.accountNamed(name);
  }

  person(name: string): Person {
    return this.world.personNamed(name);
  }

  openid(person: string, account = 'service'): string {
    return this.world.openidOf(person, this.account(account));
  }

  unionid(person: string, account = 'service'): string {
    return this.world.unionidOf(person, this.account(account)) ?? 'no unionid';
  }

  advance(seconds: number): void {
    this.world.clock.advance(seconds * 1000);
  }

  get unix(): number {
    return this.world.unixNow();
  }

  async call(path: string, query: Record<string, string | undefined> = {}, options: CallOptions = {}): Promise<Reply> {
    const url = new URL(path, `http://${options.host ?? '127.0.0.1'}`);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const body = options.json === undefined ? options.body : JSON.stringify(options.json);
    const method = options.method ?? (body === undefined ? 'GET' : 'POST');
    const request = new Request(url, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: options.headers ?? {},
    });
    const response = asResponse(await this.world.answer(request, { address: options.ip ?? '127.0.0.1' }));
    const text = await response.text();
    const type = response.headers.get('content-type');
    return {
      status: response.status,
      type,
      location: response.headers.get('location'),
      headers: response.headers,
      text,
      json: text.startsWith('{') ? JSON.parse(text) : undefined,
    };
  }

  token(
    account = 'service',
    query: Record<string, string | undefined> = {},
    options: CallOptions = {},
  ): Promise<Reply> {
    const { appId, appSecret } = this.account(account);
    const parameters = { grant_type: 'client_credential', appid: appId, secret: appSecret, ...query };
    return this.call('/cgi-bin/token', parameters, options);
  }

  stableToken(body: Record<string, unknown> = {}, account = 'service', options: CallOptions = {}): Promise<Reply> {
    const { appId, appSecret } = this.account(account);
    const json = { grant_type: 'client_credential', appid: appId, secret: appSecret, ...body };
    return this.call('/cgi-bin/stable_token', {}, { ...options, json });
  }

  async appToken(account = 'service'): Promise<string> {
    return (await this.token(account)).json.access_token;
  }

  /** A cgi-bin call with a fresh app token. */
  async app(
    path: string,
    query: Record<string, string | undefined> = {},
    options: CallOptions & { account?: string } = {},
  ): Promise<Reply> {
    return this.call(path, { access_token: await this.appToken(options.account), ...query }, options);
  }

  userInfo(person: string, account = 'service', lang = 'zh_CN'): Promise<Reply> {
    return this.app('/cgi-bin/user/info', { openid: this.openid(person, account), lang }, { account });
  }

  /** The authorise link as the documents want it; `changes` may leave out, replace or add parameters. */
  link(changes: Record<string, string | undefined> = {}, account = 'service', fragment = '#wechat_redirect'): URL {
    const url = new URL('https://open.weixin.qq.com/connect/oauth2/authorize');
    const parameters = {
      appid: this.account(account).appId,
      redirect_uri: callbackUri,
      response_type: 'code',
      scope: 'snsapi_base',
      state: 's1',
      ...changes,
    };
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) url.searchParams.append(name, value);
    }
    url.hash = fragment;
    return url;
  }

  /** Somebody opens a link on a phone. */
  open(
    person: string,
    url: URL,
    { from = 'external', client = 'ios' }: { from?: OpenedFrom; client?: Client } = {},
  ): AuthoriseOutcome {
    return authorise(this.world, { url, fragmentKnown: true, person: this.person(person), from, client });
  }

  answer(outcome: AuthoriseOutcome, answer: 'allow' | 'refuse'): AuthoriseOutcome {
    expect(outcome.kind).toBe('sheet');
    const answered = outcome.kind === 'sheet' ? answerSheet(this.world, outcome.sheet, answer) : undefined;
    if (answered === undefined) throw new Error('the sheet is gone');
    return answered;
  }

  /** A code, however many clicks it takes. */
  code(person = 'xiaoming', scope = 'snsapi_userinfo', account = 'service'): string {
    const opened = this.open(person, this.link({ scope }, account));
    const outcome = opened.kind === 'sheet' ? this.answer(opened, 'allow') : opened;
    if (outcome.kind !== 'redirect') throw new Error(`no code but ${JSON.stringify(outcome)}`);
    return outcome.code;
  }

  exchange(code: string, account = 'service', query: Record<string, string | undefined> = {}): Promise<Reply> {
    const { appId, appSecret } = this.account(account);
    const parameters = { appid: appId, secret: appSecret, code, grant_type: 'authorization_code', ...query };
    return this.call('/sns/oauth2/access_token', parameters);
  }

  /** Signs somebody in as far as the user token. */
  async grant(person = 'xiaoming', scope = 'snsapi_userinfo', account = 'service'): Promise<UserGrant> {
    return (await this.exchange(this.code(person, scope, account), account)).json;
  }

  refresh(refreshToken: string, account = 'service'): Promise<Reply> {
    const { appId } = this.account(account);
    const query = { appid: appId, grant_type: 'refresh_token', refresh_token: refreshToken };
    return this.call('/sns/oauth2/refresh_token', query);
  }

  profile(grant: Pick<UserGrant, 'access_token' | 'openid'>, lang = 'zh_CN'): Promise<Reply> {
    return this.call('/sns/userinfo', { access_token: grant.access_token, openid: grant.openid, lang });
  }

  findings(rule: string): number {
    return this.world.state.findings
      .filter((finding) => finding.rule === rule)
      .reduce((sum, { count }) => sum + count, 0);
  }
}

export interface UserGrant {
  access_token: string;
  refresh_token: string;
  openid: string;
  scope: string;
  unionid?: string;
}

/** A cgi-bin error as today's WeChat sends it. */
export function expectCgiError(reply: Reply, errcode: number, errmsg: string): void {
  expect(reply.json).toEqual({
    errcode,
    errmsg: expect.stringMatching(new RegExp(`^${escaped(errmsg)} rid: ${rid}$`)),
  });
  expect(reply.status).toBe(200);
  expect(reply.type).toBe('application/json; encoding=utf-8');
}

/** An sns error as today's WeChat sends it. */
export function expectSnsError(reply: Reply, errcode: number, errmsg: string): void {
  expect(reply.json).toEqual({
    errcode,
    errmsg: expect.stringMatching(new RegExp(`^${escaped(errmsg)}, rid: ${rid}$`)),
  });
  expect(reply.status).toBe(200);
  expect(reply.type).toBe('text/plain');
}

export function expectPage(outcome: AuthoriseOutcome, code: number | null, text: string): void {
  expect(outcome).toMatchObject({ kind: 'error', error: { code, text } });
}

/** Sent back to the application with a code, without having been asked. */
export function expectCallback(outcome: AuthoriseOutcome, location: string): string {
  expect(outcome.kind).toBe('redirect');
  if (outcome.kind !== 'redirect') throw new Error('unreachable');
  expect(outcome.location).toBe(location.replace('<code>', outcome.code));
  return outcome.code;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
