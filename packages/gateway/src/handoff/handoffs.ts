/**
 * Sign-ins that another device completes. The waiting browser is bound by its cookie and is the only one that can finish; the
 * phone, or the chat, only says who it is and that the two belong together. Everything is in the store, so any node serves
 * either side. Beside it: `wait-routes.ts` is the waiting browser, `scan-routes.ts` the phone, `chat.ts` the chat of the account.
 */
import { WeChatError } from '@mingpian/wechat/errors';
import type { Account } from '../accounts.ts';
import { equal, sha256 } from '../digest.ts';
import { newHandle } from '../ids.ts';
import { type Cookies, newCookieId } from '../login/cookies.ts';
import { signInPath, waitPath } from '../login/paths.ts';
import { LoginProblem } from '../login/problem.ts';
import { newReference } from '../login/reference.ts';
import { sessionValue } from '../login/secrets.ts';
import { endFormerSession, openSession } from '../login/sessions.ts';
import type { Started } from '../login/start.ts';
import { createStartLimit, networkOf } from '../login/start-limit.ts';
import { writeTrace } from '../login/trace.ts';
import type { Visit } from '../login/visit.ts';
import { isHandoff, type Method } from '../methods/method.ts';
import type { Parts } from '../parts.ts';
import type { Handoff, HandoffKind } from '../store/handoffs.ts';

/** How long a code on the screen can be scanned, and digits can be sent, in milliseconds. */
export const lifetime: Readonly<Record<HandoffKind, number>> = {
  link_qr: 120_000,
  scene_qr: 120_000,
  message_code: 300_000,
};
/** How long the waiting browser may take after the confirmation, and the phone for its name, in milliseconds. */
const finishWithin = 60_000;
const nameWithin = 120_000;
/** Codes of all accounts for one network in a minute, at all nodes together. WeChat makes 100 000 a day, and anybody can open a page that needs one. */
const scenesPerMinute = 60;
/** Codes that nobody has scanned, kept at once; the oldest go first. The cap is looked at once in so many starts. */
const unscanned = 100_000;
const capEvery = 256;

/** What the waiting side is called towards the person. */
export interface WaitingSide {
  readonly account: Account;
  readonly site: string;
  readonly siteHost?: string | undefined;
  readonly clientId?: string | undefined;
  /** The phone is asked for a name where none is known. */
  readonly wantsName: boolean;
  readonly methods: readonly Method[];
  readonly userAgent: string;
  readonly returnTo: string;
}

/** Who confirms. */
export interface Confirming {
  readonly personId: string;
  readonly openid: string;
}

export interface Handoffs {
  /** Begins by the first of the methods that is one of ours and works now. @throws {LoginProblem} */
  start(side: WaitingSide, visit: Visit): Promise<Started>;
  /** Begins anew what has run out, perhaps by another method. @throws {LoginProblem} */
  again(former: Handoff, method: string, visit: Visit): Promise<Started>;
  /** The row of a waiting browser, if it is the one that began. @throws {LoginProblem} */
  waiting(id: string, visit: Pick<Visit, 'cookies'>): Promise<{ handoff: Handoff; binding: string }>;
  /** What the other device needs: the secret of the address or the scene, or the digits. */
  handle(handoff: Handoff, binding: string): string;
  byHandle(kind: HandoffKind, handle: string, appId?: string): Promise<Handoff | undefined>;
  /** The right number, before the phone is asked for a name. */
  match(handoff: Handoff): Promise<void>;
  /** Says who it is. Undefined where it was too late. */
  confirm(handoff: Handoff, who: Confirming): Promise<Handoff | undefined>;
  /** Nobody signs in by this one any more. */
  close(handoff: Handoff, as: 'refused' | 'wrong'): Promise<void>;
  /** Signs the waiting browser in, once; the same browser gets the same answer again. */
  finish(handoff: Handoff, binding: string, visit: Visit): Promise<Started | undefined>;
}

/** How a handoff stands, as the waiting browser is told. */
export type HandoffState = Handoff['status'] | 'expired';

const open: ReadonlySet<HandoffState> = new Set(['new', 'scanned', 'matched', 'confirmed']);

export function stateOf(handoff: Handoff, now: number): HandoffState {
  return open.has(handoff.status) && handoff.expiresAt <= now ? 'expired' : handoff.status;
}

type Side = Pick<
  Handoff,
  'account' | 'site' | 'siteHost' | 'clientId' | 'wantsName' | 'browser' | 'methods' | 'returnTo'
>;

/** For a page that says what went wrong. */
export function behind({ account, clientId }: Side): Pick<Side, 'account' | 'clientId'> {
  return { account, clientId };
}

export function createHandoffs(parts: Parts, jar: Cookies): Handoffs {
  const { accounts, clock, log, random, sealer, store } = parts;
  const limit = createStartLimit();
  let starts = 0;

  function secretOf(kind: HandoffKind, id: string, binding: string): string {
    const bytes = sealer.digest('handoff', `${kind}.${id}.${binding}`);
    return kind === 'message_code'
      ? String(bytes.readUIntBE(0, 6) % 1_000_000).padStart(6, '0')
      : bytes.toString('hex').slice(0, 32);
  }

  function digestOf(kind: HandoffKind, handle: string, appId: string): string {
    // Six digits would be guessed from a plain digest.
    return kind === 'message_code'
      ? sealer.digest('handoff-digits', `${appId}.${handle}`).toString('hex')
      : sha256(`${kind}.${handle}`);
  }

  async function begin(kind: HandoffKind, side: Side, visit: Visit): Promise<Started> {
    const now = clock.now();
    const account = accounts.byName(side.account);
    const through = kind === 'link_qr' ? account && accounts.authoriser(account) : account;
    if (account === undefined || through === undefined) {
      throw new LoginProblem('no_web_login', { check: 'handoff', ...behind(side) });
    }
    if (!limit.allow(visit.address, now))
      throw new LoginProblem('rate_limited', { check: 'handoffs', ...behind(side) });
    if (starts++ % capEvery === 0) await store.handoffs.dropOldest(unscanned);
    const binding = newHandle(random, 32);
    const cookieId = newCookieId(now, random);
    for (let attempt = 0; attempt < 5; attempt++) {
      const id = newReference(random);
      const handle = secretOf(kind, id, binding);
      const created = await store.handoffs.create({
        ...side,
        id,
        kind,
        appId: through.appId,
        cookieId,
        bindingDigest: sha256(binding),
        handleDigest: digestOf(kind, handle, through.appId),
        qrUrl: kind === 'scene_qr' ? await sceneCode(account, handle, side, visit) : null,
        network: visit.address,
        matchNumber: 10 + (sealer.digest('handoff-match', id).readUInt32BE(0) % 90),
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
    throw new LoginProblem('upstream_busy', { check: 'handoff_digits', ...behind(side) });
  }

  /** What WeChat's code for this scene says. */
  async function sceneCode(account: Account, scene: string, side: Side, visit: Visit): Promise<string> {
    const network = sha256(`scenes.${networkOf(visit.address)}`);
    if ((await store.tries.add(network, clock.now(), 60_000)) > scenesPerMinute)
      throw new LoginProblem('rate_limited', { check: 'scenes', ...behind(side) });
    const expireSeconds = lifetime.scene_qr / 1000;
    return (await account.wechat.qrCode.create({ scene, expireSeconds })).url;
  }

  /** The methods in their order: where WeChat makes no code for the account now, the next one does. */
  async function beginFirst(kinds: readonly HandoffKind[], side: Side, visit: Visit): Promise<Started> {
    const [kind, ...others] = kinds;
    if (kind === undefined) throw new LoginProblem('only_in_wechat', { check: 'method', ...behind(side) });
    try {
      return await begin(kind, side, visit);
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      log.warn({ account: side.account, error }, 'WeChat made no code to sign in with');
      if (others.length > 0) return beginFirst(others, side, visit);
      throw new LoginProblem('upstream_busy', { check: 'scene', ...behind(side) });
    }
  }

  return {
    start({ account, site, siteHost, clientId, wantsName, methods, userAgent, returnTo }, visit) {
      const side: Side = {
        account: account.name,
        site,
        siteHost: siteHost ?? null,
        clientId: clientId ?? null,
        wantsName: wantsName ? 1 : 0,
        browser: userAgent.slice(0, 300),
        methods: methods.join(),
        returnTo,
      };
      return beginFirst(methods.filter(isHandoff), side, visit);
    },

    async again(former, method, visit) {
      if (!isHandoff(method) || !former.methods.split(',').includes(method)) {
        throw new LoginProblem('bad_request', { check: 'handoff_method' });
      }
      const { account, site, siteHost, clientId, wantsName, browser, methods, returnTo } = former;
      const side = { account, site, siteHost, clientId, wantsName, browser, methods, returnTo };
      return beginFirst([method], side, visit);
    },

    async waiting(id, visit) {
      const handoff = await store.handoffs.find(id);
      const binding = handoff === undefined ? undefined : jar.binding(visit.cookies, handoff.cookieId);
      if (handoff !== undefined && binding !== undefined && equal(sha256(binding), handoff.bindingDigest)) {
        return { handoff, binding };
      }
      // A computer that slept for an hour has lost its cookie too, and is still the one that began.
      const over = handoff === undefined || handoff.expiresAt <= clock.now();
      throw new LoginProblem(over ? 'login_expired' : 'state_mismatch', {
        check: 'handoff_browser',
        ...(handoff === undefined ? {} : behind(handoff)),
        ...(over && handoff?.clientId === null ? { next: signInPath(handoff.account) } : {}),
      });
    },

    handle: (handoff, binding) => secretOf(handoff.kind, handoff.id, binding),
    byHandle: (kind, handle, appId = '') => store.handoffs.byHandle(digestOf(kind, handle, appId)),

    async match(handoff) {
      const now = clock.now();
      await store.handoffs.move(handoff.id, 'scanned', 'matched', now, { expiresAt: now + nameWithin });
    },

    async confirm(handoff, { personId, openid }) {
      const now = clock.now();
      const change = { personId, openid, expiresAt: now + finishWithin };
      const from = handoff.status === 'matched' ? 'matched' : 'scanned';
      const confirmed = await store.handoffs.move(handoff.id, from, 'confirmed', now, change);
      if (confirmed !== undefined) {
        log.info({ handoff: handoff.id, account: handoff.account }, 'confirmed on another device');
      }
      return confirmed;
    },

    async close(handoff, as) {
      const now = clock.now();
      for (const from of ['new', 'scanned', 'matched'] as const) await store.handoffs.move(handoff.id, from, as, now);
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
        const session = { personId, account, appId, openid, trace, actedAt: handoff.changedAt };
        await openSession(value, session, inside, now);
        await endFormerSession(visit.cookies, value, jar, inside);
        return done;
      });
      const current = moved ?? (await store.handoffs.find(handoff.id));
      if (current?.status !== 'consumed' || now - current.changedAt > finishWithin) return undefined;
      return { location: handoff.returnTo, cookies: [jar.signIn(value)] };
    },
  };
}
