/** The waiting browser: the page with the code, how it stands, and the way on. Knowing the address gives nobody anything. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Cookies } from '../login/cookies.ts';
import { giveUpPath, scanPath, waitPath, websitePath } from '../login/paths.ts';
import { LoginProblem } from '../login/problem.ts';
import { readForm } from '../login/query.ts';
import { fromOwnPage, otherLanguage, readVisit } from '../login/visit.ts';
import type { Method } from '../methods/method.ts';
import { redirect, sendNothing, sendPage } from '../pages/send.ts';
import { type ClientLooks, themeOf } from '../pages/theme.ts';
import { type WaitView, waitPage } from '../pages/wait.ts';
import type { Parts } from '../parts.ts';
import type { Handoff } from '../store/handoffs.ts';
import { type HandoffState, type Handoffs, stateOf } from './handoffs.ts';
import { qrCode } from './qr-code.ts';

type IdRoute = { Params: { id: string } };

/** Questions about one sign-in in a second. */
const questionsPerSecond = 10;
/** How often an open stream looks, and how long it stays open, in milliseconds. */
const look = 1_000;
const streamFor = 25_000;
/** What may still change while the browser waits. */
const waitsFor: ReadonlySet<HandoffState> = new Set(['new', 'scanned', 'matched']);

export function waitRoutes(
  app: FastifyInstance,
  parts: Parts,
  jar: Cookies,
  { handoffs, clients }: { handoffs: Handoffs; clients: ClientLooks },
): void {
  const { accounts, clock, config, people, store, timer } = parts;
  const asked = new Map<string, { second: number; count: number }>();
  const streams = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of [...streams]) end();
  });

  app.get<IdRoute>('/login/wait/:id', async (request, reply) => {
    const visit = readVisit(request, jar);
    const { handoff, binding } = await handoffs.waiting(request.params.id, visit);
    const now = clock.now();
    const state = stateOf(handoff, now);
    const page = waitPage({
      language: visit.language,
      site: handoff.site,
      siteHost: handoff.siteHost ?? undefined,
      state,
      secondsLeft: Math.max(0, Math.ceil((handoff.expiresAt - now) / 1000)),
      path: waitPath(handoff.id),
      shown: await shownOf(handoff, handoffs.handle(handoff, binding)),
      others: (handoff.methods.split(',') as Method[])
        .filter((method) => method !== handoff.kind)
        .map((method) => ({
          method,
          ...(method === 'website' ? { href: websitePath(handoff.account, handoff.returnTo) } : {}),
        })),
      giveUp: giveUpPath(handoff),
      name: handoff.personId === null ? undefined : await nameOf(handoff.personId),
      theme: await themeOf(handoff.clientId, clients),
      otherLanguage: otherLanguage(visit),
    });
    return sendPage(reply, page);
  });

  /** Goes on, once the other device has confirmed. Only the browser that waits can; so no other site gains by sending it here. */
  app.get<IdRoute>('/login/wait/:id/go', async (request, reply) => {
    const visit = readVisit(request, jar);
    if (visit.idle) return sendNothing(reply);
    const { handoff, binding } = await handoffs.waiting(request.params.id, visit);
    const done = await handoffs.finish(handoff, binding, visit);
    // Long after it went on, there is nothing to wait for here, and nobody is signed in by it once more.
    if (done === undefined)
      return redirect(reply, handoff.status === 'consumed' ? handoff.returnTo : waitPath(handoff.id));
    return redirect(reply.header('set-cookie', done.cookies), done.location);
  });

  /** A new code, or another way. */
  app.post<IdRoute>('/login/wait/:id/again', async (request, reply) => {
    const visit = ownForm(request.headers, readVisit(request, jar));
    const { handoff } = await handoffs.waiting(request.params.id, visit);
    const form = readForm(typeof request.body === 'string' ? request.body : '');
    const started = await handoffs.again(handoff, form?.get('method') ?? handoff.kind, visit);
    await handoffs.close(handoff, 'refused');
    return redirect(reply.header('set-cookie', started.cookies), started.location);
  });

  app.get<IdRoute>('/login/wait/:id/state', async (request, reply) => {
    const answer = await standing(request.params.id, readVisit(request, jar));
    if (typeof answer === 'number') return refuse(reply, answer);
    return reply.header('cache-control', 'no-store').send({ state: answer });
  });

  app.get<IdRoute>('/login/wait/:id/events', async (request, reply) => {
    const { id } = request.params;
    let last = await standing(id, readVisit(request, jar));
    if (typeof last === 'number') return refuse(reply, last);
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    reply.hijack();
    const tell = (state: HandoffState) => reply.raw.write(`data: ${JSON.stringify({ state })}\n\n`);
    tell(last);
    let cancel = () => {};
    const end = () => {
      cancel();
      streams.delete(end);
      reply.raw.end();
    };
    streams.add(end);
    reply.raw.on('close', end);
    const until = clock.now() + streamFor;
    const turn = async () => {
      const handoff = await store.handoffs.find(id).catch(() => undefined);
      if (!streams.has(end)) return;
      const state = handoff === undefined ? 'expired' : stateOf(handoff, clock.now());
      if (state !== last) tell(state);
      last = state;
      if (clock.now() >= until || !waitsFor.has(state)) end();
      else cancel = timer.after(look, () => void turn());
    };
    cancel = timer.after(look, () => void turn());
  });

  /** The state, or the status of a refusal: 401 without the cookie, 429 for whoever asks too often. */
  async function standing(id: string, visit: ReturnType<typeof readVisit>): Promise<HandoffState | 401 | 429> {
    const second = Math.floor(clock.now() / 1000);
    const before = asked.get(id);
    const count = before?.second === second ? before.count + 1 : 1;
    if (asked.size > 10_000) asked.clear();
    asked.set(id, { second, count });
    if (count > questionsPerSecond) return 429;
    try {
      const { handoff } = await handoffs.waiting(id, visit);
      return stateOf(handoff, clock.now());
    } catch (error) {
      if (error instanceof LoginProblem) return 401;
      throw error;
    }
  }

  function refuse(reply: FastifyReply, status: 401 | 429): FastifyReply {
    return reply.code(status).header('cache-control', 'no-store').type('text/plain; charset=utf-8').send('refused');
  }

  function ownForm<Visited>(headers: Parameters<typeof fromOwnPage>[0], visit: Visited): Visited {
    if (!fromOwnPage(headers, config.publicUrl)) throw new LoginProblem('bad_request', { check: 'foreign_form' });
    return visit;
  }

  async function shownOf({ kind, matchNumber, qrUrl, account }: Handoff, handle: string): Promise<WaitView['shown']> {
    const title = accounts.byName(account)?.title ?? account;
    if (kind === 'message_code') return { kind, digits: handle, account: title };
    const address = kind === 'scene_qr' ? (qrUrl ?? '') : `${config.publicUrl}${scanPath(handle)}`;
    return { kind, qr: await qrCode(address), number: matchNumber, account: title };
  }

  async function nameOf(personId: string): Promise<string | undefined> {
    return (await people.view(personId))?.profile.nickname?.value;
  }
}
