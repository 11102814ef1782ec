import type { Check } from '../link.ts';
import { codedPage } from '../page-error.ts';

/** A test account only authorises its followers. */
export const testFollower: Check = ({ world, account, person }) => {
  if (account?.kind !== 'sandbox' || person === undefined) return undefined;
  return world.isFollower(person.name, account.name) ? undefined : codedPage(10006, 'A-10');
};
