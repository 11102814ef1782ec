import { lifetimes } from '@mingpian/facts/lifetimes';
import type { Grant } from '../../../world/authorisations.ts';
import { openidOfGrant, refreshGrant } from '../../../world/grants.ts';
import type { Account } from '../../../world/state.ts';
import type { World } from '../../../world/world.ts';
import { data, parameter, Refusal, required } from '../../call.ts';
import { accountOfAppId } from '../../credentials.ts';
import { endpoint } from '../../endpoint.ts';
import { replyAt } from '../../fields.ts';
import { countCall } from '../../quota.ts';
import { checkGrantLives } from '../user-token.ts';
import { scopeText } from './access_token.ts';

/** A longer life for a living user token, a new one for a dead one. Takes no secret. */
export const refreshUserToken = endpoint('refreshUserToken', (call) => {
  const { world } = call;
  const account = accountOfAppId(call, required(call, 'appid', 41002, 'S-13'), 'S-11');
  if (parameter(call, 'grant_type') !== 'refresh_token') throw new Refusal(40002, 'S-14');
  const grant = grantOf(world, account, required(call, 'refresh_token', 41003, 'S-40'));
  checkGrantLives(world, grant);
  if (world.now() >= grant.refreshExpiresAt) throw new Refusal(42002, 'S-20');
  countCall(call, account);
  const before = grant.token;
  refreshGrant(world, grant);
  const values = {
    access_token: grant.token,
    expires_in: lifetimes.userToken.value,
    refresh_token: grant.refreshToken,
    openid: openidOfGrant(world, grant),
    scope: scopeText(world, account, grant.scope),
  };
  return data(replyAt('refreshUserToken', world.now(), values), grant.token === before ? 'S-17' : 'S-18');
});

function grantOf(world: World, account: Account, refreshToken: string): Grant {
  const grant = world.state.grants[world.state.refreshTokens[refreshToken] ?? ''];
  // A rotated token is kept in the table and no longer the grant's own; a killed grant has none.
  const current = grant?.account === account.name && grant.refreshToken === refreshToken && grant.deadAt === null;
  if (grant !== undefined && current) return grant;
  throw new Refusal(world.hasQuirk(account, 'refreshBogusAs40029') ? 40029 : 40030, 'S-21');
}
