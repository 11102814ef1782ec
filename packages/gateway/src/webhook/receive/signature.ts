import type { AuthenticQuery } from '@mingpian/wechat/push-receiver';
import type { FastifyRequest } from 'fastify';
import type { Endpoint } from './endpoint.ts';

/** 3. The query is signed with the account's Token, and lately: asked before a byte of the body is read. @throws {PushRefused} */
export function checkSignature({ receiver }: Endpoint, request: FastifyRequest): AuthenticQuery {
  return receiver.authenticate(queryOf(request));
}

/** The query as it came: whoever signs it counts every character. */
export function queryOf({ raw: { url = '' } }: FastifyRequest): string {
  const mark = url.indexOf('?');
  return mark === -1 ? '' : url.slice(mark + 1);
}
