/**
 * WeChat has moved one account into another (帐号迁移), and its followers have new openids. Within 15 days it tells which: each
 * identity gets its new name, and the person stays who they are. It may be run again; what has moved is not asked for twice.
 */
import { limits } from '@mingpian/facts/limits';
import type { MigratedOpenid } from '@mingpian/wechat/migration';
import type { Random } from '@mingpian/wechat/ports';
import type { Account } from '../accounts.ts';
import type { Parts } from '../parts.ts';
import type { Store } from '../store/store.ts';
import { audit, held, merge, review } from './merging.ts';

export interface MigrationResult {
  /** Identities that have their new name. */
  moved: number;
  /** The new openid was somebody already: the two are one person now. */
  joined: number;
  /** WeChat knows no new openid; the identity stays as it is. */
  unknown: number;
  /** The two would have to be one person and cannot be; a human decides. */
  conflicts: number;
}

/** `from.appId` is whose openids we have; `from.sent` what WeChat is asked with, which may have to be the original id. */
export async function migrateOpenids(
  { store, random, wechatClock }: Pick<Parts, 'store' | 'random' | 'wechatClock'>,
  to: Account,
  from: { readonly appId: string; readonly sent?: string },
): Promise<MigrationResult> {
  const result: MigrationResult = { moved: 0, joined: 0, unknown: 0, conflicts: 0 };
  const limit = limits.migrationBatchSize.value;
  let after: string | undefined;
  for (;;) {
    const page = await store.people.identitiesOf(from.appId, { limit, ...(after === undefined ? {} : { after }) });
    const openids = page.map(({ openid }) => openid);
    after = openids.at(-1);
    if (after === undefined) return result;
    for (const answer of await to.wechat.user.migrated(from.sent ?? from.appId, openids)) {
      const outcome = await store.transaction((inside) =>
        move(inside, answer, { from: from.appId, to, at: wechatClock.now(), random }),
      );
      if (outcome !== undefined) result[outcome] += 1;
    }
  }
}

async function move(
  inside: Store,
  answer: MigratedOpenid,
  { from, to, at, random }: { from: string; to: Account; at: number; random: Random },
): Promise<keyof MigrationResult | undefined> {
  const identity = await inside.people.identity(from, answer.old);
  if (identity === undefined) return undefined;
  if (answer.new === undefined) return 'unknown';
  const taken = await inside.people.identity(to.appId, answer.new);
  const told = (personId: string, outcome: string) =>
    audit(inside, 'openid_migrated', { personId, account: to.name, at }, { fromAppId: from, outcome }, random);

  if (taken === undefined) {
    // The pushes of the old name are done with; under the new one nobody would find them to delete them.
    await inside.inbox.forget(from, answer.old);
    const sameGroup = identity.openPlatform !== null && identity.openPlatform === to.openPlatform;
    const group = sameGroup ? identity : { openPlatform: null, unionid: null };
    await inside.people.moveIdentity(identity, {
      appId: to.appId,
      openid: answer.new,
      account: to.name,
      openPlatform: group.openPlatform,
      unionid: group.unionid,
    });
    await told(identity.personId, 'moved');
    return 'moved';
  }

  const [a, b] = await held(inside, identity.personId, taken.personId);
  if (a !== b && !(await merge(inside, a, b, { reason: 'migration', account: to.name, at }, random))) {
    await review(inside, 'migration_conflict', identity, at);
    return 'conflicts';
  }
  const known = await inside.profiles.of(from, answer.old);
  await inside.profiles.learn(known.map((field) => ({ ...field, appId: to.appId, openid: taken.openid })));
  await inside.inbox.forget(from, answer.old);
  await inside.people.removeIdentity(from, answer.old);
  await told((await inside.people.current(taken.personId))?.id ?? taken.personId, 'joined');
  return 'joined';
}
