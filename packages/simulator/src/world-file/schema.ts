/** What stands in a seed file: the world that a test or a team starts from, written by hand. */
import { z } from 'zod';
import { seedAccount } from '../control/accounts.ts';
import { crowd } from '../control/crowd.ts';
import { faults } from '../control/faults.ts';
import { personCreation } from '../control/people.ts';
import { duration, time } from '../control/schemas.ts';

const via = z.enum(['search', 'card', 'qr', 'articleName', 'articleMenu', 'payment', 'advertisement', 'other']);
const follow = z.union(
  [z.string(), z.strictObject({ account: z.string(), via: via.optional(), remark: z.string().optional() })],
  `the name of an account, or {account, via?, remark?} with via one of ${via.options.join(', ')}`,
);

export const seedDocument = z
  .strictObject({
    seed: z.union([z.string(), z.number()]).optional().meta({ description: 'Fixes identifiers, secrets and tokens' }),
    profile: z.enum(['local', 'production']).optional(),
    clock: z
      .union([time, z.date().transform((date) => date.getTime())], 'an ISO 8601 date or time, such as "2014-01-01"')
      .optional(),
    seeded: z.boolean().optional().meta({ description: 'false begins without the accounts and people of every world' }),
    consentMemory: duration.optional(),
    accounts: z.array(seedAccount).optional(),
    people: z.array(personCreation.extend({ follows: z.array(follow).optional() })).optional(),
    crowd: crowd.optional(),
    menus: z.record(z.string(), z.looseObject({ button: z.array(z.looseObject({ name: z.string() })) })).optional(),
    faults: faults.optional(),
  })
  .meta({ id: 'SeedFile' });

export type SeedDocument = z.output<typeof seedDocument>;
/** As it is written in a file. */
export type SeedInput = z.input<typeof seedDocument>;
