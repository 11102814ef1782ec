/**
 * The `oauth` of an account that authorised a third-party platform (第三方平台), ready to use: the same steps as those of
 * `createWeChat`, and as good for `createLogin`, without the account's AppSecret.
 */
import { shapes } from '@mingpian/facts/shapes';
import { type CallerSettings, callerOf } from './caller-settings.ts';
import type { WeChat } from './client.ts';
import {
  componentAuthoriseUrl,
  componentExchangeRequest,
  componentRefreshRequest,
  processComponentExchange,
  processComponentRefresh,
} from './component-login.ts';
import * as oauth from './oauth.ts';

export interface ComponentOptions extends CallerSettings {
  /** Of the account for which people sign in. */
  readonly appId: string;
  readonly component: {
    readonly appId: string;
    /** Gives the component_access_token, which the platform keeps; asked for every exchange and refresh. */
    token(): Promise<string>;
  };
}

/** Without website apps: those have no third-party platform. */
export type ComponentOAuth = Omit<WeChat['oauth'], 'startWebsite' | 'websiteUrl'>;

/**
 * @throws {TypeError} appId or component.appId has not the shape that WeChat gives them.
 * @see https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html
 */
export function createComponentOAuth(options: ComponentOptions): ComponentOAuth {
  const { appId, component } = options;
  for (const [name, value] of [
    ['appId', appId],
    ['component.appId', component.appId],
  ] as const) {
    if (!shapes.appId.value.test(value)) throw new TypeError(`${name} must be wx and 16 lower-case hex digits`);
  }
  const { caller, clock, random } = callerOf(options);
  const { hosts } = caller;
  const credentials = async () => ({ appId: component.appId, token: await component.token() });
  const authoriseUrl: ComponentOAuth['authoriseUrl'] = (authorise) =>
    componentAuthoriseUrl(hosts, appId, component.appId, authorise);
  return {
    authoriseUrl,
    start(authorise) {
      const { transaction } = oauth.startLogin(hosts, appId, random, authorise);
      return { url: authoriseUrl({ ...authorise, state: transaction.state }), transaction };
    },
    finish: oauth.finishLogin,
    async complete(callback) {
      if (callback.transaction.appId !== appId) throw new TypeError('the callback belongs to another AppID');
      return caller.once(componentExchangeRequest(hosts, await credentials(), callback), (reply) =>
        processComponentExchange(callback, reply, clock.now()),
      );
    },
    async refresh(grant) {
      if (grant.appId !== appId) throw new TypeError('the grant belongs to another AppID');
      return caller.repeatable(componentRefreshRequest(hosts, await credentials(), grant), (reply) =>
        processComponentRefresh(reply, grant, clock.now()),
      );
    },
    check: async (userToken, openid) =>
      caller.repeatable(oauth.userTokenCheckRequest(hosts, userToken, openid), oauth.processUserTokenCheck),
    profile: async (grant, { language } = {}) =>
      caller.repeatable(oauth.profileRequest(hosts, grant, language), (reply) => oauth.processProfile(reply, grant)),
  };
}
