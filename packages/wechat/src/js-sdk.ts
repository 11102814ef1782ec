/** The JS-SDK of web pages in WeChat: the account's ticket, and the signature of one page. */
import { endpoints } from '@mingpian/facts/endpoints';
import { readApiReply, requiredSeconds, requiredText } from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import type { Hosts } from './hosts.ts';
import type { Random, WireReply, WireRequest } from './ports.ts';
import { sha1Hex } from './push-signature.ts';
import { hex } from './text.ts';

/** `expiresIn` in seconds. The ticket is a secret of the account: sign on the server, never hand it to a page. */
export interface JsTicket {
  readonly ticket: string;
  readonly expiresIn: number;
}

export function jsTicketRequest(hosts: Hosts, appToken: string): WireRequest {
  return apiRequest(hosts, endpoints.jsTicket, { access_token: appToken, type: 'jsapi' });
}

export function processJsTicket(reply: WireReply): JsTicket {
  const { path } = endpoints.jsTicket;
  const body = readApiReply(path, reply);
  return { ticket: requiredText(path, body, 'ticket'), expiresIn: requiredSeconds(path, body, 'expires_in') };
}

/** What a page passes to `wx.config`. */
export interface JsSdkConfig {
  readonly appId: string;
  /** Seconds. */
  readonly timestamp: number;
  readonly nonceStr: string;
  readonly signature: string;
}

/** `url` is the page's address as the browser has it; its fragment does not count. `now` in milliseconds. */
export function signPage(
  page: { readonly appId: string; readonly ticket: string; readonly url: string },
  now: number,
  random: Random,
): JsSdkConfig {
  const timestamp = Math.floor(now / 1000);
  const nonceStr = hex(random.bytes(8));
  const [url] = page.url.split('#');
  const signature = sha1Hex(`jsapi_ticket=${page.ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`);
  return { appId: page.appId, timestamp, nonceStr, signature };
}
