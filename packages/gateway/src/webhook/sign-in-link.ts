import { replyLink } from '@mingpian/wechat/reply';
import type { Account, Accounts } from '../accounts.ts';

/** Makes the one-time address by which one openid of an account signs in or links; `linking/tickets.ts` does it. */
export type CreateLinkTicket = (side: { account: Account; openid: string }) => Promise<string>;

/** A link for a chat. */
export interface ChatLink {
  readonly oneTime: boolean;
  /** The link with its label, as WeChat shows it. */
  anchor(label: string): string;
}

/** Gives the link that leads somebody in a chat to signing in; undefined where the account offers no way. */
export type SignInLink = (side: {
  account: Account;
  openid: string;
  trusted: boolean;
}) => Promise<ChatLink | undefined>;

/**
 * An account with web authorisation leads to its own start page, one in a group to that of a mate, joined by unionid. An
 * account that borrows gets a one-time link bound to this openid, which only an authentic push may ask for.
 */
export function createSignInLink(
  accounts: Accounts,
  publicUrl: string,
  createLinkTicket: CreateLinkTicket,
): SignInLink {
  return async ({ account, openid, trusted }) => {
    const way = accounts.signInWay(account);
    const oneTime = way?.how === 'borrowed';
    if (way === undefined || (oneTime && !trusted)) return undefined;
    const address = oneTime ? await createLinkTicket({ account, openid }) : `${publicUrl}/login/${way.account.name}`;
    return { oneTime, anchor: (label) => replyLink(address, label) };
  };
}
