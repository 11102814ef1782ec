import type { FieldCondition } from '@mingpian/facts/fields';
import type { Code } from '../../world/authorisations.ts';
import { jsCodeScope } from '../../world/grants.ts';
import type { Account } from '../../world/state.ts';
import type { World } from '../../world/world.ts';
import { type Call, data, parameter, Refusal, required } from '../call.ts';
import { accountOfAppId, checkSecret } from '../credentials.ts';
import { endpoint } from '../endpoint.ts';
import { replyAt } from '../fields.ts';
import { countCall } from '../quota.ts';

/** A mini program's server learns whose `wx.login` it was. */
export const miniprogramLogin = endpoint('miniprogramLogin', (call) => {
  const { world } = call;
  const account = accountOfAppId(call, required(call, 'appid', 41002, 'N-03'), 'S-11');
  const secret = required(call, 'secret', 41004, 'S-13');
  const value = required(call, 'js_code', 41008, 'S-12');
  if (parameter(call, 'grant_type') !== 'authorization_code') throw new Refusal(40002, 'S-14');
  checkSecret(call, account, secret, { frozen: 'S-42', wrong: 'S-10' });
  if (account.kind !== 'miniprogram') throw new Refusal(48001, 'N-01');
  const code = usableCode(world, account, value);
  // The quota is one of the person, not of the account.
  countCall(call, account, { subject: code.person, rule: 'N-03' });
  if (world.personNamed(code.person).banned) throw new Refusal(40226, 'N-03');
  code.usedAt = world.now();
  return data(session(call, account, code), 'N-01');
});

function usableCode(world: World, account: Account, value: string): Code {
  const code = world.state.codes[value];
  const known = code?.account === account.name && code.scope === jsCodeScope;
  if (code === undefined || !known) throw new Refusal(40029, 'N-02');
  if (code.usedAt !== null) throw new Refusal(40163, 'N-02');
  if (world.now() >= code.expiresAt) throw new Refusal(40029, 'N-02');
  return code;
}

function session({ world }: Call, account: Account, code: Code): Record<string, unknown> {
  const unionid = world.unionidOf(code.person, account);
  const holds = new Set<FieldCondition>(unionid === null ? [] : ['bound']);
  const values = {
    openid: world.openidOf(code.person, account),
    session_key: world.draw('session key', 16).toString('base64'),
    unionid,
  };
  return replyAt('miniprogramLogin', world.now(), values, holds);
}
