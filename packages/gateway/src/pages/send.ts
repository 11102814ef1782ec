/** Sends pages and redirects with the headers that every one of them needs. */
import type { FastifyReply } from 'fastify';
import type { Page } from './page.ts';

/** Nothing of a sign-in is kept, framed, sniffed or named to the next page. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
};

/** What stands beside a redirect, which has no content. */
const redirectPolicy = "default-src 'none'; frame-ancestors 'none'";

export function sendPage(reply: FastifyReply, page: Page, status = 200): FastifyReply {
  return reply
    .code(status)
    .headers(pageHeaders)
    .header('content-security-policy', page.policy)
    .header('content-language', page.language === 'zh' ? 'zh-CN' : 'en')
    .header('vary', 'accept-language, cookie')
    .type('text/html; charset=utf-8')
    .send(page.body);
}

export function sendText(reply: FastifyReply, text: string, status = 200): FastifyReply {
  return reply
    .code(status)
    .headers(pageHeaders)
    .header('content-security-policy', redirectPolicy)
    .type('text/plain; charset=utf-8')
    .send(text);
}

/** Every redirect is a 303: the next request is a GET, and the address it came from stays behind. */
export function redirect(reply: FastifyReply, location: string): FastifyReply {
  return reply
    .code(303)
    .headers(pageHeaders)
    .header('content-security-policy', redirectPolicy)
    .header('location', location)
    .send('');
}

/** The answer to a load that must not do anything. */
export function sendNothing(reply: FastifyReply): FastifyReply {
  return reply.code(204).headers(pageHeaders).header('content-security-policy', redirectPolicy).send();
}
