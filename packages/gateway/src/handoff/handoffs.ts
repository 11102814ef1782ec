/**
 * Sign-ins that another device completes. The waiting browser is bound by its cookie and is the only one that can finish; the
 * phone, or the chat, only says who it is and that the two belong together. Everything is in the store, so any node serves
 * either side. Beside it: `wait-routes.ts` is the waiting browser, `scan-routes.ts` the phone, `chat.ts` the message code.
 */
import { createHmac } from 'node:crypto';
import type { Account } from '../accounts.ts';
import { equal, sha256 } from '../digest.ts';
import { newHandle } from '../ids.ts';
import { type Cookies, newCookieId } from '../login/cookies.ts';
import { waitPath } from '../login/paths.ts';
import { LoginProblem } from '../login/problem.ts';
import { newReference } from '../login/reference.ts';
import { sessionValue } from '../login/secrets.ts';
import { endFormerSession, openSession } from '../login/sessions.ts';
import type { Started } from '../login/start.ts';
import { createStartLimit } from '../login/start-limit.ts';
import { writeTrace } from '../login/trace.ts';
import type { Visit } from '../login/visit.ts';
import type { Method } from '../methods/method.ts';
import type { Parts } from '../parts.ts';
import type { Handoff, HandoffKind } from '../store/handoffs.ts';

/** How long a code on the screen can be scanned, and digits can be sent, in milliseconds. */
export const lifetime: Readonly<Record<HandoffKind, number>> = { link: 120_000, code: 300_000 };
/** How long the waiting browser may take after the confirmation, in milliseconds. */
const finishWithin = 60_000;

/** What the waiting side is called towards the person. */
export interface WaitingSide {
  readonly account: Account;
  readonly site: string;
  readonly siteHost: string | undefined;
  readonly methods: readonly Method[];
  readonly userAgent: string;
  readonly returnTo: string;
}

export interface Handoffs {
  /** Begins; the first of the methods that is one of ours is shown first. */
  start(side: WaitingSide, visit: Visit): Promise<Started>;
  /** Begins anew what has run out, perhaps by the other kind. */
  again(former: Handoff, kind: HandoffKind, visit: Visit): Promise<Started>;
  /** The row of a waiting browser, if it is the one that began. @throws {LoginProblem} */
  waiting(id: string, visit: Visit): Promise<{ handoff: Handoff; binding: string }>;
  /** What the other device needs: the secret of the address, or the digits. */
  handle(handoff: Handoff, binding: string): string;
  byHandle(kind: HandoffKind, handle: string, appId?: string): Promise<Handoff | undefined>;
  /** Says who it is. Undefined where it was too late. */
  confirm(handoff: Handoff, who: { personId: string; openid: string }): Promise<Handoff | undefined>;
  /** Signs the waiting browser in, once; the same browser gets the same answer again. */
  finish(handoff: Handoff, binding: string, visit: Visit): Promise<Started | undefined>;
}

/** How a handoff stands, as the waiting browser is told. */
export type HandoffState = Handoff['status'] | 'expired';

export function stateOf(handoff: Handoff, now: number): HandoffState {
  const open = handoff.status === 'new' || handoff.status === 'scanned' || handoff.status === 'confirmed';
  return open && handoff.expiresAt <= now ? 'expired' : handoff.status;
}

export function createHandoffs(parts: Parts, jar: Cookies): Handoffs {
  const { accounts, clock, log, random, sealer, store } = parts;
  const limit = createStartLimit();
  const keyed = (purpose: string, text: string) => createHmac('sha256', sealer.key(purpose)).update(text).digest();

  function secretOf(kind: HandoffKind, id: string, binding: string): string {
    const bytes = keyed('handoff', `${kind}.${id}.${binding}`);
    return kind === 'link'
      ? bytes.toString('hex').slice(0, 32)
      : String(bytes.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
  }

  function digestOf(kind: HandoffKind, handle: string, appId: string): string {
    // Six digits would be guessed from a plain digest.
    return kind === 'link' ? sha256(handle) : keyed('handoff-digits', `${appId}.${handle}`).toString('hex');
  }

  async function begin(
    kind: HandoffKind,
    side: Pick<Handoff, 'account' | 'appId' | 'site' | 'siteHost' | 'browser' | 'methods' | 'returnTo'>,
    visit: Visit,
  ): Promise<Started> {
    const now = clock.now();
    if (!limit.allow(visit.address, now)) throw new LoginProblem('rate_limited', { check: 'handoffs' });
    const binding = newHandle(random, 32);
    const cookieId = newCookieId(now, random);
    for (let attempt = 0; attempt < 5; attempt++) {
      const id = newReference(random);
      const created = await store.handoffs.create({
        ...side,
        id,
        kind,
        cookieId,
        bindingDigest: sha256(binding),
        handleDigest: digestOf(kind, secretOf(kind, id, binding), side.appId),
        network: visit.address,
        matchNumber: 10 + (keyed('handoff-match', id).readUInt32BE(0) % 90),
        startedAt: now,
        expiresAt: now + lifetime[kind],
      });
      if (created) {
        return {
          location: waitPath(id),
          cookies: [...jar.dropOldBindings(visit.cookies), jar.bind(cookieId, binding)],
        };
      }
    }
    throw new LoginProblem('upstream_busy', { check: 'handoff_digits' });
  }

  return {
    async start({ account, site, siteHost, methods, userAgent, returnTo }, visit) {
      const kinds = methods.flatMap((method) => kindOf(method) ?? []);
      const [kind] = kinds;
      if (kind === undefined) throw new LoginProblem('not_in_wechat', { check: 'method', account: account.name });
      const appId = appIdFor(kind, account);
      const browser = userAgent.slice(0, 300);
      return begin(
        kind,
        { account: account.name, appId, site, siteHost: siteHost ?? null, browser, methods: kinds.join(), returnTo },
        visit,
      );
    },

    async again(former, kind, visit) {
      const account = accounts.byName(former.account);
      if (account === undefined || !former.methods.split(',').includes(kind)) {
        throw new LoginProblem('bad_request', { check: 'handoff_kind' });
      }
      return begin(kind, { ...former, appId: appIdFor(kind, account) }, visit);
    },

    async waiting(id, visit) {
      const handoff = await store.handoffs.find(id);
      const binding = handoff === undefined ? undefined : jar.binding(visit.cookies, handoff.cookieId);
      if (handoff === undefined || binding === undefined || !equal(sha256(binding), handoff.bindingDigest)) {
        throw new LoginProblem('state_mismatch', { check: 'handoff_browser' });
      }
      return { handoff, binding };
    },

    handle: (handoff, binding) => secretOf(handoff.kind, handoff.id, binding),
    byHandle: (kind, handle, appId = '') => store.handoffs.byHandle(digestOf(kind, handle, appId)),

    async confirm(handoff, { personId, openid }) {
      const now = clock.now();
      const change = { personId, openid, expiresAt: now + finishWithin };
      const confirmed = await store.handoffs.move(handoff.id, 'scanned', 'confirmed', now, change);
      if (confirmed !== undefined)
        log.info({ handoff: handoff.id, account: handoff.account }, 'confirmed on another device');
      return confirmed;
    },

    async finish(handoff, binding, visit) {
      const now = clock.now();
      const value = sessionValue(sealer, handoff.id, binding);
      const { account, appId, personId, openid } = handoff;
      if (personId === null || openid === null) return undefined;
      const moved = await store.transaction(async (inside) => {
        const change = { sessionDigest: sha256(value) };
        const done = await inside.handoffs.move(handoff.id, 'confirmed', 'consumed', now, change);
        if (done === undefined) return undefined;
        const trace = writeTrace({
          scope: 'snsapi_base',
          wechatAt: parts.wechatClock.now(),
          startedAt: handoff.startedAt,
          returnedAt: handoff.changedAt,
          exchangedAt: handoff.changedAt,
        });
        await openSession(value, { personId, account, appId, openid, trace }, inside, now);
        await endFormerSession(visit.cookies, value, jar, inside);
        return done;
      });
      const current = moved ?? (await store.handoffs.find(handoff.id));
      if (current?.status !== 'consumed' || now - current.changedAt > finishWithin) return undefined;
      return { location: handoff.returnTo, cookies: [jar.signIn(value)] };
    },
  };

  function appIdFor(kind: HandoffKind, account: Account): string {
    const through = kind === 'link' ? accounts.authoriser(account) : account;
    if (through === undefined) throw new LoginProblem('no_web_login', { check: 'handoff', account: account.name });
    return through.appId;
  }
}

function kindOf(method: Method): HandoffKind | undefined {
  if (method === 'link_qr') return 'link';
  return method === 'message_code' ? 'code' : undefined;
}
