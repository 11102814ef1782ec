/** What an account knows about an openid with its app token: follow state first, profile only in older times. */
import { endpoints } from '@mingpian/facts/endpoints';
import { limits } from '@mingpian/facts/limits';
import { shapes } from '@mingpian/facts/shapes';
import {
  type ApiReply,
  garbage,
  optionalShape,
  optionalText,
  readApiReply,
  requiredShape,
  wholeNumber,
} from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import type { Hosts } from './hosts.ts';
import type { ProfileLanguage } from './oauth.ts';
import type { WireReply, WireRequest } from './ports.ts';
import { addProfileFields, type ProfileFields, type Writable } from './profile.ts';

export interface Follower extends ProfileFields {
  readonly subscribed: true;
  readonly openid: string;
  readonly unionid?: string;
  /** Time of the last follow, in seconds. */
  readonly subscribedAt?: number;
  readonly remark?: string;
  readonly tagIds: readonly number[];
  /** How they came to follow, such as `ADD_SCENE_QR_CODE`; new values appear without notice. */
  readonly scene?: string;
  /** Scene of the QR code by which they followed: the number or the text, whichever it had. */
  readonly qrScene?: string;
}

/** Never followed, or no longer. Before 2017-12-31 such replies still had a unionid. */
export interface NonFollower {
  readonly subscribed: false;
  readonly openid: string;
  readonly unionid?: string;
}

export type UserInfo = Follower | NonFollower;

export function userInfoRequest(
  hosts: Hosts,
  appToken: string,
  openid: string,
  options: { language?: ProfileLanguage } = {},
): WireRequest {
  checkOpenid(openid);
  return apiRequest(hosts, endpoints.userInfo, { access_token: appToken, openid, lang: options.language ?? 'zh_CN' });
}

/** @throws {ApiError} 40003 for an openid of another account, 48001 for an account without the right. */
export function processUserInfo(reply: WireReply): UserInfo {
  const { path } = endpoints.userInfo;
  return readUserInfo(path, readApiReply(path, reply));
}

/** Up to 100 users in one call, followers and others mixed. */
export function userInfoBatchRequest(
  hosts: Hosts,
  appToken: string,
  openids: readonly string[],
  options: { language?: ProfileLanguage } = {},
): WireRequest {
  const most = limits.batchSize.value;
  if (openids.length < 1 || openids.length > most) throw new TypeError(`openids must be 1 to ${most} openids`);
  openids.forEach(checkOpenid);
  const lang = options.language ?? 'zh_CN';
  const user_list = openids.map((openid) => ({ openid, lang }));
  return apiRequest(hosts, endpoints.userInfoBatch, { access_token: appToken, user_list });
}

/** The users in the order of the request. @throws {ApiError} 40003 when one openid is not of this account. */
export function processUserInfoBatch(reply: WireReply): UserInfo[] {
  const { path } = endpoints.userInfoBatch;
  const list = readApiReply(path, reply).user_info_list;
  if (!Array.isArray(list)) throw garbage(path, 'user_info_list is not a list');
  return list.map((entry) => {
    if (typeof entry !== 'object' || entry === null) throw garbage(path, 'user_info_list holds something else');
    return readUserInfo(path, entry as ApiReply);
  });
}

/** One user as `user/info` and each entry of `user/info/batchget` give them. */
export function readUserInfo(operation: string, body: ApiReply): UserInfo {
  const openid = requiredShape(operation, body, 'openid', shapes.openid.value);
  const unionid = optionalShape(operation, body, 'unionid', shapes.unionid.value);
  if (wholeNumber(body.subscribe) !== 1) {
    return unionid === undefined ? { subscribed: false, openid } : { subscribed: false, openid, unionid };
  }
  // One object that grows: a batch has a hundred of them, and spreading a dozen into each costs more than reading it.
  const follower: Writable<Follower> = {
    subscribed: true,
    openid,
    tagIds: readTagIds(body.tagid_list),
  };
  if (unionid !== undefined) follower.unionid = unionid;
  addProfileFields(follower, body);
  const subscribedAt = wholeNumber(body.subscribe_time);
  if (subscribedAt !== undefined) follower.subscribedAt = subscribedAt;
  const remark = optionalText(body.remark);
  if (remark !== undefined) follower.remark = remark;
  const scene = optionalText(body.subscribe_scene);
  if (scene !== undefined) follower.scene = scene;
  const qrScene = optionalText(body.qr_scene_str) ?? (wholeNumber(body.qr_scene) || undefined)?.toString();
  if (qrScene !== undefined) follower.qrScene = qrScene;
  return follower;
}

function readTagIds(list: unknown): number[] {
  return Array.isArray(list) ? list.filter((tag) => typeof tag === 'number') : [];
}

/** @throws {TypeError} it has not the shape of an openid. */
export function checkOpenid(openid: string): void {
  if (!shapes.openid.value.test(openid)) throw new TypeError('openid must be an openid of this account');
}
