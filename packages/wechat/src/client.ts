/**
 * One account, ready to use: each operation of the SDK with its request, its transport and its reply put together. The
 * halves themselves are exported by the modules that this file imports, for those who send requests in their own way.
 */
import { endpoints } from '@mingpian/facts/endpoints';
import { limits } from '@mingpian/facts/limits';
import { shapes } from '@mingpian/facts/shapes';
import { type ApiReply, readApiReply } from './api-reply.ts';
import { type AppTokenMethod, AppTokens } from './app-token.ts';
import { MemoryAppTokenStore } from './app-token-memory.ts';
import { chunks, inOrder } from './batches.ts';
import { Caller, type ObservedCall } from './caller.ts';
import { customerTextRequest, processCustomerMessage } from './customer-message.ts';
import * as notes from './follower-notes.ts';
import { type FollowerPage, followerPages, followersRequest, processFollowers } from './followers.ts';
import { type Hosts, wechatHosts } from './hosts.ts';
import { type JsTicket, jsTicketRequest, processJsTicket } from './js-sdk.ts';
import * as menus from './menu.ts';
import { changeOpenidRequest, type MigratedOpenid, processChangeOpenid } from './migration.ts';
import { type MiniProgramSession, miniProgramLoginRequest, processMiniProgramLogin } from './miniprogram-login.ts';
import * as network from './network.ts';
import * as oauth from './oauth.ts';
import type {
  AppTokenStore,
  Clock,
  Random,
  Sleep,
  StoredAppToken,
  Transport,
  WireReply,
  WireRequest,
} from './ports.ts';
import type { Profile } from './profile.ts';
import { processQrCode, type QrCode, type QrCodeOptions, qrCodeImageUrl, qrCodeRequest } from './qrcode.ts';
import * as quotas from './quota.ts';
import { systemClock, systemRandom, systemSleep } from './system.ts';
import { defaultTransport } from './transport.ts';
import { processUserInfo, processUserInfoBatch, type UserInfo, userInfoBatchRequest, userInfoRequest } from './user.ts';
import { startWebsiteLogin, type WebsiteLoginOptions, websiteLoginUrl } from './website-login.ts';

/** What gives app tokens. `AppTokens` is one; a central token server of your own is another. */
export interface AppTokenSource {
  get(): Promise<Pick<StoredAppToken, 'value'> & Partial<StoredAppToken>>;
  /** Calls with a token, and once more with another one when WeChat says that the token is bad. */
  use<T>(call: (appToken: string) => Promise<T>): Promise<T>;
  /** Says that WeChat refused this token; ignored unless it is the current one. */
  reportBad?(value: string): void;
}

export interface WeChatOptions {
  readonly appId: string;
  readonly appSecret: string;
  /** `stable` unless another system of yours lives on tokens of `cgi-bin/token`; or a holder of tokens elsewhere. */
  readonly appToken?: AppTokenMethod | AppTokenSource;
  /** Where the app token is kept; in this process by default. Several processes need a shared one. */
  readonly appTokenStore?: AppTokenStore;
  readonly hosts?: Hosts;
  readonly transport?: Transport;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly sleep?: Sleep;
  /** Tries in all for operations that may be repeated; 3 by default. */
  readonly tries?: number;
  /** Milliseconds for one operation with all its tries; 10 000 by default. */
  readonly budgetMs?: number;
  /** Further origins of the API host, such as `https://api2.weixin.qq.com`, for when the first cannot be reached. */
  readonly fallbacks?: readonly string[];
  /** Told of every request that was sent, without secrets. */
  readonly onCall?: (call: ObservedCall) => void;
}

interface LanguageOption {
  readonly language?: oauth.ProfileLanguage;
}

export interface WeChat {
  readonly appId: string;
  readonly appTokens: AppTokenSource;
  readonly oauth: {
    authoriseUrl(options: oauth.AuthoriseOptions & { state: string }): string;
    start(options: oauth.AuthoriseOptions): { url: string; transaction: oauth.LoginTransaction };
    /** Scan login of a website app. */
    startWebsite(options: WebsiteLoginOptions): { url: string; transaction: oauth.LoginTransaction };
    websiteUrl(options: WebsiteLoginOptions & { state: string }): string;
    finish(parameters: URLSearchParams, transaction: oauth.LoginTransaction): oauth.CheckedCallback;
    /** Exchanges the code, once. See `processCodeExchange` for what a failure means. */
    complete(callback: oauth.CheckedCallback): Promise<oauth.Grant>;
    refresh(grant: oauth.PersonGrant): Promise<oauth.PersonGrant>;
    check(userToken: string, openid: string): Promise<boolean>;
    /** Nickname and avatar; needs a grant with scope `snsapi_userinfo`, otherwise 48001. */
    profile(grant: oauth.PersonGrant, options?: LanguageOption): Promise<Profile>;
  };
  readonly miniProgram: {
    login(code: string): Promise<MiniProgramSession>;
  };
  readonly user: {
    info(openid: string, options?: LanguageOption): Promise<UserInfo>;
    /**
     * Any number of openids, followers and others mixed: one list for each call of 100, in the order of the openids.
     * `atATime` calls are under way together, 1 by default.
     */
    infos(
      openids: Iterable<string>,
      options?: LanguageOption & { readonly atATime?: number },
    ): AsyncGenerator<UserInfo[], void, void>;
    /** The list of followers page by page, from the cursor of an earlier page if one is given. */
    followers(cursor?: string): AsyncGenerator<FollowerPage, void, void>;
    remark(openid: string, remark: string): Promise<void>;
    tags(): Promise<notes.Tag[]>;
    tag(tag: number, openids: readonly string[]): Promise<void>;
    untag(tag: number, openids: readonly string[]): Promise<void>;
    /** New openids after the migration of the account `fromAppId` to this one. */
    migrated(fromAppId: string, openids: readonly string[]): Promise<MigratedOpenid[]>;
  };
  readonly qrCode: {
    create(options: QrCodeOptions): Promise<QrCode>;
    imageUrl(ticket: string): string;
  };
  readonly menu: {
    create(menu: menus.Menu): Promise<void>;
    get(): Promise<ApiReply | undefined>;
    delete(): Promise<void>;
  };
  readonly customerMessage: {
    text(openid: string, content: string): Promise<void>;
  };
  readonly jsSdk: {
    ticket(): Promise<JsTicket>;
  };
  readonly network: {
    callbackIps(): Promise<string[]>;
    apiDomainIps(): Promise<string[]>;
    checkCallback(options?: Parameters<typeof network.callbackCheckRequest>[2]): Promise<network.CallbackCheck>;
  };
  readonly quota: {
    of(path: string): Promise<quotas.ApiQuota>;
    clear(path: string): Promise<void>;
    /** All of them; ten times a month. */
    clearAll(options?: { bySecret: boolean }): Promise<void>;
    rid(rid: string): Promise<quotas.RidInfo>;
  };
}

/** @throws {TypeError} appId or appSecret has not the shape that WeChat gives them. */
export function createWeChat(options: WeChatOptions): WeChat {
  const { appId, appSecret, appToken = 'stable' } = options;
  if (!shapes.appId.value.test(appId)) throw new TypeError('appId must be wx and 16 lower-case hex digits');
  if (!shapes.appSecret.value.test(appSecret)) throw new TypeError('appSecret must be 32 lower-case hex digits');
  const app = { appId, appSecret };
  const hosts = options.hosts ?? wechatHosts;
  const transport = options.transport ?? defaultTransport();
  const clock = options.clock ?? systemClock;
  const random = options.random ?? systemRandom;
  const sleep = options.sleep ?? systemSleep;
  const { tries = 3, budgetMs = 10_000, fallbacks = [], onCall } = options;
  const observer = onCall === undefined ? {} : { onCall };
  const caller = new Caller({ hosts, transport, clock, random, sleep, tries, budgetMs, fallbacks, ...observer });
  const store = options.appTokenStore ?? new MemoryAppTokenStore();
  const repeated: Transport = (request) =>
    caller.repeatable(request, (reply) => {
      readApiReply(request.operation, reply);
      return reply;
    });
  const appTokens =
    typeof appToken === 'object'
      ? appToken
      : new AppTokens({ app, hosts, clock, random, sleep, store, method: appToken, transport: repeated });

  const call = <T>(build: (token: string) => WireRequest, process: (reply: WireReply) => T): Promise<T> =>
    caller.withToken(appTokens, build, process);

  return {
    appId,
    appTokens,
    oauth: {
      authoriseUrl: (authorise) => oauth.authoriseUrl(hosts, appId, authorise),
      start: (authorise) => oauth.startLogin(hosts, appId, random, authorise),
      startWebsite: (login) => startWebsiteLogin(hosts, appId, random, login),
      websiteUrl: (login) => websiteLoginUrl(hosts, appId, login),
      finish: oauth.finishLogin,
      complete: async (callback) =>
        caller.once(oauth.codeExchangeRequest(hosts, app, callback), (reply) =>
          oauth.processCodeExchange(appId, reply, clock.now()),
        ),
      refresh: (grant) =>
        caller.repeatable(oauth.refreshRequest(hosts, appId, grant.refreshToken), (reply) =>
          oauth.processRefresh(reply, grant, clock.now()),
        ),
      check: (userToken, openid) =>
        caller.repeatable(oauth.userTokenCheckRequest(hosts, userToken, openid), oauth.processUserTokenCheck),
      profile: (grant, { language } = {}) =>
        caller.repeatable(oauth.profileRequest(hosts, grant, language), (reply) => oauth.processProfile(reply, grant)),
    },
    miniProgram: {
      login: async (code) =>
        caller.once(miniProgramLoginRequest(hosts, app, code), (reply) => processMiniProgramLogin(appId, reply)),
    },
    user: {
      info: (openid, info = {}) => call((token) => userInfoRequest(hosts, token, openid, info), processUserInfo),
      infos: (openids, { atATime = 1, ...info } = {}) =>
        inOrder(chunks(openids, limits.batchSize.value), atATime, (batch) =>
          call((token) => userInfoBatchRequest(hosts, token, batch, info), processUserInfoBatch),
        ),
      followers: (cursor) =>
        followerPages((next) => call((token) => followersRequest(hosts, token, next), processFollowers), cursor),
      remark: (openid, remark) =>
        call((token) => notes.remarkRequest(hosts, token, openid, remark), notes.processRemark),
      tags: () => call((token) => notes.tagsRequest(hosts, token), notes.processTags),
      tag: (tag, openids) =>
        call((token) => notes.tagFollowersRequest(hosts, token, { tag, openids }), notes.processTagFollowers),
      untag: (tag, openids) =>
        call(
          (token) => notes.tagFollowersRequest(hosts, token, { tag, openids, remove: true }),
          notes.processTagFollowers,
        ),
      migrated: (fromAppId, openids) =>
        call((token) => changeOpenidRequest(hosts, token, fromAppId, openids), processChangeOpenid),
    },
    qrCode: {
      create: (qrCode) => call((token) => qrCodeRequest(hosts, token, qrCode), processQrCode),
      imageUrl: (ticket) => qrCodeImageUrl(hosts, ticket),
    },
    menu: {
      create: (menu) => call((token) => menus.menuCreateRequest(hosts, token, menu), menus.processMenuCreate),
      get: () => call((token) => menus.menuGetRequest(hosts, token), menus.processMenuGet),
      delete: () => call((token) => menus.menuDeleteRequest(hosts, token), menus.processMenuDelete),
    },
    customerMessage: {
      // A second try could show the user the same text twice.
      text: (openid, content) =>
        caller.withToken(
          appTokens,
          (token) => customerTextRequest(hosts, token, openid, content),
          processCustomerMessage,
          { repeatable: false },
        ),
    },
    jsSdk: {
      ticket: () => call((token) => jsTicketRequest(hosts, token), processJsTicket),
    },
    network: {
      callbackIps: () =>
        call(
          (token) => network.callbackIpsRequest(hosts, token),
          (reply) => network.processIps(endpoints.callbackIps.path, reply),
        ),
      apiDomainIps: () =>
        call(
          (token) => network.apiDomainIpsRequest(hosts, token),
          (reply) => network.processIps(endpoints.apiDomainIps.path, reply),
        ),
      checkCallback: (check) =>
        call((token) => network.callbackCheckRequest(hosts, token, check), network.processCallbackCheck),
    },
    quota: {
      of: (path) => call((token) => quotas.apiQuotaRequest(hosts, token, path), quotas.processApiQuota),
      clear: (path) => call((token) => quotas.clearApiQuotaRequest(hosts, token, path), quotas.processClearQuota),
      clearAll: async ({ bySecret } = { bySecret: false }) =>
        bySecret
          ? caller.once(quotas.clearQuotaBySecretRequest(hosts, app), quotas.processClearQuota)
          : caller.withToken(
              appTokens,
              (token) => quotas.clearQuotaRequest(hosts, token, appId),
              quotas.processClearQuota,
              {
                repeatable: false,
              },
            ),
      rid: (rid) => call((token) => quotas.ridInfoRequest(hosts, token, rid), quotas.processRidInfo),
    },
  };
}
