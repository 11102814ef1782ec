import type { Fact, Provenance } from './fact.ts';

/** A value of `subscribe_scene`: where the person followed. An open list, expect others. */
export interface SubscribeSceneFact extends Provenance {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
}

// biome-ignore format: one line a row
export const subscribeScenes = [
  { name: 'ADD_SCENE_SEARCH', zh: '搜索', en: 'search', source: 'UI', grade: 'documented', since: '2018-04-09?' },
  { name: 'ADD_SCENE_ACCOUNT_MIGRATION', zh: '账号迁移', en: 'account migration', source: 'UI', grade: 'documented', since: '2018-04-09?' },
  { name: 'ADD_SCENE_PROFILE_CARD', zh: '名片分享', en: 'shared name card', source: 'UI', grade: 'documented', since: '2018-04-09?' },
  { name: 'ADD_SCENE_QR_CODE', zh: '扫描二维码', en: 'QR code', source: 'UI', grade: 'documented', since: '2018-04-09?' },
  // Misspelt ADD_SCENEPROFILE LINK in old documents.
  { name: 'ADD_SCENE_PROFILE_LINK', zh: '图文页内的名称', en: 'name inside an article', source: 'UI', grade: 'documented', since: '2018-04-09?' },
  { name: 'ADD_SCENE_PROFILE_ITEM', zh: '图文页右上角菜单', en: 'menu of an article', source: 'UI', grade: 'documented', since: '2018-04-09?' },
  { name: 'ADD_SCENE_PAID', zh: '支付后关注', en: 'after a payment', source: 'UI', grade: 'documented', since: '2018-04-09?' },
  { name: 'ADD_SCENE_WECHAT_ADVERTISEMENT', zh: '微信广告', en: 'advertisement', source: 'UI', grade: 'documented', since: '2020-06-08' },
  { name: 'ADD_SCENE_REPRINT', zh: '他人转载', en: 'reprinted article', source: 'WxJava', grade: 'documented', since: '2018-04-09?' },
  { name: 'ADD_SCENE_LIVESTREAM', zh: '视频号直播', en: 'live stream', source: 'WxJava', grade: 'documented', since: '2018-04-09?' },
  { name: 'ADD_SCENE_CHANNELS', zh: '视频号', en: 'channel', source: 'WxJava', grade: 'documented', since: '2018-04-09?' },
  { name: 'ADD_SCENE_WXA', zh: '小程序', en: 'mini program', source: 'WxJava', grade: 'documented', since: '2018-04-09?' },
  { name: 'ADD_SCENE_OTHERS', zh: '其他', en: 'other', source: 'UI', grade: 'documented', since: '2018-04-09?' },
] as const satisfies readonly SubscribeSceneFact[];

export type SubscribeScene = (typeof subscribeScenes)[number]['name'];

/** How EventKey of a follow begins. Only the first prefix announces a scene; a scan by a follower carries the bare scene. */
export const eventKeyPrefixes = {
  scene: { value: 'qrscene_', source: 'MUD-KEYS', grade: 'documented' },
  payment: { value: 'last_trade_no_', source: 'FIELD', grade: 'observed' },
} as const satisfies Record<string, Fact<string>>;

/** What `qrcode/create` can make. */
export interface QrActionFact extends Provenance {
  readonly name: string;
  readonly temporary: boolean;
  readonly scene: 'scene_id' | 'scene_str';
}

// biome-ignore format: one line a row
export const qrActions = [
  { name: 'QR_SCENE', temporary: true, scene: 'scene_id', source: 'MUD-QR', grade: 'documented' },
  { name: 'QR_STR_SCENE', temporary: true, scene: 'scene_str', source: ['MUD-QR', 'easywechat#797'], grade: 'documented', since: '2017-07-11?' },
  { name: 'QR_LIMIT_SCENE', temporary: false, scene: 'scene_id', source: 'MUD-QR', grade: 'documented' },
  { name: 'QR_LIMIT_STR_SCENE', temporary: false, scene: 'scene_str', source: ['MUD-QR', 'laravel-wechat-sdk#13'], grade: 'documented', since: '2015-01-24?' },
] as const satisfies readonly QrActionFact[];

/** The life of a temporary code in seconds when the request names none. Older texts say 30. Always send it. */
export const qrDefaultSeconds = {
  value: 60,
  source: ['MUD-QR', 'wechat-api#248'],
  grade: 'reported',
} as const satisfies Fact<number>;
