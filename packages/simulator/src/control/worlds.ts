import { z } from 'zod';
import type { LiveWorld } from '../live-world.ts';
import { worldLine } from '../ready-line.ts';
import type { WorldState } from '../world/state.ts';
import { crowd, setCrowd } from './crowd.ts';
import { operation } from './operation.ts';
import { Problem } from './problems.ts';
import { duration, time } from './schemas.ts';

const worldAnswer = z
  .object({
    id: z.string(),
    urls: z.object({ base: z.string(), phone: z.string(), control: z.string() }),
    accounts: z.array(z.looseObject({ name: z.string() })),
    people: z.array(z.object({ name: z.string(), nickname: z.string() })),
  })
  .meta({ id: 'World' });

/** A world as the ready line shows it. Asking for it makes it listen, on a free port of its own. */
async function describe(world: LiveWorld, first: LiveWorld | undefined): Promise<unknown> {
  const base = first?.urls?.base;
  const host = base === undefined ? undefined : new URL(base).hostname.replace(/^\[|\]$/g, '');
  const urls = world.urls ?? (await world.listen(host === undefined ? {} : { host }));
  const { world: id, accounts, people } = worldLine(world);
  return { id, urls, accounts, people };
}

/** Snapshots by id, for each world. They are values; nothing changes them any more. */
const snapshots = new WeakMap<LiveWorld, Map<string, WorldState>>();

function snapshotsOf(world: LiveWorld): Map<string, WorldState> {
  const known = snapshots.get(world) ?? new Map<string, WorldState>();
  snapshots.set(world, known);
  return known;
}

const creation = z.strictObject({
  seed: z.union([z.number(), z.string()]).optional(),
  profile: z.enum(['local', 'production']).optional(),
  clock: time.optional(),
  state: z.looseObject({ schema: z.number() }).meta({ description: 'What /save gave' }).optional(),
});

export const worldOperations = [
  operation({
    method: 'get',
    path: '/worlds',
    summary: 'All worlds',
    answer: z.object({ worlds: z.array(worldAnswer) }),
    handle: async ({ worlds }) => {
      const [first] = worlds.all();
      return { worlds: await Promise.all(worlds.all().map((world) => describe(world, first))) };
    },
  }),
  operation({
    method: 'post',
    path: '/worlds',
    summary: 'A new world on a port of its own: seeded, or from a saved state',
    body: creation,
    answer: worldAnswer,
    status: 201,
    handle: async ({ worlds, body: { state, seed, profile, clock } }) => {
      const options = {
        ...(seed !== undefined && { seed }),
        ...(profile !== undefined && { profile }),
        ...(clock !== undefined && { clock }),
      };
      const [first] = worlds.all();
      try {
        // A document of /save is checked by its schema number; what a person edited in it is theirs to answer for.
        const world = worlds.create(
          state === undefined ? options : { ...options, state: state as unknown as WorldState },
        );
        return await describe(world, first);
      } catch (error) {
        if (error instanceof TypeError) throw new Problem(422, error.message);
        throw error;
      }
    },
  }),
  operation({
    method: 'get',
    path: '/worlds/{world}',
    summary: 'One world',
    answer: worldAnswer,
    handle: ({ world, worlds }) => describe(world, worlds.all()[0]),
  }),
  operation({
    method: 'put',
    path: '/worlds/{world}',
    summary: 'Changes the settings of a world',
    body: z.strictObject({
      consentMemory: duration.meta({ description: 'How long an authorisation is remembered' }).optional(),
      crowd: crowd.optional(),
      forwardedFor: z.boolean().meta({ description: 'Pushes name an address of WeChat in X-Forwarded-For' }).optional(),
    }),
    answer: worldAnswer,
    handle: ({ world, worlds, body }) => {
      if (body.consentMemory !== undefined) world.state.consentMemory = body.consentMemory;
      if (body.crowd !== undefined) setCrowd(world, body.crowd);
      if (body.forwardedFor !== undefined) world.state.forwardedFor = body.forwardedFor;
      world.emit({ type: 'state', what: 'consentMemory' });
      return describe(world, worlds.all()[0]);
    },
  }),
  operation({
    method: 'delete',
    path: '/worlds/{world}',
    summary: 'Ends a world and closes its port',
    handle: async ({ world, worlds, request }) => {
      if (world === worlds.all()[0])
        throw new Problem(409, 'the first world carries this API; it ends with the process');
      const asked = world.urls !== undefined && new URL(request.url).origin === world.urls.base;
      // Asked over the very port that is to be closed, the answer goes first.
      if (asked) setImmediate(() => void worlds.remove(world.state.id));
      else await worlds.remove(world.state.id);
    },
  }),
  operation({
    method: 'post',
    path: '/worlds/{world}/reset',
    summary: 'Back to the seeded world; port and identifiers stay',
    answer: worldAnswer,
    handle: ({ world, worlds }) => {
      world.reset();
      return describe(world, worlds.all()[0]);
    },
  }),
  operation({
    method: 'post',
    path: '/worlds/{world}/snapshot',
    summary: 'Remembers the state',
    answer: z.object({ id: z.string() }),
    handle: ({ world }) => {
      const known = snapshotsOf(world);
      const id = `s${known.size + 1}`;
      known.set(id, world.snapshot());
      return { id };
    },
  }),
  operation({
    method: 'post',
    path: '/worlds/{world}/restore',
    summary: 'Goes back to a snapshot; port and identifiers stay',
    body: z.strictObject({ id: z.string() }),
    answer: worldAnswer,
    handle: ({ world, worlds, body: { id } }) => {
      const state = snapshotsOf(world).get(id);
      if (!state) throw new Problem(422, `id: there is no snapshot ${JSON.stringify(id)} of this world`);
      world.restore(state);
      return describe(world, worlds.all()[0]);
    },
  }),
  operation({
    method: 'post',
    path: '/worlds/{world}/fork',
    summary: 'A copy that keeps identifiers, tokens and codes and goes on alone',
    answer: worldAnswer,
    status: 201,
    handle: ({ world, worlds }) => describe(worlds.fork(world), worlds.all()[0]),
  }),
  operation({
    method: 'get',
    path: '/worlds/{world}/save',
    summary: 'The state as a document, for POST /worlds',
    answer: z.looseObject({ schema: z.number() }),
    handle: ({ world }) => {
      // The id is the process's name for the world, no part of what is saved.
      const { id: _, ...document } = world.snapshot();
      return document;
    },
  }),
];
