/** Sends pages and redirects. What every answer tells a browser is there already: `../browser-headers.ts`. */
import type { FastifyReply } from 'fastify';
import type { Page } from './page.ts';

export function sendPage(reply: FastifyReply, page: Page, status = 200): FastifyReply {
  return reply
    .code(status)
    .header('content-security-policy', page.policy)
    .header('content-language', page.language === 'zh' ? 'zh-CN' : 'en')
    .header('vary', 'accept-language, cookie')
    .type('text/html; charset=utf-8')
    .send(page.body);
}

export function sendText(reply: FastifyReply, text: string, status = 200): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(text);
}

/** Every redirect is a 303: the next request is a GET, and the address it came from stays behind. */
export function redirect(reply: FastifyReply, location: string): FastifyReply {
  return reply.code(303).header('location', location).send('');
}

/** The answer to a load that must not do anything. */
export function sendNothing(reply: FastifyReply): FastifyReply {
  return reply.code(204).send();
}
