/** The logos of clients, from our own origin: a page loads nothing from elsewhere, and tells nobody who is signing in. */
import type { FastifyInstance } from 'fastify';
import { readLogo } from '../config/logo.ts';
import { LoginProblem } from '../login/problem.ts';
import { logoPath } from '../pages/theme.ts';
import type { Clients } from './clients.ts';

const policy = "default-src 'none'; sandbox; frame-ancestors 'none'";

export function logoRoutes(app: FastifyInstance, clients: Pick<Clients, 'find'>): void {
  app.get<{ Params: { client: string; version: string } }>('/logos/:client/:version', async (request, reply) => {
    const { client: id, version } = request.params;
    const logo = (await clients.find(id))?.logo;
    const picture = logo === undefined ? undefined : readLogo(logo);
    if (logo === undefined || picture === undefined || logoPath(id, logo) !== request.url) {
      throw new LoginProblem('not_found', { check: 'logo', next: '/' });
    }
    return reply
      .header('content-type', picture.type)
      .header('content-security-policy', policy)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('cross-origin-resource-policy', 'same-origin')
      .header('etag', `"${version}"`)
      .send(picture.bytes);
  });
}
