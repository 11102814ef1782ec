import type { FastifyError, FastifyInstance } from 'fastify';
import { newHandle } from './ids.ts';
import type { Parts } from './parts.ts';
import { isUnavailable } from './store/unavailable.ts';

/** What a request gets that no route took, or that failed: a stable word and a reference, never a detail. */
export function failureRoutes(app: FastifyInstance, { log, random }: Pick<Parts, 'log' | 'random'>): void {
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).header('content-type', 'text/plain; charset=utf-8').send('not found'),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const unavailable = isUnavailable(error);
    const status = unavailable ? 503 : (error.statusCode ?? 0) >= 400 ? error.statusCode! : 500;
    const reference = newHandle(random, 8);
    if (status >= 500) log.error({ reference, route: request.routeOptions.url, error }, 'a request failed');
    const body = status >= 500 ? `${unavailable ? 'unavailable' : 'internal'} ${reference}` : 'refused';
    return reply.code(status).header('content-type', 'text/plain; charset=utf-8').send(body);
  });
}
