/** The ways to sign in at run time: what this browser is offered, and how it begins where WeChat's own browser is not at hand. */
import type { Account } from '../accounts.ts';
import type { ClientConfig } from '../config/shape.ts';
import type { Handoffs, WaitingSide } from '../handoff/handoffs.ts';
import { websitePath } from '../login/paths.ts';
import type { Started } from '../login/start.ts';
import type { Visit } from '../login/visit.ts';
import type { Parts } from '../parts.ts';
import type { Method } from './method.ts';
import { browserKind, offeredMethods, possibleMethods } from './offered.ts';

export interface Ways {
  /** Every way that the account has in some browser. */
  possible(account: Account): readonly Method[];
  /** What this browser is offered for a client, or for the account itself, first what is shown first. */
  offered(account: Account, client: Pick<ClientConfig, 'methods'> | undefined, userAgent: string): readonly Method[];
  /** Begins by the first of the side's methods, for a browser that is not WeChat's. @throws {LoginProblem} */
  begin(side: WaitingSide, visit: Visit): Promise<Started>;
}

export function createWays({ accounts, wechatClock }: Parts, handoffs: Pick<Handoffs, 'start'>): Ways {
  const possible = (account: Account) => possibleMethods(account, accounts.all, wechatClock.now());
  return {
    possible,
    offered: (account, client, userAgent) =>
      offeredMethods(possible(account), client?.methods ?? account.methods, browserKind(userAgent)),
    async begin(side, visit) {
      if (side.methods[0] !== 'website') return handoffs.start(side, visit);
      return { location: websitePath(side.account.name, side.returnTo), cookies: [] };
    },
  };
}
