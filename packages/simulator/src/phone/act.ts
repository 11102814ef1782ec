import type { Account, Person } from '../world/state.ts';
import type { World } from '../world/world.ts';

/** Notes in the ledger what a person's hand did, before anything comes of it. */
export function noteAct(
  world: World,
  verb: string,
  person: Person,
  account?: Account,
  details: Record<string, string> = {},
): void {
  world.record({
    kind: 'control',
    operation: verb,
    person: person.name,
    ...(account && { account: account.name }),
    ...details,
    status: 200,
    ms: 0,
  });
}
