import { z } from 'zod';
import { seededPerson } from '../world/seed.ts';
import type { Person } from '../world/state.ts';
import { operation } from './operation.ts';
import { Problem } from './problems.ts';
import { name } from './schemas.ts';

const settings = {
  nickname: z.string().optional(),
  avatar: z.string().optional().meta({ description: 'Another text is another picture, "" none' }),
  sex: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
  province: z.string().optional(),
  city: z.string().optional(),
  country: z.string().optional(),
  language: z.string().optional(),
  consent: z.enum(['ask', 'allow', 'refuse']).optional(),
  visitor: z.boolean().optional().meta({ description: 'Always lands on a snapshot page' }),
  banned: z.boolean().optional(),
};

const personAnswer = z
  .looseObject({
    name: z.string(),
    nickname: z.string(),
    avatar: z.string(),
    sex: z.number(),
    province: z.string(),
    city: z.string(),
    country: z.string(),
    language: z.string(),
    consent: z.string(),
    visitor: z.boolean(),
  })
  .meta({ id: 'Person' });

function describe({ passwordChangedAt: _, cancelledAt, ...person }: Person): unknown {
  return { ...person, cancelled: cancelledAt !== null };
}

const one = '/worlds/{world}/people/{person}';

export const peopleOperations = [
  operation({
    method: 'get',
    path: '/worlds/{world}/people',
    summary: 'All people',
    answer: z.object({ people: z.array(personAnswer) }),
    handle: ({ world }) => ({ people: world.state.people.map(describe) }),
  }),
  operation({
    method: 'post',
    path: '/worlds/{world}/people',
    summary: 'A new person',
    body: z.strictObject({ name, ...settings }),
    answer: personAnswer,
    status: 201,
    handle: ({ world, body }) => {
      if (world.findPerson(body.name)) throw new Problem(409, `there is a person named ${body.name} already`);
      const person = Object.assign(seededPerson({ name: body.name }), defined(body));
      world.state.people.push(person);
      world.emit({ type: 'state', what: 'people' });
      return describe(person);
    },
  }),
  operation({
    method: 'get',
    path: one,
    summary: 'One person',
    answer: personAnswer,
    handle: ({ world, params }) => describe(world.personNamed(params.person ?? '')),
  }),
  operation({
    method: 'put',
    path: one,
    summary: 'Changes what is named',
    body: z.strictObject(settings),
    answer: personAnswer,
    handle: ({ world, params, body }) => {
      const person = Object.assign(world.personNamed(params.person ?? ''), defined(body));
      world.emit({ type: 'state', what: 'people' });
      return describe(person);
    },
  }),
  operation({
    method: 'get',
    path: `${one}/openid`,
    summary: 'The name of a person inside an account; unionid only for accounts in a group',
    query: z.strictObject({ account: z.string() }),
    answer: z.object({ openid: z.string(), unionid: z.string().optional() }),
    handle: ({ world, params, query }) => {
      const person = world.personNamed(params.person ?? '');
      const account = world.accountNamed(query.account);
      const unionid = world.unionidOf(person, account);
      return { openid: world.openidOf(person, account), ...(unionid !== null && { unionid }) };
    },
  }),
];

function defined<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
}
