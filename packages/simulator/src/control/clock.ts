import { z } from 'zod';
import type { LiveWorld } from '../live-world.ts';
import type { Due } from '../world/deadlines.ts';
import { operation } from './operation.ts';
import { duration, isoTime, time } from './schemas.ts';

const clockAnswer = z
  .object({
    now: z.string(),
    frozen: z.boolean(),
    fired: z.array(z.looseObject({ at: z.string(), event: z.string() })),
  })
  .meta({ id: 'Clock' });

const change = z.union(
  [
    z.strictObject({ advance: duration }),
    z.strictObject({ travelTo: time }),
    z.strictObject({ freeze: z.literal(true) }),
    z.strictObject({ run: z.literal(true) }),
  ],
  'one of {"advance":"2h"}, {"travelTo":"2014-01-01T00:00:00+08:00"}, {"freeze":true}, {"run":true}',
);

/** Moves the clock, and lets happen what falls due on the way. */
export function moveClock({ clock }: LiveWorld, given: z.output<typeof change>): Due[] {
  if ('advance' in given) return clock.advance(given.advance);
  if ('travelTo' in given) return clock.travelTo(given.travelTo);
  return 'freeze' in given ? clock.freeze() : clock.run();
}

export const clockOperations = [
  operation({
    method: 'get',
    path: '/worlds/{world}/clock',
    summary: 'The world’s time',
    answer: clockAnswer,
    handle: ({ world }) => ({ now: isoTime(world.now()), frozen: world.clock.frozen, fired: [] }),
  }),
  operation({
    method: 'post',
    path: '/worlds/{world}/clock',
    summary: 'Moves, freezes or runs the clock; `fired` is what fell due on the way, in order',
    body: change,
    answer: clockAnswer,
    handle: ({ world, body }) => {
      const fired = moveClock(world, body).map(({ at, ...rest }) => ({ at: isoTime(at), ...rest }));
      return { now: isoTime(world.now()), frozen: world.clock.frozen, fired };
    },
  }),
];
