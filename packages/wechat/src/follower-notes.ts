/** What an account writes about its followers: remarks and tags. */
import { endpoints } from '@mingpian/facts/endpoints';
import { limits } from '@mingpian/facts/limits';
import { garbage, readApiReply, wholeNumber } from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import type { Hosts } from './hosts.ts';
import type { WireReply, WireRequest } from './ports.ts';
import { utf8Length } from './text.ts';
import { checkOpenid } from './user.ts';

export interface Tag {
  readonly id: number;
  readonly name: string;
  /** Followers with this tag. */
  readonly count: number;
}

/** @throws {TypeError} the remark has 30 bytes or more: ten Chinese characters are one too many. */
export function remarkRequest(hosts: Hosts, appToken: string, openid: string, remark: string): WireRequest {
  checkOpenid(openid);
  const most = limits.remarkBytes.value;
  if (utf8Length(remark) > most) throw new TypeError(`remark must have at most ${most} bytes`);
  return apiRequest(hosts, endpoints.updateRemark, { access_token: appToken, openid, remark });
}

export function processRemark(reply: WireReply): void {
  readApiReply(endpoints.updateRemark.path, reply);
}

export function tagsRequest(hosts: Hosts, appToken: string): WireRequest {
  return apiRequest(hosts, endpoints.tags, { access_token: appToken });
}

export function processTags(reply: WireReply): Tag[] {
  const { path } = endpoints.tags;
  const { tags } = readApiReply(path, reply);
  if (!Array.isArray(tags)) throw garbage(path, 'tags is not a list');
  return tags.map((tag: Record<string, unknown> | null) => {
    const id = wholeNumber(tag?.id);
    if (id === undefined || typeof tag?.name !== 'string') throw garbage(path, 'a tag has no id or name');
    return { id, name: tag.name, count: wholeNumber(tag.count) ?? 0 };
  });
}

/** Gives a tag to up to 50 followers, or takes it away. */
export function tagFollowersRequest(
  hosts: Hosts,
  appToken: string,
  change: { readonly tag: number; readonly openids: readonly string[]; readonly remove?: boolean },
): WireRequest {
  const most = limits.tagBatchSize.value;
  if (change.openids.length < 1 || change.openids.length > most)
    throw new TypeError(`openids must be 1 to ${most} openids`);
  change.openids.forEach(checkOpenid);
  const endpoint = change.remove === true ? endpoints.untagFollowers : endpoints.tagFollowers;
  return apiRequest(hosts, endpoint, { access_token: appToken, openid_list: change.openids, tagid: change.tag });
}

export function processTagFollowers(reply: WireReply): void {
  readApiReply(endpoints.tagFollowers.path, reply);
}
