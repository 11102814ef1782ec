/**
 * What WeChat and the law ask for when somebody withdraws: what is deleted, and the paper that stays. A receipt names
 * nobody: its subject is a keyed digest.
 */
import type { Clock } from '@mingpian/wechat/ports';
import type { Account } from '../accounts.ts';
import { sha256 } from '../digest.ts';
import { newId } from '../ids.ts';
import { keptKeys } from '../kept-keys.ts';
import type { Log } from '../log.ts';
import { createEnding, type EndingParts } from '../oidc/ending.ts';
import type { PersonRows } from '../store/copies.ts';
import type { ErasureRow } from '../store/erasures.ts';
import type { ProfileFieldName } from '../store/profiles.ts';
import type { Store } from '../store/store.ts';
import { held } from './merging.ts';
import { subjectDigest } from './subject.ts';

export interface Withdrawal {
  readonly account: Account;
  readonly openid: string;
  /** When WeChat says it happened, in milliseconds. */
  readonly at: number;
  /** The inbox row of the event; its document names the person too. */
  readonly rowId: string;
}

export interface Privacy {
  unfollowed(account: Account, openid: string, rowId: string): Promise<void>;
  /** WeChat cleaned a profile: what we keep of it is no longer right. */
  modified(withdrawal: Withdrawal): Promise<void>;
  /** `codes` name what was withdrawn; unknown ones go to the operator. */
  revoked(withdrawal: Withdrawal, codes: readonly string[]): Promise<void>;
  /** The WeChat account is gone: the whole person is erased. */
  cancelled(withdrawal: Withdrawal): Promise<void>;
  /** Leaves the event to a human. */
  ask(kind: string, withdrawal: Withdrawal, detail: Record<string, unknown>): Promise<void>;
  /** Brings back what an erasure of the last 24 hours removed: the operator's answer to one that was a mistake. */
  undo(erasureId: string): Promise<'undone' | 'unknown' | 'came_back'>;
}

/** What each RevokeInfo code of a service account means here: fields of the profile, or stored pushes. */
const revocable: Readonly<Record<string, readonly ProfileFieldName[] | 'pushes' | 'nothing'>> = {
  201: 'nothing', // address
  202: 'nothing', // invoice
  203: 'nothing', // card
  204: 'nothing', // microphone
  205: ['nickname', 'avatar'],
  206: 'pushes', // location
  207: 'pushes', // chosen pictures and videos
};

/** Above this share of all people within an hour, further erasures wait for the operator; a few are always let through. */
export const brake = { share: 0.01, always: 10, window: 3_600_000 } as const;

/** How long an erasure can be undone from its sealed copy, in milliseconds; the sweep before that removes it. */
export const undoWindow = 86_400_000;

export function createPrivacy(
  store: Store,
  deps: Omit<EndingParts, 'store'> & { wechatClock: Clock; log: Log },
): Privacy {
  const { sealer, random, wechatClock, log } = deps;
  // The store of the transaction, since nothing else may be asked inside it.
  const receiptKey = async (inside: Store) => (await keptKeys(inside, sealer, 'erasure-receipt'))[0];

  const receipt = async (
    inside: Store,
    { account, openid }: { account: { appId: string; name: string }; openid: string },
    rest: Pick<ErasureRow, 'reason' | 'outcome' | 'scope'>,
  ): Promise<string> => {
    const at = wechatClock.now();
    const id = newId(at, random);
    const subject = subjectDigest(await receiptKey(inside), account.appId, openid);
    await inside.erasures.append({ id, at, account: account.name, subjectDigest: subject, ...rest });
    return id;
  };

  const sealCopy = (inside: Store, erasureId: string, rows: Partial<PersonRows>) => {
    const at = wechatClock.now();
    const sealed = sealer.seal(JSON.stringify(rows), ['sealed_copies', 'sealed', erasureId]);
    return inside.copies.keep({ erasureId, at, expiresAt: at + undoWindow, sealed });
  };

  async function ask(kind: string, { account, openid, rowId }: Withdrawal, detail: Record<string, unknown>) {
    log.warn({ account: account.name, kind }, 'a withdrawal waits for the operator');
    const at = wechatClock.now();
    const id = sha256(JSON.stringify([kind, account.appId, openid, rowId]));
    await store.reviews.append({ id, at, kind, account: account.name, detail: JSON.stringify({ ...detail, rowId }) });
  }

  /** Says whether the withdrawal may be carried out, and otherwise leaves the paper that says why not. */
  async function admitted(withdrawal: Withdrawal, reason: string): Promise<boolean> {
    const { account, openid, at } = withdrawal;
    if ((await store.people.identity(account.appId, openid)) === undefined) {
      await receipt(store, withdrawal, { reason, outcome: 'not_found', scope: '' });
      return false;
    }
    const grant = await store.grants.find(account.appId, openid);
    // An event knows whole seconds only: a consent of the same second came before it.
    if (grant !== undefined && Math.floor(grant.grantedAt / 1000) * 1000 > at) {
      await ask('withdrawal_before_consent', withdrawal, { reason });
      return false;
    }
    const lately = await store.erasures.countSince(wechatClock.now() - brake.window);
    // Everybody is counted only where it matters.
    if (lately >= brake.always && lately >= Math.ceil((await store.people.count()) * brake.share)) {
      await receipt(store, withdrawal, { reason, outcome: 'paused', scope: '' });
      await ask('erasure_brake', withdrawal, { reason });
      return false;
    }
    return true;
  }

  return {
    ask,

    async unfollowed({ appId }, openid, rowId) {
      await store.transaction(async (inside) => {
        await inside.followers.forget(appId, openid);
        await inside.profiles.forgetSource(appId, openid, 'follower');
        await inside.inbox.forget(appId, openid, rowId);
      });
    },

    async modified(withdrawal) {
      const { account, openid } = withdrawal;
      const known = await store.people.identity(account.appId, openid);
      if (known === undefined) return;
      // It is one WeChat profile, whichever of our accounts has read it.
      for (const { appId, openid: each } of await store.people.identities(known.personId)) {
        await store.profiles.forget(appId, each, ['nickname', 'avatar']);
      }
    },

    async revoked(withdrawal, codes) {
      const reason = 'revoke';
      const unknown = codes.filter((code) => revocable[code] === undefined);
      if (unknown.length > 0 || codes.length === 0) {
        await ask('revoke_unknown', withdrawal, { codes: unknown.map((code) => code.slice(0, 16)) });
      }
      const known = codes.filter((code) => revocable[code] !== undefined);
      if (known.length === 0 || !(await admitted(withdrawal, reason))) return;
      const { account, openid, rowId } = withdrawal;
      await store.transaction(async (inside) => {
        const copy = await rowsToForget(inside, account.appId, openid, known);
        for (const code of known) {
          const what = revocable[code];
          if (what === 'pushes') await inside.inbox.forget(account.appId, openid, rowId);
          else if (what !== 'nothing' && what !== undefined) {
            await inside.profiles.forget(account.appId, openid, what);
            await inside.grants.remove(account.appId, openid);
          }
        }
        const erasureId = await receipt(inside, withdrawal, { reason, outcome: 'done', scope: known.join(',') });
        if (copy !== undefined) await sealCopy(inside, erasureId, copy);
      });
    },

    async cancelled(withdrawal) {
      const reason = 'cancellation';
      if (!(await admitted(withdrawal, reason))) return;
      const { account, openid, rowId } = withdrawal;
      await store.transaction(async (inside) => {
        const identity = await inside.people.identity(account.appId, openid);
        if (identity === undefined) return;
        // Held, so that whoever becomes one with them meanwhile goes too, and no paper of a merge stays.
        const [personId] = await held(inside, identity.personId, identity.personId);
        if ((await inside.people.find(personId)) === undefined) return;
        const copy = await inside.copies.rowsOf(personId);
        const erasureId = await receipt(inside, withdrawal, { reason, outcome: 'done', scope: 'person' });
        for (const each of await inside.people.identities(personId)) {
          await inside.inbox.forget(each.appId, each.openid, rowId);
          if (each.appId === account.appId && each.openid === openid) continue;
          // Whoever restores a backup must find the person by each of the openids.
          const other = { account: { appId: each.appId, name: each.account }, openid: each.openid };
          await receipt(inside, other, { reason, outcome: 'done', scope: 'identity' });
        }
        await createEnding({ ...deps, store: inside }).everywhere(personId);
        await inside.people.erase(personId);
        await sealCopy(inside, erasureId, copy);
      });
    },

    undo: (erasureId) =>
      store.transaction(async (inside) => {
        const at = wechatClock.now();
        const erasure = await inside.erasures.find(erasureId);
        const kept = await inside.copies.take(erasureId, at);
        if (erasure === undefined || kept === undefined) return 'unknown';
        const place = ['sealed_copies', 'sealed', erasureId];
        const rows = JSON.parse(sealer.open(kept.sealed, place)) as Partial<PersonRows>;
        for (const { appId, openid } of rows.identities ?? []) {
          if ((await inside.people.identity(appId, openid)) !== undefined) {
            await inside.copies.keep(kept);
            return 'came_back';
          }
        }
        await inside.copies.putBack(rows);
        const key = await receiptKey(inside);
        const { account, subjectDigest: subject, scope } = erasure;
        const undone = { at, account, reason: 'operator', outcome: 'undone' } as const;
        await inside.erasures.append({ ...undone, id: newId(at, random), subjectDigest: subject, scope });
        for (const identity of rows.identities ?? []) {
          const other = subjectDigest(key, identity.appId, identity.openid);
          if (other === subject) continue;
          await inside.erasures.append({ ...undone, id: newId(at, random), subjectDigest: other, scope: 'identity' });
        }
        const personId = rows.persons?.find(({ mergedInto }) => mergedInto === null)?.id ?? null;
        const detail = JSON.stringify({ erasureId, scope });
        await inside.audit.append({ id: newId(at, random), at, kind: 'erasure_undone', personId, account, detail });
        return 'undone';
      }),
  };
}

/** The fields and grants that a revocation of these codes removes; undefined where it removes neither. */
async function rowsToForget(
  inside: Store,
  appId: string,
  openid: string,
  codes: readonly string[],
): Promise<Partial<PersonRows> | undefined> {
  const fields = codes.flatMap((code) => fieldsOfCode(code));
  if (fields.length === 0) return undefined;
  const known = await inside.profiles.of(appId, openid);
  const grant = await inside.grants.find(appId, openid);
  return {
    profileFields: known.filter(({ field }) => fields.includes(field)),
    grants: grant === undefined ? [] : [grant],
  };
}

/** The fields of the profile that a RevokeInfo code takes back. */
export function fieldsOfCode(code: string): readonly ProfileFieldName[] {
  const what = revocable[code];
  return what === undefined || what === 'pushes' || what === 'nothing' ? [] : what;
}
