/** The events of a push, one case each. Names on the wire differ in upper and lower case; they are compared exactly. */
import type { Envelope, PushEvent, SubscriptionMessageEvent } from './push.ts';
import { elementOf, elementsOf, numberOf, optional, textOf, type XmlElement } from './xml-reader.ts';

const SCENE_PREFIX = 'qrscene_';

export function readEvent(event: string, envelope: Envelope): PushEvent {
  const { raw } = envelope;
  const key = textOf(raw, 'EventKey') ?? '';
  const base = { ...envelope, type: 'event' as const };
  switch (event) {
    case 'subscribe': {
      // A key is no proof of a scan: following after a payment carries `last_trade_no_…`.
      const scene = key.startsWith(SCENE_PREFIX) ? { scene: key.slice(SCENE_PREFIX.length) } : {};
      return { ...base, event, eventKey: key, ...scene, ...optional(raw, 'ticket', 'Ticket') };
    }
    case 'unsubscribe':
      return { ...base, event };
    case 'SCAN':
      return { ...base, event, scene: key, ticket: textOf(raw, 'Ticket') ?? '' };
    case 'LOCATION':
      return {
        ...base,
        event,
        latitude: numberOf(raw, 'Latitude'),
        longitude: numberOf(raw, 'Longitude'),
        precision: numberOf(raw, 'Precision'),
      };
    case 'CLICK':
      return { ...base, event, eventKey: key };
    case 'VIEW':
    case 'view_miniprogram':
      return { ...base, event, eventKey: key, ...optional(raw, 'menuId', 'MenuId') };
    case 'scancode_push':
    case 'scancode_waitmsg': {
      const info = elementOf(raw, 'ScanCodeInfo');
      const [scanType, scanResult] = ['ScanType', 'ScanResult'].map((name) => textOf(info, name) ?? '');
      return { ...base, event, eventKey: key, scanType: scanType ?? '', scanResult: scanResult ?? '' };
    }
    case 'pic_sysphoto':
    case 'pic_photo_or_album':
    case 'pic_weixin':
      return { ...base, event, eventKey: key, pictures: pictures(raw) };
    case 'location_select': {
      const info = elementOf(raw, 'SendLocationInfo');
      return {
        ...base,
        event,
        eventKey: key,
        latitude: numberOf(info, 'Location_X'),
        longitude: numberOf(info, 'Location_Y'),
        scale: numberOf(info, 'Scale'),
        label: textOf(info, 'Label') ?? '',
        place: textOf(info, 'Poiname') ?? '',
      };
    }
    case 'TEMPLATESENDJOBFINISH':
    case 'MASSSENDJOBFINISH':
      return {
        ...base,
        event,
        // The one is written MsgID, the other has been seen as MsgId too.
        sentMsgId: textOf(raw, 'MsgID') ?? textOf(raw, 'MsgId') ?? '',
        status: textOf(raw, 'Status') ?? '',
      };
    case 'subscribe_msg_popup_event':
    case 'subscribe_msg_change_event':
    case 'subscribe_msg_sent_event':
      return { ...base, event, items: subscriptions(raw) };
    case 'qualification_verify_success':
    case 'qualification_verify_fail':
    case 'naming_verify_success':
    case 'naming_verify_fail':
    case 'annual_renew':
    case 'verify_expired': {
      const expiredTime = numberOf(raw, 'ExpiredTime');
      const failTime = numberOf(raw, 'FailTime');
      return {
        ...base,
        event,
        ...(Number.isNaN(expiredTime) ? {} : { expiredTime }),
        ...(Number.isNaN(failTime) ? {} : { failTime }),
        ...optional(raw, 'failReason', 'FailReason'),
      };
    }
    case 'user_info_modified':
    case 'user_authorization_revoke':
    case 'user_authorization_cancellation':
      return {
        ...base,
        event,
        ...optional(raw, 'openid', 'OpenID'),
        ...optional(raw, 'unionid', 'UnionID'),
        ...optional(raw, 'appId', 'AppID'),
        revokeInfo: (textOf(raw, 'RevokeInfo') ?? '').split(',').filter((code) => code !== ''),
      };
    default:
      return { ...base, event: 'other', name: event, ...(key === '' ? {} : { eventKey: key }) };
  }
}

/** Several pictures come as several `item`s, or as several `PicList`s of one item. */
function pictures(raw: XmlElement): string[] {
  return elementsOf(elementOf(raw, 'SendPicsInfo'), 'PicList')
    .flatMap((list) => elementsOf(list, 'item'))
    .map((item) => textOf(item, 'PicMd5Sum') ?? '');
}

/** The wrapper is named after the event, `SubscribeMsgPopupEvent` and the like; its entries are `List`. */
function subscriptions(raw: XmlElement): SubscriptionMessageEvent['items'] {
  return ['SubscribeMsgPopupEvent', 'SubscribeMsgChangeEvent', 'SubscribeMsgSentEvent']
    .flatMap((name) => elementsOf(raw, name))
    .flatMap((wrapper) => elementsOf(wrapper, 'List'))
    .map((item) => ({
      templateId: textOf(item, 'TemplateId') ?? '',
      ...optional(item, 'choice', 'SubscribeStatusString'),
      ...optional(item, 'sentMsgId', 'MsgID'),
      ...optional(item, 'errorCode', 'ErrorCode'),
      ...optional(item, 'errorStatus', 'ErrorStatus'),
    }));
}
