/** The JS-SDK of web pages in WeChat: the account's ticket, and the signature of one page. */
import { endpoints } from '@mingpian/facts/endpoints';
import { readApiReply, requiredSeconds, requiredText } from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import type { Hosts } from './hosts.ts';
import type { Clock, Random, WireReply, WireRequest } from './ports.ts';
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

/** A ticket with less left is not used any more: the page that it signed must still load. */
const SAFETY_MS = 60_000;

/** Keeps the ticket for all pages of this process, since WeChat counts how often it is asked for; one call at a time. */
export class JsTickets {
  readonly #fetch: () => Promise<JsTicket>;
  readonly #clock: Clock;
  #kept: { readonly ticket: string; readonly from: number; readonly until: number } | undefined;
  #flight: Promise<string> | undefined;

  constructor(fetch: () => Promise<JsTicket>, clock: Clock) {
    this.#fetch = fetch;
    this.#clock = clock;
  }

  async get(): Promise<string> {
    const now = this.#clock.now();
    const kept = this.#kept;
    // A clock that was set back says nothing about the ticket.
    if (kept !== undefined && now >= kept.from && now < kept.until) return kept.ticket;
    this.#flight ??= this.#renew(now).finally(() => {
      this.#flight = undefined;
    });
    return this.#flight;
  }

  async #renew(from: number): Promise<string> {
    const { ticket, expiresIn } = await this.#fetch();
    this.#kept = { ticket, from, until: from + expiresIn * 1000 - SAFETY_MS };
    return ticket;
  }
}

/** What a page passes to `wx.config`. */
export interface JsSdkConfig {
  readonly appId: string;
  /** Seconds. */
  readonly timestamp: number;
  readonly nonceStr: string;
  readonly signature: string;
}

/**
 * `url` is the page's address as the browser has it; its fragment does not count. `now` in milliseconds.
 *
 * @throws {TypeError} url is no absolute http(s) address.
 */
export function signPage(
  page: { readonly appId: string; readonly ticket: string; readonly url: string },
  now: number,
  random: Random,
): JsSdkConfig {
  if (!/^https?:\/\/./.test(page.url)) throw new TypeError('url must be the absolute address of the page');
  const timestamp = Math.floor(now / 1000);
  const nonceStr = hex(random.bytes(8));
  const [url] = page.url.split('#');
  const signature = sha1Hex(`jsapi_ticket=${page.ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`);
  return { appId: page.appId, timestamp, nonceStr, signature };
}
