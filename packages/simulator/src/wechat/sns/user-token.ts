/** The user token and openid that sns calls carry: the checks that `sns/auth` and `sns/userinfo` share. */

import type { Grant } from '../../world/authorisations.ts';
import { openidOfGrant } from '../../world/grants.ts';
import type { World } from '../../world/world.ts';
import { type Call, Refusal, required } from '../call.ts';

/** The grant of the token in the call, if the token lives and the openid is its own. */
export function grantOfUserToken(call: Call): Grant {
  const { world } = call;
  const value = required(call, 'access_token', 41001, 'S-40');
  const openid = required(call, 'openid', 41009, 'S-40');
  const token = world.state.userTokens[value];
  const grant = token === undefined ? undefined : world.state.grants[token.grant];
  if (token === undefined || grant === undefined) throw new Refusal(40001, 'S-25');
  call.account = world.accountNamed(grant.account);
  checkGrantLives(world, grant);
  if (grant.deadAt !== null) throw new Refusal(40001, 'S-37');
  if (world.now() >= token.expiresAt) throw new Refusal(42001, 'S-27');
  if (openid !== openidOfGrant(world, grant)) throw new Refusal(40003, 'S-26');
  return grant;
}

/** What a person or WeChat can do to a grant: withdraw it, limit the person, change the password. */
export function checkGrantLives(world: World, grant: Grant): void {
  if (grant.withdrawnAt !== null) throw new Refusal(50001, 'S-43');
  const person = world.findPerson(grant.person);
  if (person?.banned) throw new Refusal(50002, 'S-43');
  if (person?.passwordChangedAt != null && person.passwordChangedAt > grant.grantedAt) throw new Refusal(42007, 'S-43');
}
