import { sex } from '@mingpian/facts/sex';
import { z } from 'zod';
import { seededPerson } from '../world/seed.ts';
import type { Person } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { operation } from './operation.ts';
import { Problem } from './problems.ts';
import { name } from './schemas.ts';

const settings = {
  nickname: z.string().optional(),
  avatar: z.string().optional().meta({ description: 'Another text is another picture, "" none' }),
  sex: z.literal([sex.unknown.value, sex.male.value, sex.female.value]).optional(),
  province: z.string().optional(),
  city: z.string().optional(),
  country: z.string().optional(),
  language: z.string().optional(),
  consent: z.enum(['ask', 'allow', 'refuse']).optional(),
  visitor: z.boolean().optional().meta({ description: 'Always lands on a snapshot page' }),
  banned: z.boolean().optional(),
};

export const personCreation = z.strictObject({ name, ...settings });

export type PersonChange = Partial<Omit<z.output<typeof personCreation>, 'name'>>;

export function createPerson(world: World, given: z.output<typeof personCreation>): Person {
  if (world.findPerson(given.name)) throw new Problem(409, `there is a person named ${given.name} already`);
  const person = Object.assign(seededPerson({ name: given.name }), defined(given));
  world.state.people.push(person);
  world.emit({ type: 'state', what: 'people' });
  return person;
}

export function changePerson(world: World, person: Person, given: PersonChange): void {
  Object.assign(person, defined(given));
  world.emit({ type: 'state', what: 'people' });
}

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

/** Which accounts the person follows, and which may know nickname and picture. */
function ties(world: World, { name }: Person): { follows: string[]; authorises: string[] } {
  const { accounts, consents } = world.state;
  return {
    follows: accounts.filter((account) => world.isFollower(name, account.name)).map((account) => account.name),
    authorises: accounts
      .filter((account) => consents[account.name]?.[name]?.withdrawnAt === null)
      .map((account) => account.name),
  };
}

const one = '/worlds/{world}/people/{person}';

export const peopleOperations = [
  operation({
    method: 'get',
    path: '/worlds/{world}/people',
    summary: 'All people',
    answer: z.object({ people: z.array(personAnswer) }),
    handle: ({ world }) => ({
      people: world.state.people.map((person) => ({ ...(describe(person) as object), ...ties(world, person) })),
    }),
  }),
  operation({
    method: 'post',
    path: '/worlds/{world}/people',
    summary: 'A new person',
    body: personCreation,
    answer: personAnswer,
    status: 201,
    handle: ({ world, body }) => describe(createPerson(world, body)),
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
      const person = world.personNamed(params.person ?? '');
      changePerson(world, person, body);
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
