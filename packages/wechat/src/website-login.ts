/**
 * Scan login of a website app (网站应用, `qrconnect`): for desktop browsers, with an AppID of the open platform. What
 * comes back goes through `finishLogin` and `completeLogin` as in web authorisation, with the scope `snsapi_login`.
 */
import { endpoints } from '@mingpian/facts/endpoints';
import type { Hosts } from './hosts.ts';
import { checkAuthorise, type LoginTransaction } from './oauth.ts';
import type { Random } from './ports.ts';
import { hex } from './text.ts';

export interface WebsiteLoginOptions {
  /** Its host must be the app's 授权回调域. */
  readonly redirectUri: string;
  /** Language of WeChat's page. */
  readonly language?: 'cn' | 'en';
}

export function websiteLoginUrl(hosts: Hosts, appId: string, options: WebsiteLoginOptions & { state: string }): string {
  checkAuthorise(options);
  const language = options.language === undefined ? '' : `&lang=${options.language}`;
  return (
    `${hosts.open}${endpoints.websiteLogin.path}?appid=${encodeURIComponent(appId)}` +
    `&redirect_uri=${encodeURIComponent(options.redirectUri)}&response_type=code&scope=snsapi_login` +
    `&state=${options.state}${language}#wechat_redirect`
  );
}

/** Begins a scan login with a fresh state of 128 random bits. */
export function startWebsiteLogin(
  hosts: Hosts,
  appId: string,
  random: Random,
  options: WebsiteLoginOptions,
): { url: string; transaction: LoginTransaction } {
  const state = hex(random.bytes(16));
  const { redirectUri } = options;
  return {
    url: websiteLoginUrl(hosts, appId, { ...options, state }),
    transaction: { appId, state, redirectUri, scope: 'snsapi_login' },
  };
}
