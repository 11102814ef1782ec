import type { FastifyInstance } from 'fastify';
import type { Parts } from '../parts.ts';

/**
 * `/avatars/{id}`: a copy never changes under its name, so a browser may keep it. Only the browser: a cache between us would
 * keep the picture of somebody who asked to be forgotten.
 */
export function avatarRoutes(app: FastifyInstance, { store }: Pick<Parts, 'store'>): void {
  app.get<{ Params: { id: string } }>('/avatars/:id', async (request, reply) => {
    const { id } = request.params;
    const kept = /^[0-9a-f]{32}$/.test(id) ? await store.avatars.find(id) : undefined;
    if (kept === undefined) return reply.callNotFound();
    return reply
      .header('content-type', kept.type)
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('content-disposition', 'inline')
      .send(Buffer.from(kept.bytes, 'base64'));
  });
}
