import { z } from 'zod';
import type { LedgerEntry } from '../world/state.ts';
import { operation } from './operation.ts';
import { isoTime } from './schemas.ts';

const kind = z.enum(['call', 'page', 'push', 'control']);
const entry = z
  .looseObject({
    id: z.string(),
    at: z.string(),
    kind,
    operation: z.string(),
    status: z.number().nullable(),
    ms: z.number(),
  })
  .meta({ id: 'LedgerEntry' });

export function wireEntry(given: LedgerEntry): unknown {
  return { ...given, at: isoTime(given.at) };
}

export const ledgerOperations = [
  operation({
    method: 'get',
    path: '/worlds/{world}/ledger',
    summary: 'Every call in and every push out, oldest first, secrets and tokens masked',
    query: z.strictObject({
      kind: kind.optional(),
      operation: z.string().optional(),
      since: z.string().regex(/^\d+$/, 'the id of an entry').optional(),
    }),
    answer: z.object({ entries: z.array(entry) }),
    handle: ({ world, query }) => ({
      entries: world.state.ledger
        .filter(
          (one) =>
            (query.kind === undefined || one.kind === query.kind) &&
            (query.operation === undefined || one.operation === query.operation) &&
            (query.since === undefined || Number(one.id) > Number(query.since)),
        )
        .map(wireEntry),
    }),
  }),
  operation({
    method: 'get',
    path: '/worlds/{world}/report',
    summary: 'What passes here and would not in production, what is missing here, what is deprecated',
    answer: z.object({
      findings: z.array(
        z.object({
          level: z.enum(['would-fail', 'gap', 'deprecated']),
          rule: z.string(),
          why: z.string(),
          count: z.number(),
        }),
      ),
    }),
    handle: ({ world }) => ({ findings: world.state.findings }),
  }),
];
