import { z } from 'zod';
import { operation } from './operation.ts';
import { accountName } from './schemas.ts';

export const tokenOperations = [
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
