import { bare, type Field } from './document.ts';

/** One button of the menu that does more than CLICK and VIEW sends what the person did with it. */
export interface ScanCodeInfo {
  readonly scanType: 'qrcode' | 'barcode';
  readonly scanResult: string;
}

/** What WeChat tells an account besides messages; the names are those of the wire, upper and lower case as there. */
export type PushEvent =
  | { readonly event: 'subscribe'; readonly eventKey: string | null; readonly ticket?: string }
  | { readonly event: 'unsubscribe' }
  | { readonly event: 'SCAN'; readonly eventKey: string; readonly ticket: string }
  | { readonly event: 'LOCATION'; readonly latitude: number; readonly longitude: number; readonly precision: number }
  | { readonly event: 'CLICK' | 'VIEW' | 'view_miniprogram'; readonly eventKey: string }
  | { readonly event: 'scancode_push' | 'scancode_waitmsg'; readonly eventKey: string; readonly scan: ScanCodeInfo }
  | {
      readonly event: 'pic_sysphoto' | 'pic_photo_or_album' | 'pic_weixin';
      readonly eventKey: string;
      /** MD5 sums of the pictures. */
      readonly pictures: readonly string[];
    }
  | {
      readonly event: 'location_select';
      readonly eventKey: string;
      readonly latitude: number;
      readonly longitude: number;
      readonly label: string;
    }
  | { readonly event: 'verify_expired'; readonly expiredTime: number; readonly failReason: string }
  | {
      readonly event: 'user_info_modified' | 'user_authorization_revoke' | 'user_authorization_cancellation';
      readonly openid: string | null;
      readonly unionid: string | null;
      readonly appId: string;
      readonly revokeInfo?: string;
    };

function details(push: PushEvent): Field[] {
  switch (push.event) {
    case 'subscribe': {
      const fields: Field[] = push.eventKey === null ? [] : [['EventKey', push.eventKey]];
      if (push.ticket !== undefined) fields.push(['Ticket', push.ticket]);
      return fields;
    }
    case 'unsubscribe':
      return [['EventKey', '']];
    case 'SCAN':
      return [
        ['EventKey', push.eventKey],
        ['Ticket', push.ticket],
      ];
    case 'LOCATION':
      return [
        ['Latitude', bare(push.latitude)],
        ['Longitude', bare(push.longitude)],
        ['Precision', bare(push.precision)],
      ];
    case 'CLICK':
    case 'VIEW':
    case 'view_miniprogram':
      return [['EventKey', push.eventKey]];
    case 'scancode_push':
    case 'scancode_waitmsg':
      return [
        ['EventKey', push.eventKey],
        [
          'ScanCodeInfo',
          [
            ['ScanType', push.scan.scanType],
            ['ScanResult', push.scan.scanResult],
          ],
        ],
      ];
    case 'pic_sysphoto':
    case 'pic_photo_or_album':
    case 'pic_weixin':
      return [
        ['EventKey', push.eventKey],
        [
          'SendPicsInfo',
          [
            ['Count', bare(push.pictures.length)],
            ['PicList', push.pictures.map((sum): Field => ['item', [['PicMd5Sum', sum]]])],
          ],
        ],
      ];
    case 'location_select':
      return [
        ['EventKey', push.eventKey],
        [
          'SendLocationInfo',
          [
            ['Location_X', String(push.latitude)],
            ['Location_Y', String(push.longitude)],
            ['Scale', '15'],
            ['Label', push.label],
            ['Poiname', ''],
          ],
        ],
      ];
    case 'verify_expired':
      return [
        ['ExpiredTime', bare(push.expiredTime)],
        ['FailReason', push.failReason],
      ];
    case 'user_info_modified':
    case 'user_authorization_revoke':
    case 'user_authorization_cancellation': {
      const fields: Field[] = [];
      if (push.openid !== null) fields.push(['OpenID', push.openid]);
      if (push.unionid !== null) fields.push(['UnionID', push.unionid]);
      fields.push(['AppID', push.appId]);
      if (push.revokeInfo !== undefined) fields.push(['RevokeInfo', push.revokeInfo]);
      return fields;
    }
  }
}

/** The fields of an event behind the envelope. Events have no MsgId. */
export function eventFields(push: PushEvent): Field[] {
  return [['Event', push.event], ...details(push)];
}
