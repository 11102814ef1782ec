/**
 * One account, ready to use: each operation of the SDK with its request, its transport and its reply put together. The
 * halves themselves are exported by the modules that this file imports, for those who send requests in their own way.
 */
import { shapes } from '@mingpian/facts/shapes';
import type { ApiReply } from './api-reply.ts';
import { type AppTokenMethod, AppTokens } from './app-token.ts';
import { MemoryAppTokenStore } from './app-token-memory.ts';
import { customerTextRequest, processCustomerMessage } from './customer-message.ts';
import { type Hosts, wechatHosts } from './hosts.ts';
import {
  type Menu,
  menuCreateRequest,
  menuDeleteRequest,
  menuGetRequest,
  processMenuCreate,
  processMenuDelete,
  processMenuGet,
} from './menu.ts';
import {
  type AuthoriseOptions,
  authoriseUrl,
  type CheckedCallback,
  codeExchangeRequest,
  finishLogin,
  type Grant,
  type LoginTransaction,
  type PersonGrant,
  type ProfileLanguage,
  processCodeExchange,
  processProfile,
  processRefresh,
  processUserTokenCheck,
  profileRequest,
  refreshRequest,
  startLogin,
  userTokenCheckRequest,
} from './oauth.ts';
import type { AppTokenStore, Clock, Random, Sleep, Transport } from './ports.ts';
import type { Profile } from './profile.ts';
import { systemClock, systemRandom, systemSleep } from './system.ts';
import { defaultTransport } from './transport.ts';
import { processUserInfo, type UserInfo, userInfoRequest } from './user.ts';

export interface WeChatOptions {
  readonly appId: string;
  readonly appSecret: string;
  /** `stable` unless another system of yours lives on tokens of `cgi-bin/token`. */
  readonly appToken?: AppTokenMethod;
  /** Where the app token is kept; in this process by default. Several processes need a shared one. */
  readonly appTokenStore?: AppTokenStore;
  readonly hosts?: Hosts;
  readonly transport?: Transport;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly sleep?: Sleep;
}

export interface WeChat {
  readonly appId: string;
  readonly appTokens: AppTokens;
  readonly oauth: {
    authoriseUrl(options: AuthoriseOptions & { state: string }): string;
    start(options: AuthoriseOptions): { url: string; transaction: LoginTransaction };
    finish(parameters: URLSearchParams, transaction: LoginTransaction): CheckedCallback;
    /** Exchanges the code, once. See `processCodeExchange` for what a failure means. */
    complete(callback: CheckedCallback): Promise<Grant>;
    refresh(grant: PersonGrant): Promise<PersonGrant>;
    check(userToken: string, openid: string): Promise<boolean>;
    /** Nickname and avatar; needs a grant with scope `snsapi_userinfo`, otherwise 48001. */
    profile(grant: PersonGrant, options?: { language?: ProfileLanguage }): Promise<Profile>;
  };
  readonly user: {
    info(openid: string, options?: { language?: ProfileLanguage }): Promise<UserInfo>;
  };
  readonly menu: {
    create(menu: Menu): Promise<void>;
    get(): Promise<ApiReply | undefined>;
    delete(): Promise<void>;
  };
  readonly customerMessage: {
    text(openid: string, content: string): Promise<void>;
  };
}

/** @throws {TypeError} appId or appSecret has not the shape that WeChat gives them. */
export function createWeChat(options: WeChatOptions): WeChat {
  const { appId, appSecret } = options;
  if (!shapes.appId.value.test(appId)) throw new TypeError('appId must be wx and 16 lower-case hex digits');
  if (!shapes.appSecret.value.test(appSecret)) throw new TypeError('appSecret must be 32 lower-case hex digits');
  const app = { appId, appSecret };
  const hosts = options.hosts ?? wechatHosts;
  const transport = options.transport ?? defaultTransport();
  const clock = options.clock ?? systemClock;
  const random = options.random ?? systemRandom;
  const appTokens = new AppTokens({
    app,
    hosts,
    transport,
    clock,
    random,
    method: options.appToken ?? 'stable',
    sleep: options.sleep ?? systemSleep,
    store: options.appTokenStore ?? new MemoryAppTokenStore(),
  });

  return {
    appId,
    appTokens,
    oauth: {
      authoriseUrl: (authorise) => authoriseUrl(hosts, appId, authorise),
      start: (authorise) => startLogin(hosts, appId, random, authorise),
      finish: finishLogin,
      complete: async (callback) => {
        const reply = await transport(codeExchangeRequest(hosts, app, callback));
        return processCodeExchange(appId, reply, clock.now());
      },
      refresh: async (grant) => {
        const reply = await transport(refreshRequest(hosts, appId, grant.refreshToken));
        return processRefresh(reply, grant, clock.now());
      },
      check: async (userToken, openid) =>
        processUserTokenCheck(await transport(userTokenCheckRequest(hosts, userToken, openid))),
      profile: async (grant, { language } = {}) =>
        processProfile(await transport(profileRequest(hosts, grant, language)), grant),
    },
    user: {
      info: (openid, info = {}) =>
        appTokens.use(async (token) => processUserInfo(await transport(userInfoRequest(hosts, token, openid, info)))),
    },
    menu: {
      create: (menu) =>
        appTokens.use(async (token) => processMenuCreate(await transport(menuCreateRequest(hosts, token, menu)))),
      get: () => appTokens.use(async (token) => processMenuGet(await transport(menuGetRequest(hosts, token)))),
      delete: () => appTokens.use(async (token) => processMenuDelete(await transport(menuDeleteRequest(hosts, token)))),
    },
    customerMessage: {
      text: (openid, content) =>
        appTokens.use(async (token) => {
          processCustomerMessage(await transport(customerTextRequest(hosts, token, openid, content)));
        }),
    },
  };
}
