/** The control API of all worlds of a process: one file for each resource, listed here in the order of the contract. */
import { Hono } from 'hono';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { Impossible } from '../phone/impossible.ts';
import { askIn } from '../phone/page-request.ts';
import { NotInWorld } from '../world/not-in-world.ts';
import type { Worlds } from '../worlds.ts';
import { accountOperations } from './accounts.ts';
import { chatOperations } from './chats.ts';
import { clockOperations } from './clock.ts';
import { eventOperations } from './events.ts';
import { explanationOperations } from './explanations.ts';
import { faultOperations } from './faults.ts';
import { wordsOf } from './issues.ts';
import { ledgerOperations } from './ledger.ts';
import { openApiOf } from './openapi.ts';
import { type Operation, operation } from './operation.ts';
import { requireSameOrigin } from './origin.ts';
import { peopleOperations } from './people.ts';
import { Problem, problemResponse } from './problems.ts';
import { qrcodeOperations } from './qrcodes.ts';
import { tokenOperations } from './tokens.ts';
import { verbOperations } from './verbs.ts';
import { viewOperations } from './views.ts';
import { worldOperations } from './worlds.ts';

const { version } = packageJson;

const readyOperation = operation({
  method: 'get',
  path: '/ready',
  summary: 'Answers once everything does',
  answer: z.object({ ready: z.literal(true), version: z.string() }),
  handle: () => ({ ready: true, version }),
});

/** Every operation there is; the OpenAPI document lists exactly these. */
export const operations: readonly Operation[] = [
  readyOperation,
  ...worldOperations,
  ...accountOperations,
  ...qrcodeOperations,
  ...peopleOperations,
  ...verbOperations,
  ...viewOperations,
  ...chatOperations,
  ...clockOperations,
  ...faultOperations,
  ...tokenOperations,
  ...ledgerOperations,
  ...eventOperations,
  ...explanationOperations,
];

export function controlRoutes(worlds: Worlds): Hono {
  const app = new Hono();
  app.get('/openapi.json', (context) => answered(context.req.raw, () => openApiOf(operations, version)));
  for (const given of operations) {
    const path = given.path.replaceAll(/\{(\w+)\}/g, ':$1');
    app.on(given.method.toUpperCase(), path, (context) =>
      answered(context.req.raw, () => perform(given, worlds, context.req.param(), context.req.raw), given.status),
    );
  }
  app.all('*', (context) =>
    answered(context.req.raw, () => {
      const asked = context.req.path.replace(/^.*?\/_sim\/v1/, '') || '/';
      const methods = operations.filter(({ path }) => matches(path, asked)).map(({ method }) => method.toUpperCase());
      if (methods.length > 0) throw new Problem(405, `${asked} takes ${methods.join(', ')}`);
      throw new Problem(404, `there is no ${asked} in this API; /_sim/v1/openapi.json lists what there is`);
    }),
  );
  return app;
}

function matches(path: string, asked: string): boolean {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked);
}

async function perform(
  given: Operation,
  worlds: Worlds,
  params: Record<string, string>,
  request: Request,
): Promise<unknown> {
  const id = params.world ?? worlds.all()[0]?.state.id ?? 'default';
  const world = worlds.get(id);
  if (!world)
    throw new Problem(
      404,
      `there is no world ${JSON.stringify(id)}, only: ${worlds
        .all()
        .map(({ state }) => state.id)
        .join(', ')}`,
    );
  // The phone page says its language, and a program may; fetch of a program that does not says `*`.
  const spoken = request.headers.get('accept-language') ?? '';
  if (/\b(?:zh|en)\b/i.test(spoken)) askIn(world, spoken);
  const query = given.query ? checked(given.query, Object.fromEntries(new URL(request.url).searchParams)) : undefined;
  const body = given.body ? checked(given.body, await jsonOf(request)) : undefined;
  return given.handle({ worlds, world, params, query, body, request });
}

async function jsonOf(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(422, 'the body is not JSON');
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) =>
    issue.path.length > 0 ? `${issue.path.join('.')}: ${wordsOf(issue)}` : wordsOf(issue),
  );
  throw new Problem(422, issues.join('; '));
}

/** Runs a handler and turns what it gives or throws into an answer. */
async function answered(request: Request, handle: () => unknown, status = 200): Promise<Response> {
  try {
    requireSameOrigin(request);
    const result = await handle();
    if (result instanceof Response) return result;
    if (result === undefined) return new Response(null, { status: 204 });
    return Response.json(result, { status, headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    if (error instanceof Problem) return problemResponse(error);
    if (error instanceof NotInWorld) return problemResponse(new Problem(404, error.message));
    if (error instanceof Impossible) {
      return problemResponse(new Problem(error.code === 'bad_input' ? 422 : 409, error.message));
    }
    throw error;
  }
}
