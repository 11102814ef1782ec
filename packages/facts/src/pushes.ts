import type { Provenance } from './fact.ts';

/** An element of the push document. An object contains elements of its own, an item may repeat. */
export interface PushField {
  readonly name: string;
  readonly type: 'string' | 'number' | 'object' | 'item[]';
  readonly optional?: true;
  readonly fields?: readonly PushField[];
}

export interface MessageFact extends Provenance {
  /** MsgType. */
  readonly type: string;
  readonly fields: readonly PushField[];
}

export interface EventFact extends Provenance {
  /** Event, case-sensitive. */
  readonly event: string;
  readonly fields: readonly PushField[];
}

const text = (name: string) => ({ name, type: 'string' }) as const;
const number = (name: string) => ({ name, type: 'number' }) as const;
const optional = <T extends PushField>(field: T) => ({ ...field, optional: true }) as const;
const object = <const F extends readonly PushField[]>(name: string, fields: F) =>
  ({ name, type: 'object', fields }) as const;
const items = <const F extends readonly PushField[]>(name: string, fields: F) =>
  ({ name, type: 'item[]', fields }) as const;

/** Every push begins with these, in this order. */
export const envelope = {
  fields: [text('ToUserName'), text('FromUserName'), number('CreateTime'), text('MsgType')],
  source: ['MSG-PUSH', 'MUD-KEYS'],
  grade: 'documented',
} as const satisfies Provenance & { fields: readonly PushField[] };

/** Every message ends with these; an event has none of them. MsgDataId and Idx come with messages sent from an article. */
export const messageTail = {
  fields: [text('MsgId'), optional(text('MsgDataId')), optional(number('Idx'))],
  source: ['MUD-MSG', 'SKIT'],
  grade: 'documented',
} as const satisfies Provenance & { fields: readonly PushField[] };

// biome-ignore format: one line a row
export const messages = [
  { type: 'text', fields: [text('Content'), optional(text('bizmsgmenuid'))], source: 'MUD-MSG', grade: 'documented' },
  { type: 'image', fields: [text('PicUrl'), text('MediaId')], source: 'MUD-MSG', grade: 'documented' },
  // Recognition only while speech recognition was offered and on.
  { type: 'voice', fields: [text('MediaId'), text('Format'), optional(text('MediaId16K')), optional(text('Recognition'))], source: ['MUD-MSG', 'SKIT'], grade: 'documented' },
  { type: 'video', fields: [text('MediaId'), text('ThumbMediaId')], source: 'MUD-MSG', grade: 'documented' },
  { type: 'shortvideo', fields: [text('MediaId'), text('ThumbMediaId')], source: 'MUD-MSG', grade: 'documented' },
  { type: 'location', fields: [number('Location_X'), number('Location_Y'), number('Scale'), text('Label')], source: 'MUD-MSG', grade: 'documented' },
  { type: 'link', fields: [text('Title'), text('Description'), text('Url')], source: 'MUD-MSG', grade: 'documented' },
] as const satisfies readonly MessageFact[];

export type MessageType = (typeof messages)[number]['type'];

const location = [number('Location_X'), number('Location_Y'), number('Scale'), text('Label'), text('Poiname')] as const;
const scanCode = [text('EventKey'), object('ScanCodeInfo', [text('ScanType'), text('ScanResult')])] as const;
// Several PicList siblings occur.
const pictures = [
  text('EventKey'),
  object('SendPicsInfo', [number('Count'), items('PicList', [text('PicMd5Sum')])]),
] as const;
/** Inside the wrapper each entry is a `List` element. */
const subscribed = [text('TemplateId'), text('SubscribeStatusString'), optional(text('PopupScene'))] as const;
const sent = [text('TemplateId'), text('MsgID'), number('ErrorCode'), text('ErrorStatus')] as const;
const verified = [number('ExpiredTime')] as const;
const refused = [number('FailTime'), text('FailReason')] as const;

// biome-ignore format: one line a row
export const events = [
  // Follow state. EventKey is `qrscene_` + scene only after a scan: it may be empty, absent, or `last_trade_no_…` after a payment.
  { event: 'subscribe', fields: [optional(text('EventKey')), optional(text('Ticket'))], source: ['MUD-KEYS', 'ARTICLE'], grade: 'documented' },
  { event: 'unsubscribe', fields: [optional(text('EventKey'))], source: 'MUD-KEYS', grade: 'documented' },
  { event: 'SCAN', fields: [text('EventKey'), text('Ticket')], source: 'MUD-KEYS', grade: 'documented' },

  // Location
  { event: 'LOCATION', fields: [number('Latitude'), number('Longitude'), number('Precision')], source: ['MUD-KEYS', 'PRIV-EN'], grade: 'documented' },

  // Menu
  { event: 'CLICK', fields: [text('EventKey')], source: 'MUD-KEYS', grade: 'documented' },
  { event: 'VIEW', fields: [text('EventKey'), optional(text('MenuId'))], source: 'MUD-KEYS', grade: 'documented' },
  { event: 'view_miniprogram', fields: [text('EventKey'), optional(text('MenuId'))], source: 'MUD-KEYS', grade: 'documented' },
  { event: 'scancode_push', fields: scanCode, source: 'MUD-KEYS', grade: 'documented' },
  { event: 'scancode_waitmsg', fields: scanCode, source: 'MUD-KEYS', grade: 'documented' },
  { event: 'pic_sysphoto', fields: pictures, source: ['MUD-KEYS', 'WxJava'], grade: 'documented' },
  { event: 'pic_photo_or_album', fields: pictures, source: ['MUD-KEYS', 'WxJava'], grade: 'documented' },
  { event: 'pic_weixin', fields: pictures, source: ['MUD-KEYS', 'WxJava'], grade: 'documented' },
  { event: 'location_select', fields: [text('EventKey'), object('SendLocationInfo', location)], source: 'MUD-KEYS', grade: 'documented' },

  // Privacy. FromUserName is an account of the platform; the person is in OpenID, which was missing once.
  { event: 'user_info_modified', fields: [optional(text('OpenID')), optional(text('UnionID')), text('AppID')], source: ['AUTH-CHANGE', 'COMM-MODIFIED'], grade: 'documented', since: '2022-01-01?' },
  { event: 'user_authorization_revoke', fields: [text('OpenID'), optional(text('UnionID')), text('AppID'), text('RevokeInfo')], source: ['AUTH-CHANGE', 'MA-AUTHCHANGE'], grade: 'documented', since: '2022-01-01?' },
  { event: 'user_authorization_cancellation', fields: [text('OpenID'), optional(text('UnionID')), text('AppID')], source: ['AUTH-CHANGE', 'Senparc#3063'], grade: 'documented', since: '2022-01-01?' },

  // Outcome of sending; not about identity, so the fields are the usual ones and no more.
  { event: 'TEMPLATESENDJOBFINISH', fields: [text('MsgID'), text('Status')], source: 'MUD-KEYS', grade: 'reported' },
  { event: 'MASSSENDJOBFINISH', fields: [text('MsgID'), text('Status'), optional(number('TotalCount')), optional(number('FilterCount')), optional(number('SentCount')), optional(number('ErrorCount'))], source: 'MUD-KEYS', grade: 'reported' },
  { event: 'subscribe_msg_popup_event', fields: [items('SubscribeMsgPopupEvent', subscribed)], source: ['MUD-KEYS', 'SKIT'], grade: 'reported' },
  { event: 'subscribe_msg_change_event', fields: [items('SubscribeMsgChangeEvent', subscribed)], source: ['MUD-KEYS', 'SKIT'], grade: 'reported' },
  { event: 'subscribe_msg_sent_event', fields: [items('SubscribeMsgSentEvent', sent)], source: ['MUD-KEYS', 'SKIT'], grade: 'reported' },

  // Verification: tells when the right to web authorisation appears or vanishes.
  { event: 'qualification_verify_success', fields: verified, source: 'EVENTS', grade: 'documented' },
  { event: 'qualification_verify_fail', fields: refused, source: 'EVENTS', grade: 'documented' },
  { event: 'naming_verify_success', fields: verified, source: 'EVENTS', grade: 'documented' },
  { event: 'naming_verify_fail', fields: refused, source: 'EVENTS', grade: 'documented' },
  { event: 'annual_renew', fields: verified, source: 'EVENTS', grade: 'documented' },
  { event: 'verify_expired', fields: [number('ExpiredTime'), optional(text('FailReason'))], source: 'EVENTS', grade: 'documented' },
] as const satisfies readonly EventFact[];

export type EventName = (typeof events)[number]['event'];

export function messageFact(type: string): MessageFact | undefined {
  return messages.find((row) => row.type === type);
}

export function eventFact(event: string): EventFact | undefined {
  return events.find((row) => row.event === event);
}

/**
 * The codes of RevokeInfo in user_authorization_revoke. An official sample shows 1, which is a code of mini programs. Whether
 * several can come at once is not said: read a list separated by commas.
 */
export interface RevokeInfoFact extends Provenance {
  readonly code: number;
  readonly zh: string;
  readonly en: string;
}

// biome-ignore format: one line a row
export const revokeInfos = [
  { code: 201, zh: '地址', en: 'address', source: 'AUTH-CHANGE', grade: 'documented', since: '2022-01-01?' },
  { code: 202, zh: '发票信息', en: 'invoice', source: 'AUTH-CHANGE', grade: 'documented', since: '2022-01-01?' },
  { code: 203, zh: '卡券信息', en: 'card', source: 'AUTH-CHANGE', grade: 'documented', since: '2022-01-01?' },
  { code: 204, zh: '麦克风', en: 'microphone', source: 'AUTH-CHANGE', grade: 'documented', since: '2022-01-01?' },
  { code: 205, zh: '昵称和头像', en: 'nickname and avatar', source: 'AUTH-CHANGE', grade: 'documented', since: '2022-01-01?' },
  { code: 206, zh: '位置信息', en: 'location', source: 'AUTH-CHANGE', grade: 'documented', since: '2022-01-01?' },
  { code: 207, zh: '选中的图片或视频', en: 'chosen image or video', source: 'AUTH-CHANGE', grade: 'documented', since: '2022-01-01?' },
  { code: 301, zh: '全部授权信息', en: 'everything', source: 'AUTH-CHANGE', grade: 'documented', since: '2022-01-01?' },
] as const satisfies readonly RevokeInfoFact[];
