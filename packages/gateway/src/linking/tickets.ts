/**
 * One-time links from the chat, the safe form of the tutorials' `?userid=`. The address carries 256 random bits and no
 * identity; the store has their digest and whom they were handed to.
 */
import type { Account } from '../accounts.ts';
import { sha256 } from '../digest.ts';
import { newHandle } from '../ids.ts';
import { LoginProblem } from '../login/problem.ts';
import type { Started, StartLogin } from '../login/start.ts';
import type { Parts } from '../parts.ts';

/** How long a link from the chat can be opened, in milliseconds. */
export const ticketLifetime = 600_000;
const ticketShape = /^[0-9a-f]{64}$/;

export interface LinkTickets {
  /**
   * The address that the chat of `openid` gets. Only for an authentic push of that openid, in a mode that can be trusted.
   *
   * @throws {TypeError} the account neither has web authorisation nor borrows it.
   */
  create(side: { account: Account; openid: string }): Promise<string>;
  /** Takes the ticket and begins an ordinary login that refers to it. @throws {LoginProblem} `link_invalid` */
  open(ticket: string, cookies: ReadonlyMap<string, string>): Promise<Started>;
}

export function createLinkTickets(
  parts: Pick<Parts, 'accounts' | 'clock' | 'config' | 'random' | 'store'>,
  start: StartLogin,
): LinkTickets {
  const { accounts, clock, config, random, store } = parts;
  return {
    async create({ account, openid }) {
      const authoriser = accounts.authoriser(account);
      if (authoriser === undefined) throw new TypeError('account must have web authorisation or borrow it');
      const ticket = newHandle(random, 32);
      const now = clock.now();
      await store.linkTickets.create({
        ticketDigest: sha256(ticket),
        purpose: 'link',
        account: account.name,
        appId: account.appId,
        openid,
        targetAccount: authoriser.name,
        createdAt: now,
        expiresAt: now + ticketLifetime,
      });
      return `${config.publicUrl}/login/link/${ticket}`;
    },

    async open(ticket, cookies) {
      const digest = sha256(ticket);
      const taken = ticketShape.test(ticket) ? await store.linkTickets.take(digest, 'link', clock.now()) : undefined;
      const account = taken === undefined ? undefined : accounts.byName(taken.account);
      if (taken === undefined || account === undefined)
        throw new LoginProblem('link_invalid', { check: 'ticket', next: '/me' });
      return start(
        { account, scope: 'snsapi_base', returnTo: '/me', purpose: 'link', ticketDigest: taken.ticketDigest },
        cookies,
      );
    },
  };
}
