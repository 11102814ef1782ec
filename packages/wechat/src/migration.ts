/** New openids for old ones after an account was migrated (`changeopenid`), called with the new account's token. */
import { endpoints } from '@mingpian/facts/endpoints';
import { limits } from '@mingpian/facts/limits';
import { shapes } from '@mingpian/facts/shapes';
import { garbage, readApiReply } from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import type { Hosts } from './hosts.ts';
import type { WireReply, WireRequest } from './ports.ts';
import { checkOpenid } from './user.ts';

export interface MigratedOpenid {
  readonly old: string;
  /** Undefined when WeChat knows no new one; `why` then has its reason. */
  readonly new: string | undefined;
  readonly why: string | undefined;
}

/** `fromAppId` is the AppID of the old account. Up to 100 openids, within 15 days of the migration. */
export function changeOpenidRequest(
  hosts: Hosts,
  appToken: string,
  fromAppId: string,
  openids: readonly string[],
): WireRequest {
  const most = limits.migrationBatchSize.value;
  if (openids.length < 1 || openids.length > most) throw new TypeError(`openids must be 1 to ${most} openids`);
  openids.forEach(checkOpenid);
  return apiRequest(hosts, endpoints.changeOpenid, {
    access_token: appToken,
    from_appid: fromAppId,
    openid_list: openids,
  });
}

/** One entry for each openid; that one of them failed is no error of the call. */
export function processChangeOpenid(reply: WireReply): MigratedOpenid[] {
  const { path } = endpoints.changeOpenid;
  const list = readApiReply(path, reply).result_list;
  if (!Array.isArray(list)) throw garbage(path, 'result_list is not a list');
  return list.map((entry: Record<string, unknown> | null) => {
    const old = entry?.ori_openid;
    if (typeof old !== 'string') throw garbage(path, 'result_list has an entry without ori_openid');
    const renewed = entry?.new_openid;
    const known = typeof renewed === 'string' && shapes.openid.value.test(renewed) && entry?.err_msg === 'ok';
    return known ? { old, new: renewed, why: undefined } : { old, new: undefined, why: String(entry?.err_msg ?? '') };
  });
}
