/** A call to WeChat on behalf of a service that never sees the token. */
import type { Hosts } from '@mingpian/wechat/hosts';
import type { WireRequest } from '@mingpian/wechat/ports';
import { z } from 'zod';

/** Paths of WeChat's API that take an app token. Those that give one, or change what the account may do, are not called through. */
const path = /^\/(cgi-bin|customservice|datacube|card|semantic|wxa|wxaapi|shop|channels)(\/[A-Za-z0-9_]{1,64}){1,5}$/;
const refused = /^\/cgi-bin\/(token|stable_token|component\/.*|ticket\/getticket|clear_quota(\/v2)?|openapi\/.*)$/;

export const throughSchema = z.strictObject({
  method: z.enum(['GET', 'POST']),
  path: z.string().max(200),
  query: z.record(z.string().regex(/^[A-Za-z_]{1,40}$/), z.string().max(1024)).default({}),
  body: z.record(z.string(), z.unknown()).optional(),
});

export type Through = z.output<typeof throughSchema>;

export function mayCallThrough(wanted: string): boolean {
  return path.test(wanted) && !refused.test(wanted);
}

export function throughRequest(
  hosts: Hosts,
  token: string,
  { method, path: wanted, query, body }: Through,
): WireRequest {
  // The caller's own access_token, if any, is dropped: ours stands first and alone.
  const { access_token: _, ...rest } = query;
  const parameters = new URLSearchParams({ access_token: token, ...rest });
  const request = { operation: wanted, method, url: `${hosts.api}${wanted}?${parameters}` };
  if (method === 'GET') return request;
  return { ...request, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) };
}
