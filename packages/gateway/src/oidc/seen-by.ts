/**
 * Whether the account through which people of a client sign in has ever seen a person. Whoever is known here through another
 * account alone may be somebody else there, and an application would take them for a newcomer.
 */
import type { Parts } from '../parts.ts';

/** `account` is the name that the client gives; without one every sign-in counts. */
export type SeenBy = (account: string | undefined, personId: string) => Promise<boolean>;

export function createSeenBy({ accounts, store }: Pick<Parts, 'accounts' | 'store'>): SeenBy {
  return async (name, personId) => {
    const account = name === undefined ? undefined : accounts.byName(name);
    if (account === undefined) return true;
    // Those through which its people sign in: a lender and a website app stand for it.
    const ways = [account, accounts.authoriser(account), accounts.website(account)].map((each) => each?.appId);
    const person = await store.people.current(personId);
    const known = person === undefined ? [] : await store.people.identities(person.id);
    return known.some(({ appId }) => ways.includes(appId));
  };
}
