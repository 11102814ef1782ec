import type { FastifyRequest } from 'fastify';

/** WeChat compresses nothing; whoever does wants us to unpack it. */
export class CompressedBody extends Error {
  override readonly name = 'CompressedBody';
  readonly code = 'compressed';
  readonly statusCode = 415;
}

/** 2. The body is what it looks like. */
export function checkCompression(request: FastifyRequest): void {
  if (request.headers['content-encoding'] !== undefined) throw new CompressedBody('compressed bodies are not read');
}
