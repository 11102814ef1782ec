/**
 * Two identities become one person: the chat that a ticket was handed to, and the visitor who opened it and authorised.
 * Inside one declared group the unionids decide. Otherwise both sides have to prove themselves: the page shows a number
 * to the one, and the chat of the other has to send it. Until then nobody is signed in and nothing is linked.
 */

import { WeChatError } from '@mingpian/wechat/errors';
import { type Account, isForeign, sameGroup } from '../accounts.ts';
import { equal } from '../digest.ts';
import type { Arrival } from '../login/callback.ts';
import { linkPath } from '../login/paths.ts';
import { LoginProblem } from '../login/problem.ts';
import { digitsDigest, linkDigits } from '../login/secrets.ts';
import type { Parts } from '../parts.ts';
import type { LinkCode, LinkTicket } from '../store/links.ts';
import type { Login } from '../store/sign-in.ts';

/** How long the number can be sent, in milliseconds, and how often. */
export const codeLifetime = 300_000;
export const codeTries = 5;

export type Confirmation =
  | { readonly kind: 'linked' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'wrong'; readonly left: number }
  | { readonly kind: 'burnt' };

export interface Linking {
  /**
   * The visitor who opened a ticket has authorised. Answers the page that shows the number; undefined where nothing is left
   * to prove, and the sign-in goes on as any other.
   *
   * @throws {LoginProblem} `link_refused`
   */
  arrived(arrival: Arrival): Promise<string | undefined>;
  /** A number came in a chat, by an authentic push. Undefined where that chat waits for none. */
  confirm(chat: { account: Account; openid: string; digits: string }): Promise<Confirmation | undefined>;
}

export function createLinking(parts: Parts): Linking {
  const { accounts, clock, log, people, sealer, store, wechatClock } = parts;
  return {
    async arrived({ login, authoriser, grant, known, binding }) {
      const ticket = login.ticketDigest === null ? undefined : await store.linkTickets.find(login.ticketDigest);
      const chat = ticket === undefined ? undefined : accounts.byName(ticket.account);
      if (ticket === undefined || chat === undefined) throw refused(login, 'ticket_gone');
      // A ticket of an account with web authorisation: whoever authorises is who they are.
      if (ticket.appId === grant.appId) return undefined;
      if (sameGroup(chat, authoriser)) {
        const unionid = await unionidOf(chat, ticket);
        if (unionid !== undefined && known.unionid !== undefined) {
          if (unionid === known.unionid) return undefined;
          log.warn({ login: login.id, account: chat.name }, 'the unionids of both sides of a link differ');
          throw refused(login, 'unionid');
        }
      }
      const both = await Promise.all([
        people.find(ticket.appId, ticket.openid),
        people.find(grant.appId, grant.openid),
      ]);
      if (both[0] !== undefined && both[0].id === both[1]?.id) return undefined;
      const now = clock.now();
      await store.linkCodes.create({
        id: login.id,
        ticketDigest: ticket.ticketDigest,
        loginId: login.id,
        account: chat.name,
        appId: ticket.appId,
        openid: ticket.openid,
        targetAccount: authoriser.name,
        targetAppId: grant.appId,
        targetOpenid: grant.openid,
        codeDigest: digitsDigest(sealer, login.id, linkDigits(sealer, login.id, binding)),
        createdAt: now,
        expiresAt: now + codeLifetime,
      });
      return linkPath(login.id);
    },

    async confirm({ account, openid, digits }) {
      const now = clock.now();
      const code = await store.linkCodes.openFor(account.appId, openid, now);
      if (code === undefined) return undefined;
      if (!equal(code.codeDigest, digitsDigest(sealer, code.id, digits))) {
        const missed = await store.linkCodes.miss(code.id, codeTries, now);
        const left = codeTries - (missed?.tries ?? codeTries);
        return left > 0 ? { kind: 'wrong', left } : { kind: 'burnt' };
      }
      return join(code, account, now);
    },
  };

  /** Linking comes first and does no harm when it is repeated: a crash in between leaves a code that works once more. */
  async function join(code: LinkCode, account: Account, now: number): Promise<Confirmation> {
    const target = accounts.byName(code.targetAccount);
    if (target === undefined) return { kind: 'refused' };
    const side = { account: target, openid: code.targetOpenid, borrowed: isForeign(account, target) };
    const outcome = await people.link({ account, openid: code.openid }, side, wechatClock.now());
    if (outcome !== 'linked' && outcome !== 'already_linked') {
      log.warn({ login: code.loginId, account: account.name, outcome }, 'a link was refused');
      await store.linkCodes.miss(code.id, 0, now);
      await store.logins.move(code.loginId, ['finished'], 'refused', { outcome: 'link_refused' });
      return { kind: 'refused' };
    }
    await store.linkCodes.confirm(code.id, code.codeDigest, now);
    const person = await people.find(account.appId, code.openid);
    await store.logins.move(code.loginId, ['finished'], 'finished', { personId: person?.id ?? null });
    log.info({ login: code.loginId, account: account.name }, 'two identities are one person now');
    return { kind: 'linked' };
  }

  /** The chat's side: what is known, else what WeChat says now. */
  async function unionidOf(chat: Account, ticket: LinkTicket): Promise<string | undefined> {
    const identity = await store.people.identity(ticket.appId, ticket.openid);
    if (identity?.unionid != null || !chat.may('userInfo')) return identity?.unionid ?? undefined;
    try {
      const { unionid } = await chat.wechat.user.info(ticket.openid);
      if (unionid !== undefined) {
        await people.see({ account: chat, openid: ticket.openid, unionid, origin: 'push', at: wechatClock.now() });
      }
      return unionid;
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      log.warn({ account: chat.name, error }, 'WeChat did not say the unionid of a chat');
      return undefined;
    }
  }
}

function refused(login: Login, check: string): LoginProblem {
  return new LoginProblem('link_refused', { check, reference: login.id, account: login.account, next: '/me' });
}
