/** Customer-service messages (客服消息): a text into the chat after the five seconds of a passive reply are over. */
import { shapes } from '@mingpian/facts/shapes';
import { readApiReply } from './api-reply.ts';
import type { Hosts } from './hosts.ts';
import type { WireReply, WireRequest } from './ports.ts';

const SEND = '/cgi-bin/message/custom/send';

export function customerTextRequest(hosts: Hosts, appToken: string, openid: string, content: string): WireRequest {
  if (!shapes.openid.value.test(openid)) throw new TypeError('openid must be an openid of this account');
  if (content === '') throw new TypeError('content must not be empty');
  return {
    operation: SEND,
    method: 'POST',
    url: `${hosts.api}${SEND}?access_token=${encodeURIComponent(appToken)}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ touser: openid, msgtype: 'text', text: { content } }),
  };
}

/** @throws {ApiError} 45015 outside the window or after unfollowing, 45047 when the window is used up, 40003. */
export function processCustomerMessage(reply: WireReply): void {
  readApiReply(SEND, reply);
}
