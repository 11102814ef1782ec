/** From the elements of a push to its type. What cannot be typed is kept, never lost and never an exception. */
import { shapes } from '@mingpian/facts/shapes';
import type { Envelope, MalformedPush, Push } from './push.ts';
import { readEvent } from './push-events.ts';
import { numberOf, optional, textOf, type XmlElement } from './xml-reader.ts';

const PRIVACY_EVENTS: ReadonlySet<string> = new Set([
  'user_info_modified',
  'user_authorization_revoke',
  'user_authorization_cancellation',
]);
const CREATE_TIME = /^[1-9]\d{0,10}$/;

/** Never throws: without what every push has it is `malformed`. */
export function readPush(raw: XmlElement): Push {
  const to = textOf(raw, 'ToUserName');
  const from = textOf(raw, 'FromUserName');
  const time = textOf(raw, 'CreateTime');
  const type = textOf(raw, 'MsgType');
  if (to === undefined || from === undefined || type === undefined)
    return malformed(raw, 'a name or MsgType is missing');
  if (!shapes.originalId.value.test(to)) return malformed(raw, 'ToUserName is no original id');
  // Privacy events come from a platform account, of which no shape is known; nobody may take it for a user.
  const byPlatform = type === 'event' && PRIVACY_EVENTS.has(textOf(raw, 'Event') ?? '');
  if (!byPlatform && !shapes.openid.value.test(from)) return malformed(raw, 'FromUserName is no openid');
  if (time === undefined || !CREATE_TIME.test(time)) return malformed(raw, 'CreateTime is no time in seconds');
  const envelope = { to, from, createTime: Number(time), raw };
  if (type !== 'event') return readMessage(type, envelope);
  const event = textOf(raw, 'Event');
  return event === undefined || event === '' ? malformed(raw, 'Event is missing') : readEvent(event, envelope);
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
  const message = { ...envelope, msgId, ...optional(raw, 'msgDataId', 'MsgDataId'), ...optional(raw, 'idx', 'Idx') };
  switch (type) {
    case 'text':
      return { ...message, type, content: text('Content'), ...optional(raw, 'menuMessageId', 'bizmsgmenuid') };
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
        latitude: numberOf(raw, 'Location_X'),
        longitude: numberOf(raw, 'Location_Y'),
        scale: numberOf(raw, 'Scale'),
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
