/** Customer-service messages (客服消息): a text into the chat after the five seconds of a passive reply are over. */
import { endpoints } from '@mingpian/facts/endpoints';
import { readApiReply } from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import type { Hosts } from './hosts.ts';
import type { WireReply, WireRequest } from './ports.ts';
import { checkOpenid } from './user.ts';

export function customerTextRequest(hosts: Hosts, appToken: string, openid: string, content: string): WireRequest {
  checkOpenid(openid);
  if (content === '') throw new TypeError('content must not be empty');
  const message = { touser: openid, msgtype: 'text', text: { content } };
  return apiRequest(hosts, endpoints.customerMessage, { access_token: appToken, ...message });
}

/** @throws {ApiError} 45015 outside the window or after unfollowing, 45047 when the window is used up, 40003. */
export function processCustomerMessage(reply: WireReply): void {
  readApiReply(endpoints.customerMessage.path, reply);
}
