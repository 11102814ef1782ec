import { z } from 'zod';
import { factOf } from '../wechat/endpoint.ts';
import { apiEndpoints } from '../wechat/endpoints.ts';
import { canStrike, faultList, isFault } from '../world/faults.ts';
import type { World } from '../world/world.ts';
import { operation } from './operation.ts';

const [example, others] = ['/sns/oauth2/access_token', '"authorize", "push", "*"'];
const operations = new Set(['authorize', 'push', '*', ...apiEndpoints.map(({ name }) => factOf(name).path)]);

export const fault = z
  .strictObject({
    operation: z
      .string()
      .refine((text) => operations.has(text), `a path that is simulated, such as "${example}", or one of ${others}`),
    fault: z.string().refine(isFault, `one of ${faultList}`),
    times: z.int().min(1).optional(),
    rate: z.number().min(0).max(1).optional(),
  })
  .refine((given) => canStrike(given.operation, given.fault), 'this fault cannot strike this operation')
  .meta({ id: 'Fault' });

export const faults = z.array(fault);

export type FaultInput = z.input<typeof fault>;

export function setFaults(world: World, given: z.output<typeof faults>): void {
  world.state.faults = given.map(({ times = null, rate = null, ...rest }) => ({ ...rest, times, rate }));
  world.emit({ type: 'state', what: 'faults' });
}

export const faultOperations = [
  operation({
    method: 'get',
    path: '/worlds/{world}/faults',
    summary: 'The faults that may still strike',
    answer: z.object({ faults }),
    handle: ({ world }) => ({ faults: world.state.faults.map(describe) }),
  }),
  operation({
    method: 'put',
    path: '/worlds/{world}/faults',
    summary: 'Sets the faults, in the order in which they are tried',
    body: faults,
    answer: z.object({ faults }),
    handle: ({ world, body }) => {
      setFaults(world, body);
      return { faults: body };
    },
  }),
  operation({
    method: 'delete',
    path: '/worlds/{world}/faults',
    summary: 'Clears the faults',
    handle: ({ world }) => {
      world.state.faults = [];
      world.emit({ type: 'state', what: 'faults' });
    },
  }),
];

function describe(given: { operation: string; fault: string; times: number | null; rate: number | null }): unknown {
  const { times, rate, ...rest } = given;
  return { ...rest, ...(times !== null && { times }), ...(rate !== null && { rate }) };
}
