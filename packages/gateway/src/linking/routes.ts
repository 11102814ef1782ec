/** The addresses of a link between two accounts: the ticket from the chat, and the page with the number. */
import type { FastifyInstance } from 'fastify';
import type { Cookies } from '../login/cookies.ts';
import { linkPath } from '../login/paths.ts';
import { LoginProblem } from '../login/problem.ts';
import { fromOwnPage, otherLanguage, readVisit } from '../login/visit.ts';
import { problemPage, problemStatus } from '../pages/problem.ts';
import { redirect, sendNothing, sendPage } from '../pages/send.ts';
import type { Parts } from '../parts.ts';
import type { ShowNumber } from './number.ts';
import type { LinkTickets } from './tickets.ts';

export function linkRoutes(
  app: FastifyInstance,
  { config }: Parts,
  jar: Cookies,
  { tickets, showNumber }: { tickets: LinkTickets; showNumber: ShowNumber },
): void {
  app.get<{ Params: { ticket: string } }>('/login/link/:ticket', async (request, reply) => {
    const visit = readVisit(request, jar);
    if (visit.idle) return sendNothing(reply);
    const { ticket } = request.params;
    if (!visit.inWeChat) {
      // Nothing is taken: the same link still works in WeChat.
      const copy = `${config.publicUrl}/login/link/${encodeURIComponent(ticket)}`;
      const page = problemPage({ language: visit.language, code: 'not_in_wechat', copy });
      return sendPage(reply, page, problemStatus.not_in_wechat);
    }
    const { location, cookies } = await tickets.open(ticket, visit.cookies);
    return redirect(reply.header('set-cookie', cookies), location);
  });

  app.get<{ Params: { id: string } }>('/login/link/:id/number', async (request, reply) => {
    const visit = readVisit(request, jar);
    if (visit.idle) return sendNothing(reply);
    const shown = await showNumber(request.params.id, visit, otherLanguage(visit));
    if ('page' in shown) return sendPage(reply, shown.page);
    return redirect(reply.header('set-cookie', shown.hop.cookies), shown.hop.location);
  });

  app.post<{ Params: { id: string } }>('/login/link/:id/number', async (request, reply) => {
    if (!fromOwnPage(request.headers, config.publicUrl))
      throw new LoginProblem('bad_request', { check: 'foreign_form', next: '/me' });
    const visit = readVisit(request, jar);
    const shown = await showNumber(request.params.id, visit, '');
    if ('page' in shown) return redirect(reply, `${linkPath(request.params.id)}?sent=1`);
    return redirect(reply.header('set-cookie', shown.hop.cookies), shown.hop.location);
  });
}
