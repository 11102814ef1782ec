/**
 * One account, ready to use: `createWeChat(…)` and what it can do. `operations.ts` puts each operation together from its
 * halves, which are exported by the modules of their subjects for those who send requests in their own way.
 */
import { shapes } from '@mingpian/facts/shapes';
import { type ApiReply, readApiReply } from './api-reply.ts';
import { type AppTokenMethod, AppTokens } from './app-token.ts';
import { MemoryAppTokenStore } from './app-token-memory.ts';
import { type CallerSettings, callerOf } from './caller-settings.ts';
import type { Tag } from './follower-notes.ts';
import type { FollowerPage } from './followers.ts';
import type { JsSdkConfig, JsTicket } from './js-sdk.ts';
import type { Menu } from './menu.ts';
import type { MigratedOpenid } from './migration.ts';
import type { MiniProgramSession } from './miniprogram-login.ts';
import type { CallbackCheck, CallbackOperator } from './network.ts';
import type {
  AuthoriseOptions,
  CheckedCallback,
  Grant,
  LoginTransaction,
  PersonGrant,
  ProfileLanguage,
} from './oauth.ts';
import { operationsOf } from './operations.ts';
import type { AppTokenStore, StoredAppToken, Transport } from './ports.ts';
import type { Profile } from './profile.ts';
import type { QrCode, QrCodeOptions } from './qrcode.ts';
import type { ApiQuota, RidInfo } from './quota.ts';
import type { UserInfo } from './user.ts';
import type { WebsiteLoginOptions } from './website-login.ts';

/** What gives app tokens. `AppTokens` is one; a central token server of your own is another. */
export interface AppTokenSource {
  get(): Promise<Pick<StoredAppToken, 'value'> & Partial<StoredAppToken>>;
  /** Calls with a token, and once more with another one when WeChat says that the token is bad. */
  use<T>(call: (appToken: string) => Promise<T>): Promise<T>;
  /** Says that WeChat refused this token; ignored unless it is the current one. */
  reportBad?(value: string): void;
}

export interface WeChatOptions extends CallerSettings {
  readonly appId: string;
  readonly appSecret: string;
  /** `stable` unless another system of yours lives on tokens of `cgi-bin/token`; or a holder of tokens elsewhere. */
  readonly appToken?: AppTokenMethod | AppTokenSource;
  /** Where the app token is kept; in this process by default. Several processes need a shared one. */
  readonly appTokenStore?: AppTokenStore;
}

interface LanguageOption {
  readonly language?: ProfileLanguage;
}

/** What a login begins with. Keep the transaction where only this browser's callback finds it. */
export interface StartedLogin {
  /** Where to send the browser. */
  readonly url: string;
  readonly transaction: LoginTransaction;
}

/**
 * What an account can do. Each operation names its path at WeChat; `docs/wechat/endpoints.md` tells by that path which
 * parameters it has, since when, and where that is written.
 *
 * Everything that calls WeChat throws `ApiError` for an errcode (with whose move it is, and `hint()` in both languages)
 * and `WeChatError` for the rest: `network`, `timeout`, `http_status`, `garbage`. Of the errcodes only those are named
 * here that mean something of their own. Times are milliseconds since the epoch where nothing else is said.
 */
export interface WeChat {
  readonly appId: string;
  /** The app token (全局 access_token). Operations fetch, share and renew it by themselves. */
  readonly appTokens: AppTokenSource;
  readonly oauth: {
    /** `/connect/oauth2/authorize`: the address for a state of your own. `start` makes state and address. */
    authoriseUrl(options: AuthoriseOptions & { state: string }): string;
    /**
     * Begins web authorisation (网页授权) of a visitor inside WeChat.
     *
     * @throws {TypeError} redirectUri is no absolute http(s) address.
     * @see https://developers.weixin.qq.com/doc/service/guide/h5/auth.html
     */
    start(options: AuthoriseOptions): StartedLogin;
    /**
     * Begins the scan login of a website app (网站应用), for browsers outside WeChat.
     *
     * @see https://developers.weixin.qq.com/doc/oplatform/developers/dev/auth/web.md
     */
    startWebsite(options: WebsiteLoginOptions): StartedLogin;
    /** `/connect/qrconnect`: the address for a state of your own. */
    websiteUrl(options: WebsiteLoginOptions & { state: string }): string;
    /**
     * Checks what the browser came back with. Asks nobody.
     *
     * @throws {WeChatError} `state_mismatch`, `callback_malformed`, or `consent_refused` when there is no code.
     */
    finish(parameters: URLSearchParams, transaction: LoginTransaction): CheckedCallback;
    /**
     * `/sns/oauth2/access_token`: the code for a grant. Sent once and never again: after any error the code may be burnt.
     *
     * @throws {ApiError} 40029 the code is none, or too old (5 minutes) · 40163 it was used · 40125 wrong AppSecret.
     * @see https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken
     */
    complete(callback: CheckedCallback): Promise<Grant>;
    /**
     * `/sns/oauth2/refresh_token`: a user token for two more hours, until the 30 days of the authorisation are over.
     *
     * @throws {ApiError} 40030, 42002 the 30 days are over or consent was withdrawn: authorise again.
     * @throws {TypeError} the grant is of another account.
     * @see https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken
     */
    refresh(grant: PersonGrant): Promise<PersonGrant>;
    /** `/sns/auth`: whether a user token is alive and of this openid. It does not tell who is present. */
    check(userToken: string, openid: string): Promise<boolean>;
    /**
     * `/sns/userinfo`: nickname and picture, of a grant with the scope `snsapi_userinfo` or `snsapi_login`.
     *
     * @throws {ApiError} 48001 the grant is silent (`snsapi_base`) · 42001 its user token has expired.
     * @throws {WeChatError} `openid_mismatch`.
     * @see https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsuserinfo.html
     */
    profile(grant: PersonGrant, options?: LanguageOption): Promise<Profile>;
  };
  readonly miniProgram: {
    /**
     * `/sns/jscode2session`: the code of `wx.login` for openid and session key. Sent once.
     *
     * @throws {ApiError} 40029 the code is none · 40163 it was used · 45011 too often for this user · 40226 blocked by WeChat.
     */
    login(code: string): Promise<MiniProgramSession>;
  };
  readonly user: {
    /**
     * `/cgi-bin/user/info`: whether they follow, and what the account knows then. Since 2021-12-27 that is no nickname and
     * no picture; those come from web authorisation.
     *
     * @throws {ApiError} 40003 an openid of another account · 48001 the account has not the right.
     * @see https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo
     */
    info(openid: string, options?: LanguageOption): Promise<UserInfo>;
    /**
     * `/cgi-bin/user/info/batchget`: any number of openids, followers and others mixed. Gives one list for each call of 100,
     * in the order of the openids; `atATime` calls are under way together, 1 by default.
     *
     * @throws {ApiError} 40003 one openid is of another account: the whole call fails.
     * @see https://developers.weixin.qq.com/doc/subscription/api/usermanage/userinfo/api_batchuserinfo
     */
    infos(
      openids: Iterable<string>,
      options?: LanguageOption & { readonly atATime?: number },
    ): AsyncGenerator<UserInfo[], void, void>;
    /**
     * `/cgi-bin/user/get`: all followers, in pages of up to 10 000. Begins at the cursor of an earlier page if one is given;
     * who keeps the cursor of the last page that was stored loses nobody when interrupted. 500 calls a day.
     */
    followers(cursor?: string): AsyncGenerator<FollowerPage, void, void>;
    /**
     * `/cgi-bin/user/info/updateremark`: the account's own name for a follower, less than 30 bytes of UTF-8; blank takes it away.
     *
     * @throws {TypeError} the remark is longer.
     */
    remark(openid: string, remark: string): Promise<void>;
    /** `/cgi-bin/tags/get`: all tags, each with its number of followers. */
    tags(): Promise<Tag[]>;
    /** `/cgi-bin/tags/members/batchtagging`: up to 50 followers a call. */
    tag(tag: number, openids: readonly string[]): Promise<void>;
    /** `/cgi-bin/tags/members/batchuntagging`: up to 50 followers a call. */
    untag(tag: number, openids: readonly string[]): Promise<void>;
    /**
     * `/cgi-bin/changeopenid`: new openids after the migration of the account `fromAppId` to this one. Up to 100 a call,
     * within 15 days of the migration.
     *
     * @throws {ApiError} 63178 no such migration.
     */
    migrated(fromAppId: string, openids: readonly string[]): Promise<MigratedOpenid[]>;
  };
  readonly qrCode: {
    /**
     * `/cgi-bin/qrcode/create`: a code of which the push tells the scene, temporary (seconds) or permanent, its scene a number
     * or a text.
     *
     * @throws {TypeError} scene or expireSeconds is out of range.
     * @throws {ApiError} 48001 the account is no verified service account and no sandbox.
     */
    create(options: QrCodeOptions): Promise<QrCode>;
    /** `/cgi-bin/showqrcode`: the address of the picture, for an `<img>`. It needs no token. */
    imageUrl(ticket: string): string;
  };
  readonly menu: {
    /**
     * `/cgi-bin/menu/create`: publishes the menu. A phone asks for it again when its own copy is five minutes old.
     *
     * @throws {TypeError} a name, key or address is longer than WeChat takes (in bytes), or there are too many buttons.
     * @throws {ApiError} 40054, 40055 the host of a link is not the account's · 48001 the account has not the right.
     * @see https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu
     */
    create(menu: Menu): Promise<void>;
    /** `/cgi-bin/menu/get`: the menu as WeChat has it; undefined when there is none. */
    get(): Promise<ApiReply | undefined>;
    /** `/cgi-bin/menu/delete`: takes the menu away. */
    delete(): Promise<void>;
  };
  readonly customerMessage: {
    /**
     * `/cgi-bin/message/custom/send`: a text into the chat, within 48 hours of the user's last message, or a minute of a follow,
     * scan or tap. Sent once: a second try could show it twice.
     *
     * @throws {ApiError} 45015 too late, or they do not follow · 45047 too many since their last message.
     * @see https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Messages.html
     */
    text(openid: string, content: string): Promise<void>;
  };
  readonly jsSdk: {
    /** `/cgi-bin/ticket/getticket`: the ticket with which `signPage` signs pages, for two hours. Keep it, on the server. */
    ticket(): Promise<JsTicket>;
    /**
     * What the page at `url` passes to `wx.config`, with a ticket that this process keeps. `url` is what the browser shows, the
     * query included.
     *
     * @throws {TypeError} url is no absolute http(s) address.
     */
    config(url: string): Promise<JsSdkConfig>;
  };
  readonly network: {
    /** `/cgi-bin/getcallbackip`: where pushes come from, as addresses and CIDR ranges. Ask again every day. */
    callbackIps(): Promise<string[]>;
    /** `/cgi-bin/get_api_domain_ip`: where the API host answers. They change without notice. */
    apiDomainIps(): Promise<string[]>;
    /**
     * `/cgi-bin/callback/check`: lets WeChat resolve and ping the host of the webhook.
     *
     * @throws {ApiError} 40201 no webhook is configured.
     */
    checkCallback(options?: {
      readonly action?: 'dns' | 'ping' | 'all';
      readonly operator?: CallbackOperator;
    }): Promise<CallbackCheck>;
  };
  readonly quota: {
    /**
     * `/cgi-bin/openapi/quota/get`: calls a day, used and left, of an operation such as `/cgi-bin/user/info`.
     *
     * @throws {ApiError} 76021 no such path · 76022 it has no quota, as everything under `/sns/`.
     */
    of(path: string): Promise<ApiQuota>;
    /** `/cgi-bin/openapi/quota/clear`: sets one operation's count back; 50 times a month. */
    clear(path: string): Promise<void>;
    /**
     * `/cgi-bin/clear_quota`, or `/cgi-bin/clear_quota/v2` by AppSecret when no app token can be had: sets all counts back.
     *
     * @throws {ApiError} 48006 more than ten times this month.
     */
    clearAll(options?: { bySecret: boolean }): Promise<void>;
    /**
     * `/cgi-bin/openapi/rid/get`: what became of a call whose error carried this rid, of the last seven days.
     *
     * @throws {ApiError} 76001, 76002 no such rid · 76003 of another account · 76004 too old.
     * @see https://developers.weixin.qq.com/doc/service/en/api/apimanage/api_getridinfo.html
     */
    rid(rid: string): Promise<RidInfo>;
  };
}

/** @throws {TypeError} appId or appSecret has not the shape that WeChat gives them. */
export function createWeChat(options: WeChatOptions): WeChat {
  const { appId, appSecret, appToken = 'stable' } = options;
  if (!shapes.appId.value.test(appId)) throw new TypeError('appId must be wx and 16 lower-case hex digits');
  if (!shapes.appSecret.value.test(appSecret)) throw new TypeError('appSecret must be 32 lower-case hex digits');
  const app = { appId, appSecret };
  const { caller, clock, random, sleep } = callerOf(options);
  const store = options.appTokenStore ?? new MemoryAppTokenStore();
  const repeated: Transport = (request) =>
    caller.repeatable(request, (reply) => {
      readApiReply(request.operation, reply);
      return reply;
    });
  const appTokens =
    typeof appToken === 'object'
      ? appToken
      : new AppTokens({ app, hosts: caller.hosts, clock, random, sleep, store, method: appToken, transport: repeated });

  return operationsOf({ app, appTokens, caller, clock, random });
}
