/** Two persons who turn out to be one: who stays, what is written down, and what is left to a human. */
import type { Random } from '@mingpian/wechat/ports';
import { sha256 } from '../digest.ts';
import { newId } from '../ids.ts';
import type { MergeRow } from '../store/merges.ts';
import type { Identity } from '../store/people.ts';
import type { Store } from '../store/store.ts';

/**
 * Who the two ids are now, held against other transactions. Before the rows were ours somebody may have merged them, so they
 * are looked up again until nothing has changed.
 */
export async function held(inside: Store, a: string, b: string): Promise<[string, string]> {
  const look = async (id: string) => (await inside.people.current(id))?.id ?? id;
  for (;;) {
    const before: [string, string] = [await look(a), await look(b)];
    await inside.people.lock(before);
    if ((await look(a)) === before[0] && (await look(b)) === before[1]) return before;
  }
}

/**
 * The older person stays. Refuses where both have an openid of one account: inside an account two openids are two people,
 * whatever a unionid or a link says, and only a human can tell which of the facts is wrong.
 */
export async function merge(
  inside: Store,
  a: string,
  b: string,
  why: { reason: MergeRow['reason']; account: string; at: number },
  random: Random,
): Promise<boolean> {
  const sides = await Promise.all([a, b].map((id) => inside.people.identities(id)));
  const accounts = sides.map((identities) => new Set(identities.map(({ appId }) => appId)));
  if ([...(accounts[0] ?? [])].some((appId) => accounts[1]?.has(appId))) return false;
  const [first, second] = await Promise.all([a, b].map((id) => inside.people.find(id)));
  if (first === undefined || second === undefined) return false;
  const order = first.createdAt - second.createdAt || (first.id < second.id ? -1 : 1);
  const [into, from] = order < 0 ? [first, second] : [second, first];
  const identities = (from.id === a ? sides[0] : sides[1]) ?? [];
  const unions = await inside.people.unions(from.id);
  await inside.people.merge(from.id, into.id);
  await inside.merges.append({
    ...why,
    id: newId(why.at, random),
    personId: into.id,
    formerId: from.id,
    moved: {
      identities: identities.map(({ appId, openid }) => ({ appId, openid })),
      unions: unions.map(({ openPlatform, unionid }) => ({ openPlatform, unionid })),
    },
  });
  await audit(
    inside,
    'merged',
    { personId: into.id, account: why.account, at: why.at },
    {
      from: from.id,
      reason: why.reason,
      accounts: identities.map(({ account }) => account),
    },
    random,
  );
  return true;
}

export function audit(
  inside: Store,
  kind: string,
  about: { personId: string; account: string; at: number },
  detail: Record<string, unknown>,
  random: Random,
): Promise<void> {
  return inside.audit.append({ id: newId(about.at, random), kind, ...about, detail: JSON.stringify(detail) });
}

/** One open question for each identity and kind, however often it is asked. */
export function review(inside: Store, kind: string, identity: Identity, at: number): Promise<void> {
  const { appId, openid, account, personId } = identity;
  const id = sha256(JSON.stringify([kind, appId, openid]));
  return inside.reviews.append({ id, at, kind, account, detail: JSON.stringify({ personId }) });
}
