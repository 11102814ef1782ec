import { z } from 'zod';
import type { World } from '../world/world.ts';
import { operation } from './operation.ts';
import { accountName, isoTime } from './schemas.ts';

const token = z.object({
  kind: z.enum(['app', 'user', 'refresh']),
  account: z.string(),
  person: z.string().nullable(),
  /** Of a snapshot page: the person there is nobody. */
  virtual: z.boolean(),
  issuedAt: z.string(),
  expiresAt: z.string(),
  live: z.boolean(),
});

export const tokenOperations = [
  operation({
    method: 'get',
    path: '/worlds/{world}/tokens',
    summary: 'The last tokens of each account and person, without their values',
    answer: z.object({ tokens: z.array(token) }),
    handle: ({ world }) => ({ tokens: tokensOf(world) }),
  }),
  operation({
    method: 'post',
    path: '/worlds/{world}/tokens/expire',
    summary: 'Live tokens answer 42001 from now on; refresh tokens live on',
    body: z.strictObject({ account: accountName, kind: z.enum(['app', 'user']), person: z.string().optional() }),
    answer: z.object({ expired: z.number() }),
    handle: ({ world, body }) => {
      const account = world.accountNamed(body.account);
      const person = body.person === undefined ? undefined : world.personNamed(body.person);
      const { appTokens, userTokens, grants } = world.state;
      const now = world.now();
      const tokens =
        body.kind === 'app'
          ? Object.values(appTokens).filter((token) => token.account === account.name)
          : Object.values(userTokens).filter((token) => {
              const grant = grants[token.grant];
              return grant?.account === account.name && (!person || grant.person === person.name);
            });
      const live = tokens.filter((token) => token.expiresAt > now);
      for (const token of live) token.expiresAt = now;
      world.emit({ type: 'state', what: body.kind === 'app' ? 'appTokens' : 'userTokens' });
      return { expired: live.length };
    },
  }),
];

/** The newest of each kind, account and person; a world that ran for weeks has thousands. */
function tokensOf(world: World): unknown[] {
  const { appTokens, userTokens, grants } = world.state;
  const now = world.now();
  const newest = new Map<string, unknown>();
  const put = (key: string, row: { issuedAt: number; expiresAt: number; dead?: boolean; [field: string]: unknown }) => {
    const { dead = false, issuedAt, expiresAt, ...rest } = row;
    newest.delete(key);
    newest.set(key, {
      ...rest,
      issuedAt: isoTime(issuedAt),
      expiresAt: isoTime(expiresAt),
      live: !dead && expiresAt > now,
    });
  };
  for (const { account, issuedAt, expiresAt, deadAt } of Object.values(appTokens)) {
    const dead = deadAt !== null && deadAt <= now;
    put(`app ${account}`, { kind: 'app', account, person: null, virtual: false, issuedAt, expiresAt, dead });
  }
  for (const { grant, issuedAt, expiresAt } of Object.values(userTokens)) {
    const given = grants[grant];
    if (!given) continue;
    const { account, person, virtual: openid, grantedAt, refreshExpiresAt, withdrawnAt } = given;
    const whose = { account, person, virtual: openid !== null };
    const dead = withdrawnAt !== null;
    put(`user ${account} ${person} ${openid}`, { kind: 'user', ...whose, issuedAt, expiresAt, dead });
    put(`refresh ${account} ${person} ${openid}`, {
      kind: 'refresh',
      ...whose,
      issuedAt: grantedAt,
      expiresAt: refreshExpiresAt,
      dead,
    });
  }
  return [...newest.values()];
}
