import type { Client } from '../../../world/authorisations.ts';
import type { Account, Person } from '../../../world/state.ts';
import type { World } from '../../../world/world.ts';
import type { PageError } from '../visit.ts';

/** An authorise link as the checks see it. */
export interface Link {
  readonly world: World;
  readonly url: URL;
  readonly query: URLSearchParams;
  readonly client: Client;
  /** Undefined while nobody is known to be looking: checks that ask who it is then wait. */
  readonly person: Person | undefined;
  /** Undefined for an AppID that is not in the world. */
  readonly account: Account | undefined;
}

/** One thing WeChat looks at before anything happens: the page that ends the visit, or undefined to go on. */
export type Check = (link: Link) => PageError | undefined;
