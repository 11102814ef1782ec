/** Addresses of WeChat's servers, and its own look at the way to your webhook. */
import { endpoints } from '@mingpian/facts/endpoints';
import { type ApiReply, garbage, optionalText, readApiReply } from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import type { Hosts } from './hosts.ts';
import type { WireReply, WireRequest } from './ports.ts';

/** Where pushes come from. Addresses and CIDR ranges; ask again every day. */
export function callbackIpsRequest(hosts: Hosts, appToken: string): WireRequest {
  return apiRequest(hosts, endpoints.callbackIps, { access_token: appToken });
}

/** Where api.weixin.qq.com answers. Never pin them: they change without notice. */
export function apiDomainIpsRequest(hosts: Hosts, appToken: string): WireRequest {
  return apiRequest(hosts, endpoints.apiDomainIps, { access_token: appToken });
}

export function processIps(operation: string, reply: WireReply): string[] {
  const list = readApiReply(operation, reply).ip_list;
  if (!Array.isArray(list) || !list.every((ip) => typeof ip === 'string'))
    throw garbage(operation, 'ip_list is no list');
  return list;
}

export interface CallbackCheck {
  readonly dns: readonly { readonly ip: string; readonly operator: string | undefined }[];
  readonly ping: readonly {
    readonly ip: string;
    readonly from: string | undefined;
    /** One ping only: lost or not. */
    readonly lost: boolean;
    /** As WeChat writes it, such as `23.079ms`. */
    readonly time: string | undefined;
  }[];
}

export type CallbackOperator = 'DEFAULT' | 'CHINANET' | 'UNICOM' | 'CAP';

/** Lets WeChat resolve and ping the host of the configured webhook. 40201 when none is configured. */
export function callbackCheckRequest(
  hosts: Hosts,
  appToken: string,
  options: { action?: 'all' | 'dns' | 'ping'; operator?: CallbackOperator } = {},
): WireRequest {
  const { action = 'all', operator = 'DEFAULT' } = options;
  return apiRequest(hosts, endpoints.callbackCheck, { access_token: appToken, action, check_operator: operator });
}

export function processCallbackCheck(reply: WireReply): CallbackCheck {
  const body = readApiReply(endpoints.callbackCheck.path, reply);
  return {
    dns: entries(body.dns).map((row) => ({ ip: String(row.ip), operator: optionalText(row.real_operator) })),
    ping: entries(body.ping).map((row) => ({
      ip: String(row.ip),
      from: optionalText(row.from_operator),
      lost: row.package_loss !== '0%',
      time: optionalText(row.time),
    })),
  };
}

function entries(list: unknown): ApiReply[] {
  return Array.isArray(list) ? list.filter((row) => typeof row === 'object' && row !== null) : [];
}
