/**
 * What WeChat pushes, typed: a union over `type`, for events over `event` too. Names are those of the wire in
 * camelCase. Every value is a text as it came, but for times, coordinates and counts; a coordinate is NaN where none came.
 */
import type { XmlElement } from './xml-reader.ts';

export interface Envelope {
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
  /** The article from which the message was sent, and its place in it from 1 on. */
  readonly msgDataId?: string;
  readonly idx?: string;
}

export interface TextMessage extends MessageEnvelope {
  readonly type: 'text';
  readonly content: string;
  /** The entry of a customer-service menu that the user tapped. */
  readonly menuMessageId?: string;
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

export interface EventEnvelope extends Envelope {
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

export interface ViewMiniProgramEvent extends EventEnvelope {
  readonly event: 'view_miniprogram';
  /** Path of the page. */
  readonly eventKey: string;
  readonly menuId?: string;
}
export interface ScanCodeEvent extends EventEnvelope {
  /** `scancode_waitmsg` shows that the account is working on a reply. */
  readonly event: 'scancode_push' | 'scancode_waitmsg';
  readonly eventKey: string;
  readonly scanType: string;
  readonly scanResult: string;
}
export interface PicturesEvent extends EventEnvelope {
  readonly event: 'pic_sysphoto' | 'pic_photo_or_album' | 'pic_weixin';
  readonly eventKey: string;
  /** MD5 sums of the pictures, which follow as image messages. */
  readonly pictures: readonly string[];
}
export interface LocationSelectEvent extends EventEnvelope {
  readonly event: 'location_select';
  readonly eventKey: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly scale: number;
  readonly label: string;
  readonly place: string;
}

/** What became of a template message or a mass message. */
export interface SendingFinishedEvent extends EventEnvelope {
  readonly event: 'TEMPLATESENDJOBFINISH' | 'MASSSENDJOBFINISH';
  /** Of the message that was sent, not of this push. */
  readonly sentMsgId: string;
  /** `success` or a reason in WeChat's words. */
  readonly status: string;
}

/** Notification subscriptions: the user chose, changed or was sent something. */
export interface SubscriptionMessageEvent extends EventEnvelope {
  readonly event: 'subscribe_msg_popup_event' | 'subscribe_msg_change_event' | 'subscribe_msg_sent_event';
  readonly items: readonly {
    readonly templateId: string;
    /** `accept` or `reject`. */
    readonly choice?: string;
    readonly sentMsgId?: string;
    readonly errorCode?: string;
    readonly errorStatus?: string;
  }[];
}

/** The account's verification: tells when the right to web authorisation appears or vanishes. Times in seconds. */
export interface VerificationEvent extends EventEnvelope {
  readonly event:
    | 'qualification_verify_success'
    | 'qualification_verify_fail'
    | 'naming_verify_success'
    | 'naming_verify_fail'
    | 'annual_renew'
    | 'verify_expired';
  readonly expiredTime?: number;
  readonly failTime?: number;
  readonly failReason?: string;
}

/**
 * The user changed what the account may know. The user is in `openid`, which has been seen missing in
 * `user_info_modified`; `from` is a platform account. `appId` is the account that it is about: act if it is yours.
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
  | ViewMiniProgramEvent
  | ScanCodeEvent
  | PicturesEvent
  | LocationSelectEvent
  | SendingFinishedEvent
  | SubscriptionMessageEvent
  | VerificationEvent
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
