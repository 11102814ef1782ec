import { lifetimes } from '@mingpian/facts/lifetimes';
import { limits } from '@mingpian/facts/limits';
import type { Account } from '../../world/state.ts';
import { type AppCall, data, jsonBody, Refusal } from '../call.ts';
import { appEndpoint } from '../endpoint.ts';
import { replyAt } from '../fields.ts';

/** After a migration: the new account learns the new openids of the old account's followers, for 15 days. */
export const changeOpenid = appEndpoint('changeOpenid', (call) => {
  const { from_appid: from, openid_list: list } = jsonBody(call);
  const old = migratedAccount(call, from);
  if (!Array.isArray(list) || list.length === 0 || list.length > limits.batchSize.value)
    throw new Refusal(63178, 'N-06');
  const results = list.map((openid: unknown) => {
    const person = typeof openid === 'string' ? call.world.personOfOpenid(old, openid) : undefined;
    return person !== undefined && call.world.isFollower(person.name, old.name)
      ? { ori_openid: openid, new_openid: call.world.openidOf(person, call.account), err_msg: 'ok' }
      : { ori_openid: openid, err_msg: 'ori_openid error' };
  });
  const values = { errcode: 0, errmsg: 'ok', result_list: results };
  return data(replyAt('changeOpenid', call.world.now(), values), 'N-05');
});

/** The old account, named by its AppID or its original id, while the migration is fresh. */
function migratedAccount(call: AppCall, from: unknown): Account {
  const { world, account } = call;
  const migration = account.migratedFrom;
  if (migration === null) throw new Refusal(63178, 'N-06');
  const old = world.accountNamed(migration.account);
  const age = world.now() - migration.at;
  if (age < 0 || age > lifetimes.openidMigration.value * 1000) throw new Refusal(63178, 'N-06');
  const names = world.hasQuirk(account, 'changeOpenidGhOnly') ? [old.originalId] : [old.originalId, old.appId];
  if (typeof from !== 'string' || !names.includes(from)) throw new Refusal(63178, 'N-06');
  return old;
}
