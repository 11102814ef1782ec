import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { describeAppTokens } from './contract/app-tokens.ts';
import { describeHandoffs } from './contract/handoffs.ts';
import { describeInbox } from './contract/inbox.ts';
import { describeLinks } from './contract/links.ts';
import { describeOidc } from './contract/oidc.ts';
import { describePapers } from './contract/papers.ts';
import { describePeople } from './contract/people.ts';
import { describeProfiles } from './contract/profiles.ts';
import { describeSignIn } from './contract/sign-in.ts';
import { describeWhole } from './contract/whole.ts';

/**
 * What every database must do, one file a subject. `open` is called twice and gives two gateways' stores on one fresh, migrated
 * database; where only one process may use a database, both times the same store.
 */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    const stores = {} as { one: Store; other: Store };
    beforeAll(async () => {
      stores.one = await open();
      stores.other = await open();
    });
    afterAll(async () => {
      await stores.one.close();
      if (stores.other !== stores.one) await stores.other.close();
    });

    describeWhole(stores);
    describeInbox(stores);
    describePeople(stores);
    describeProfiles(stores);
    describeAppTokens(stores);
    describeSignIn(stores);
    describeLinks(stores);
    describeHandoffs(stores);
    describeOidc(stores);
    describePapers(stores);
  });
}
