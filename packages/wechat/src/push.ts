/**
 * What WeChat pushes, typed: a union over `type`, for events over `event` too. Names are those of the wire in
 * camelCase. Every value is a text as it came, but for times, coordinates and counts.
 */
import { shapes } from '@mingpian/facts/shapes';
import { textOf, type XmlElement } from './xml-reader.ts';

interface Envelope {
  /** Original id of the account, `gh_…`. */
  readonly to: string;
  /** The user's openid; in privacy events a platform account, never the user. */
  readonly from: string;
  /** Seconds. */
  readonly createTime: number;
  /** Everything that came, also what has no field here. */
  readonly raw: XmlElement;
}

interface MessageEnvelope extends Envelope {
  /** Decimal digits of a number beyond 2^53: keep it a text. */
  readonly msgId: string;
}

export interface TextMessage extends MessageEnvelope {
  readonly type: 'text';
  readonly content: string;
}
export interface ImageMessage extends MessageEnvelope {
  readonly type: 'image';
  readonly picUrl: string;
  readonly mediaId: string;
}
export interface VoiceMessage extends MessageEnvelope {
  readonly type: 'voice';
  readonly mediaId: string;
  readonly format: string;
  readonly mediaId16K?: string;
  readonly recognition?: string;
}
export interface VideoMessage extends MessageEnvelope {
  readonly type: 'video' | 'shortvideo';
  readonly mediaId: string;
  readonly thumbMediaId: string;
}
export interface LocationMessage extends MessageEnvelope {
  readonly type: 'location';
  readonly latitude: number;
  readonly longitude: number;
  readonly scale: number;
  readonly label: string;
}
export interface LinkMessage extends MessageEnvelope {
  readonly type: 'link';
  readonly title: string;
  readonly description: string;
  readonly url: string;
}

interface EventEnvelope extends Envelope {
  readonly type: 'event';
}

/** `scene` is there only if they followed by a QR code with parameters. */
export interface SubscribeEvent extends EventEnvelope {
  readonly event: 'subscribe';
  readonly eventKey: string;
  readonly scene?: string;
  readonly ticket?: string;
}
/** They no longer follow. WeChat asks to delete their data. */
export interface UnsubscribeEvent extends EventEnvelope {
  readonly event: 'unsubscribe';
}
/** A follower scanned a QR code with parameters. */
export interface ScanEvent extends EventEnvelope {
  readonly event: 'SCAN';
  readonly scene: string;
  readonly ticket: string;
}
export interface LocationEvent extends EventEnvelope {
  readonly event: 'LOCATION';
  readonly latitude: number;
  readonly longitude: number;
  readonly precision: number;
}
export interface ClickEvent extends EventEnvelope {
  readonly event: 'CLICK';
  readonly eventKey: string;
}
export interface ViewEvent extends EventEnvelope {
  readonly event: 'VIEW';
  /** Address of the button. */
  readonly eventKey: string;
  readonly menuId?: string;
}

/**
 * The user changed what the account may know. The user is in `openid`, which has been seen missing in
 * `user_info_modified`; `from` is a platform account.
 */
export interface PrivacyEvent extends EventEnvelope {
  readonly event: 'user_info_modified' | 'user_authorization_revoke' | 'user_authorization_cancellation';
  readonly openid?: string;
  readonly unionid?: string;
  readonly appId?: string;
  /** Codes of what was withdrawn, such as 205 for nickname and avatar. */
  readonly revokeInfo: readonly string[];
}

/** A known envelope with an event that this SDK has no type for: everything is in `raw`. */
export interface OtherEvent extends EventEnvelope {
  readonly event: 'other';
  readonly name: string;
  readonly eventKey?: string;
}

export interface OtherMessage extends Envelope {
  readonly type: 'other';
  readonly name: string;
  readonly msgId?: string;
}

/** Authentic, but without what every push has. Store it, act on nothing. */
export interface MalformedPush {
  readonly type: 'malformed';
  readonly why: string;
  readonly raw: XmlElement;
}

export type PushEvent =
  | SubscribeEvent
  | UnsubscribeEvent
  | ScanEvent
  | LocationEvent
  | ClickEvent
  | ViewEvent
  | PrivacyEvent
  | OtherEvent;

export type PushMessage =
  | TextMessage
  | ImageMessage
  | VoiceMessage
  | VideoMessage
  | LocationMessage
  | LinkMessage
  | OtherMessage;

export type Push = PushMessage | PushEvent | MalformedPush;

const SCENE_PREFIX = 'qrscene_';
const PRIVACY_EVENTS: ReadonlySet<string> = new Set([
  'user_info_modified',
  'user_authorization_revoke',
  'user_authorization_cancellation',
]);
const CREATE_TIME = /^[1-9]\d{0,10}$/;

/** Gives a document its type. Never throws: a field that is missing or nested makes the push `malformed`. */
export function readPush(raw: XmlElement): Push {
  const to = textOf(raw, 'ToUserName');
  const from = textOf(raw, 'FromUserName');
  const time = textOf(raw, 'CreateTime');
  const type = textOf(raw, 'MsgType');
  if (to === undefined || from === undefined || type === undefined)
    return malformed(raw, 'a name or MsgType is missing');
  if (!shapes.originalId.value.test(to)) return malformed(raw, 'ToUserName is no original id');
  // Privacy events come from a platform account, of which no shape is known; nobody may take it for a user.
  const byPlatform = PRIVACY_EVENTS.has(textOf(raw, 'Event') ?? '') && type === 'event';
  if (!byPlatform && !shapes.openid.value.test(from)) return malformed(raw, 'FromUserName is no openid');
  if (time === undefined || !CREATE_TIME.test(time)) return malformed(raw, 'CreateTime is no time in seconds');
  const envelope = { to, from, createTime: Number(time), raw };
  return type === 'event' ? readEvent(envelope) : readMessage(type, envelope);
}

function malformed(raw: XmlElement, why: string): MalformedPush {
  return { type: 'malformed', why, raw };
}

function readMessage(type: string, envelope: Envelope): Push {
  const { raw } = envelope;
  const text = (name: string): string => textOf(raw, name) ?? '';
  const msgId = textOf(raw, 'MsgId');
  if (msgId === undefined || !shapes.msgId.value.test(msgId)) {
    return isKnownMessage(type) ? malformed(raw, 'MsgId is missing') : { ...envelope, type: 'other', name: type };
  }
  const message = { ...envelope, msgId };
  switch (type) {
    case 'text':
      return { ...message, type, content: text('Content') };
    case 'image':
      return { ...message, type, picUrl: text('PicUrl'), mediaId: text('MediaId') };
    case 'voice':
      return {
        ...message,
        type,
        mediaId: text('MediaId'),
        format: text('Format'),
        ...optional(raw, 'mediaId16K', 'MediaId16K'),
        ...optional(raw, 'recognition', 'Recognition'),
      };
    case 'video':
    case 'shortvideo':
      return { ...message, type, mediaId: text('MediaId'), thumbMediaId: text('ThumbMediaId') };
    case 'location':
      return {
        ...message,
        type,
        latitude: Number(text('Location_X')),
        longitude: Number(text('Location_Y')),
        scale: Number(text('Scale')),
        label: text('Label'),
      };
    case 'link':
      return { ...message, type, title: text('Title'), description: text('Description'), url: text('Url') };
    default:
      return { ...message, type: 'other', name: type };
  }
}

function isKnownMessage(type: string): boolean {
  return ['text', 'image', 'voice', 'video', 'shortvideo', 'location', 'link'].includes(type);
}

function readEvent(envelope: Envelope): Push {
  const { raw } = envelope;
  const event = textOf(raw, 'Event');
  if (event === undefined || event === '') return malformed(raw, 'Event is missing');
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
        latitude: Number(textOf(raw, 'Latitude')),
        longitude: Number(textOf(raw, 'Longitude')),
        precision: Number(textOf(raw, 'Precision')),
      };
    case 'CLICK':
      return { ...base, event, eventKey: key };
    case 'VIEW':
      return { ...base, event, eventKey: key, ...optional(raw, 'menuId', 'MenuId') };
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

/** The field under its own name, if the push has it and it is not empty. */
function optional<Name extends string>(raw: XmlElement, name: Name, element: string): { [K in Name]?: string } {
  const value = textOf(raw, element);
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [K in Name]?: string });
}
