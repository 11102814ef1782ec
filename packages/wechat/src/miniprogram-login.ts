/** Login of a mini program (小程序): the code of `wx.login` gives openid and session key. */
import { endpoints } from '@mingpian/facts/endpoints';
import { shapes } from '@mingpian/facts/shapes';
import { optionalShape, readApiReply, requiredShape, requiredText } from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import type { AppCredentials } from './app-token.ts';
import type { Hosts } from './hosts.ts';
import type { WireReply, WireRequest } from './ports.ts';

export interface MiniProgramSession {
  readonly appId: string;
  readonly openid: string;
  /** The only bridge to the accounts of the same open platform. */
  readonly unionid?: string;
  /** Signs and encrypts what the mini program's client sends. Never give it to the client. */
  readonly sessionKey: string;
}

/** A code of `wx.login` works once, for five minutes. */
export function miniProgramLoginRequest(hosts: Hosts, app: AppCredentials, code: string): WireRequest {
  if (!/^[\x21-\x7e]{1,128}$/.test(code)) throw new TypeError('code must be a code of wx.login');
  return apiRequest(hosts, endpoints.miniprogramLogin, {
    appid: app.appId,
    secret: app.appSecret,
    js_code: code,
    grant_type: 'authorization_code',
  });
}

/** @throws {ApiError} 40029 or 40163 for a code that is unknown or used, 40226 for a user whom WeChat blocks. */
export function processMiniProgramLogin(appId: string, reply: WireReply): MiniProgramSession {
  const { path } = endpoints.miniprogramLogin;
  const body = readApiReply(path, reply);
  const unionid = optionalShape(path, body, 'unionid', shapes.unionid.value);
  return {
    appId,
    openid: requiredShape(path, body, 'openid', shapes.openid.value),
    ...(unionid === undefined ? {} : { unionid }),
    sessionKey: requiredText(path, body, 'session_key'),
  };
}
