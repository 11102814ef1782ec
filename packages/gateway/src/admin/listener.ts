/**
 * The listener for the operator's machines: figures and health. It has a port of its own, so that no proxy rule and no
 * mistake in a route can put it before the public.
 */
import fastify, { type FastifyInstance } from 'fastify';
import { failureRoutes } from '../failures.ts';
import { healthRoutes } from '../health.ts';
import { noSchemas } from '../no-schemas.ts';
import type { Parts } from '../parts.ts';
import type { Metrics } from './metrics.ts';

export function adminListener(parts: Parts, metrics: Metrics, isClosing: () => boolean): FastifyInstance {
  const app = fastify({
    logger: false,
    trustProxy: false,
    bodyLimit: 1024,
    requestTimeout: 4_000,
    schemaController: noSchemas,
  });
  failureRoutes(app, parts);
  healthRoutes(app, parts, isClosing);
  app.get('/metrics', async (_request, reply) => {
    reply.header('content-type', metrics.contentType).header('cache-control', 'no-store');
    return metrics.text();
  });
  return app;
}
