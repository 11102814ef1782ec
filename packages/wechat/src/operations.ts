/**
 * What `client.ts` promises, put together: for each operation its request, its transport and its reply. What may be sent
 * again, and what only once, is decided here.
 */
import { endpoints } from '@mingpian/facts/endpoints';
import { limits } from '@mingpian/facts/limits';
import type { AppCredentials } from './app-token.ts';
import { chunks, inOrder } from './batches.ts';
import type { Caller } from './caller.ts';
import type { AppTokenSource, WeChat } from './client.ts';
import { customerTextRequest, processCustomerMessage } from './customer-message.ts';
import * as notes from './follower-notes.ts';
import { followerPages, followersRequest, processFollowers } from './followers.ts';
import { JsTickets, jsTicketRequest, processJsTicket, signPage } from './js-sdk.ts';
import * as menus from './menu.ts';
import { changeOpenidRequest, processChangeOpenid } from './migration.ts';
import { miniProgramLoginRequest, processMiniProgramLogin } from './miniprogram-login.ts';
import * as network from './network.ts';
import * as oauth from './oauth.ts';
import type { Clock, Random, WireReply, WireRequest } from './ports.ts';
import { processQrCode, qrCodeImageUrl, qrCodeRequest } from './qrcode.ts';
import * as quotas from './quota.ts';
import { processUserInfo, processUserInfoBatch, userInfoBatchRequest, userInfoRequest } from './user.ts';
import { startWebsiteLogin, websiteLoginUrl } from './website-login.ts';

export interface OperationParts {
  readonly app: AppCredentials;
  readonly appTokens: AppTokenSource;
  readonly caller: Caller;
  readonly clock: Clock;
  readonly random: Random;
}

export function operationsOf({ app, appTokens, caller, clock, random }: OperationParts): WeChat {
  const { appId } = app;
  const { hosts } = caller;
  const call = <T>(build: (token: string) => WireRequest, process: (reply: WireReply) => T): Promise<T> =>
    caller.withToken(appTokens, build, process);
  const ticket = () => call((token) => jsTicketRequest(hosts, token), processJsTicket);
  const tickets = new JsTickets(ticket, clock);

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
          oauth.processCodeExchange(callback, reply, clock.now()),
        ),
      refresh: async (grant) => {
        // WeChat would say that it is no refresh token at all, and an application would ask the person again.
        if (grant.appId !== appId) throw new TypeError('the grant belongs to another AppID');
        return caller.repeatable(oauth.refreshRequest(hosts, appId, grant.refreshToken), (reply) =>
          oauth.processRefresh(reply, grant, clock.now()),
        );
      },
      check: async (userToken, openid) =>
        caller.repeatable(oauth.userTokenCheckRequest(hosts, userToken, openid), oauth.processUserTokenCheck),
      profile: async (grant, { language } = {}) =>
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
      ticket,
      config: async (url) => signPage({ appId, ticket: await tickets.get(), url }, clock.now(), random),
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
