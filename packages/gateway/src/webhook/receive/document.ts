import type { AuthenticQuery, OpenedPush } from '@mingpian/wechat/push-receiver';
import type { FastifyRequest } from 'fastify';
import type { Endpoint } from './endpoint.ts';

/** Bytes of a body. */
export const longestBody = 256 * 1024;

/**
 * 4. The body is one document in the account's mode and format, and is addressed to it. The SDK's receiver has this part of
 * the list: size, outer form, signature of the ciphertext, frame, strict reading, original id. @throws {PushRefused}
 */
export function openDocument({ receiver }: Endpoint, query: AuthenticQuery, request: FastifyRequest): OpenedPush {
  return receiver.open(query, (request.body as Buffer | undefined) ?? new Uint8Array());
}
