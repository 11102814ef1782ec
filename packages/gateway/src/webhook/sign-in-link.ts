import { replyLink } from '@mingpian/wechat/reply';
import type { Account, Accounts } from '../accounts.ts';

/** Makes the one-time address by which one openid of an account signs in or links; `login/tickets.ts` does it. */
export type CreateLinkTicket = (side: { account: Account; openid: string }) => Promise<string>;

/** Gives the link that leads somebody in a chat to signing in; undefined where the account offers no way. */
export type SignInLink = (side: {
  account: Account;
  openid: string;
  trusted: boolean;
}) => Promise<((label: string) => string) | undefined>;

/**
 * An account with web authorisation leads to its own start page, one in a group to that of a mate, joined by unionid. An
 * account that borrows gets a one-time link bound to this openid, which only an authentic push may ask for.
 */
export function createSignInLink(
  accounts: Accounts,
  publicUrl: string,
  createLinkTicket: CreateLinkTicket,
): SignInLink {
  const startPage = (account: Account) => `${publicUrl}/login/${account.name}`;
  return async ({ account, openid, trusted }) => {
    const way = accounts.signInWay(account);
    if (way === undefined || (way.how === 'borrowed' && !trusted)) return undefined;
    const address = way.how === 'borrowed' ? await createLinkTicket({ account, openid }) : startPage(way.account);
    return (label) => replyLink(address, label);
  };
}
