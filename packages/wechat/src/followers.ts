/** The list of an account's followers (`user/get`): pages of up to 10 000 openids, walked as one sequence. */
import { endpoints } from '@mingpian/facts/endpoints';
import { shapes } from '@mingpian/facts/shapes';
import { garbage, readApiReply, wholeNumber } from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import type { Hosts } from './hosts.ts';
import type { WireReply, WireRequest } from './ports.ts';

export interface FollowerPage {
  /** Followers of the account in all. */
  readonly total: number;
  readonly openids: readonly string[];
  /** Where the next page begins; undefined after the last page. Keep it to go on after an interruption. */
  readonly cursor: string | undefined;
}

/** `cursor` of the page before; undefined for the first page. */
export function followersRequest(hosts: Hosts, appToken: string, cursor?: string): WireRequest {
  return apiRequest(hosts, endpoints.followers, { access_token: appToken, next_openid: cursor });
}

export function processFollowers(reply: WireReply): FollowerPage {
  const { path } = endpoints.followers;
  const body = readApiReply(path, reply);
  const total = wholeNumber(body.total);
  if (total === undefined) throw garbage(path, 'total is not a number');
  // An empty page has no data at all.
  const openids = (body.data as { openid?: unknown } | undefined)?.openid ?? [];
  if (!Array.isArray(openids)) throw garbage(path, 'data.openid is not a list');
  for (const openid of openids) {
    if (typeof openid !== 'string' || !shapes.openid.value.test(openid)) throw garbage(path, 'a follower is no openid');
  }
  const next = body.next_openid;
  // The last full page names its last follower as the next one, so only an empty page is the end for certain.
  const cursor = openids.length > 0 && typeof next === 'string' && next !== '' ? next : undefined;
  return { total, openids, cursor };
}

/**
 * All pages from `cursor` on. Each page says where to resume, so a caller who keeps the cursor of the last page that
 * was stored loses nothing and reads nothing twice.
 */
export async function* followerPages(
  read: (cursor: string | undefined) => Promise<FollowerPage>,
  cursor?: string,
): AsyncGenerator<FollowerPage, void, void> {
  let next = cursor;
  do {
    const page = await read(next);
    if (page.openids.length === 0) return;
    yield page;
    next = page.cursor;
  } while (next !== undefined);
}
