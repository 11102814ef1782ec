import { changeAccount, createAccount, publishable } from '../control/accounts.ts';
import { setCrowd } from '../control/crowd.ts';
import { setFaults } from '../control/faults.ts';
import { changePerson, createPerson } from '../control/people.ts';
import { Problem } from '../control/problems.ts';
import { follow } from '../world/follows.ts';
import { NotInWorld } from '../world/not-in-world.ts';
import type { World } from '../world/world.ts';
import type { SeedDocument } from './schema.ts';

/** A file that says what the world cannot be. `path` leads to the place. */
export class SeedMismatch extends Error {
  readonly path: readonly (string | number)[];

  constructor(path: readonly (string | number)[], cause: Error) {
    super(cause.message, { cause });
    this.name = 'SeedMismatch';
    this.path = path;
  }
}

/** Puts what a seed file says into a world. */
export function populate(world: World, seed: SeedDocument): void {
  const { state } = world;
  if (seed.seeded === false) Object.assign(state, { accounts: [], people: [], follows: {} });
  if (seed.consentMemory !== undefined) state.consentMemory = seed.consentMemory;
  for (const [index, { name, kind, ...settings }] of (seed.accounts ?? []).entries()) {
    at(['accounts', index], () => {
      const known = state.accounts.find((account) => account.name === name);
      if (known === undefined) createAccount(world, { name, kind: kind ?? 'service', ...settings });
      else changeAccount(world, known, { ...(kind !== undefined && { kind }), ...settings });
    });
  }
  for (const [index, { follows = [], ...person }] of (seed.people ?? []).entries()) {
    at(['people', index], () => {
      const known = world.findPerson(person.name);
      if (known === undefined) createPerson(world, person);
      else changePerson(world, known, person);
    });
    for (const [place, given] of follows.entries()) {
      at(['people', index, 'follows', place], () => {
        const { account, via = 'search', remark } = typeof given === 'string' ? { account: given } : given;
        follow(world, world.personNamed(person.name), world.accountNamed(account), via);
        const known = world.ownFollowOf(person.name, account);
        if (known !== undefined && remark !== undefined) known.remark = remark;
      });
    }
  }
  const { crowd } = seed;
  if (crowd !== undefined) at(['crowd'], () => setCrowd(world, crowd));
  for (const [account, menu] of Object.entries(seed.menus ?? {})) {
    at(['menus', account], () => {
      state.menus[world.accountNamed(account).name] = publishable(world, menu.button);
    });
  }
  if (seed.faults !== undefined) setFaults(world, seed.faults);
}

function at(path: readonly (string | number)[], change: () => void): void {
  try {
    change();
  } catch (error) {
    if (error instanceof Problem || error instanceof NotInWorld) throw new SeedMismatch(path, error);
    throw error;
  }
}
