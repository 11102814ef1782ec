import { snapshotFlag } from '@mingpian/facts/consent';
import { valueAt } from '@mingpian/facts/fact';
import type { FieldCondition } from '@mingpian/facts/fields';
import { lifetimes } from '@mingpian/facts/lifetimes';
import { rules } from '@mingpian/facts/rules';
import { scopeFact } from '@mingpian/facts/scopes';
import type { Code, Grant } from '../../../world/authorisations.ts';
import { exchangeCode, jsCodeScope, openidOfGrant } from '../../../world/grants.ts';
import type { Account } from '../../../world/state.ts';
import type { World } from '../../../world/world.ts';
import { type Call, data, parameter, Refusal, required } from '../../call.ts';
import { accountOfAppId, checkSecret } from '../../credentials.ts';
import { endpoint } from '../../endpoint.ts';
import { replyAt } from '../../fields.ts';
import { countCall } from '../../quota.ts';

/** Turns a code into a user token, once. Neither the IP allow-list nor the quota of a day applies here. */
export const codeExchange = endpoint('codeExchange', (call) => {
  const account = accountOfAppId(call, required(call, 'appid', 41002, 'S-13'), 'S-11');
  const secret = required(call, 'secret', 41004, 'S-13');
  const value = required(call, 'code', 41008, 'S-12');
  if (parameter(call, 'grant_type') !== 'authorization_code') throw new Refusal(40002, 'S-14');
  checkSecret(call, account, secret, { frozen: 'S-42', wrong: 'S-10' });
  countCall(call, account);
  const code = usableCode(call, account, value);
  // A quirk of the first exchange has to look before the code is spent.
  const firstSnapshot = code.virtual !== null && !hasExchangedSnapshot(call.world, account);
  const grant = exchangeCode(call.world, code);
  return data(grantReply(call.world, account, grant, firstSnapshot), ruleOf(grant));
});

/** The code, if it was minted for this account, is fresh and has not been used. */
function usableCode({ world }: Call, account: Account, value: string): Code {
  const code = world.state.codes[value];
  if (code === undefined) throw new Refusal(40029, 'S-07');
  if (code.account !== account.name || code.scope === jsCodeScope) throw new Refusal(40029, 'S-09');
  if (code.usedAt !== null) {
    const errcode = world.hasQuirk(account, 'usedCodeAs40029')
      ? 40029
      : (valueAt(rules.usedCodeErrcode, world.now()) ?? 40163);
    throw new Refusal(errcode, 'S-06');
  }
  if (world.now() >= code.expiresAt) {
    throw new Refusal(world.hasQuirk(account, 'expiredCodeAs42003') ? 42003 : 40029, 'S-08');
  }
  return code;
}

function grantReply(world: World, account: Account, grant: Grant, firstSnapshot: boolean): Record<string, unknown> {
  const virtual = grant.virtual === null ? undefined : world.state.virtualUsers[grant.virtual];
  const unionid = virtual === undefined ? world.unionidOf(grant.person, account) : virtual.unionid;
  const holds = new Set<FieldCondition>();
  if (unionid !== null) holds.add('bound');
  if (scopeFact(grant.scope)?.profile) holds.add('profileScope');
  if (virtual !== undefined && !(firstSnapshot && world.hasQuirk(account, 'snapshotFlagMissing')))
    holds.add('snapshot');
  const values = {
    access_token: grant.token,
    expires_in: lifetimes.userToken.value,
    refresh_token: grant.refreshToken,
    openid: openidOfGrant(world, grant),
    scope: scopeText(world, account, grant.scope),
    unionid,
    is_snapshotuser: snapshotFlag.value,
  };
  const body = replyAt('codeExchange', world.now(), values, holds);
  if (world.hasQuirk(account, 'snsOmitScope')) delete body.scope;
  return body;
}

/** In the first years a comma followed snsapi_userinfo, and only that. */
export function scopeText(world: World, account: Account, scope: string): string {
  const comma = world.hasQuirk(account, 'trailingScopeComma') || valueAt(rules.trailingScopeComma, world.now());
  return comma && scope === 'snsapi_userinfo' ? `${scope},` : scope;
}

function hasExchangedSnapshot(world: World, account: Account): boolean {
  return Object.values(world.state.grants).some((grant) => grant.account === account.name && grant.virtual !== null);
}

function ruleOf(grant: Grant): string {
  if (grant.virtual !== null) return 'S-04';
  if (grant.scope === 'snsapi_login') return 'L-04';
  return grant.scope === 'snsapi_base' ? 'S-01' : 'S-02';
}
