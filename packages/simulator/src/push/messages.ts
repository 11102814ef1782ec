import { bare, type Field } from './document.ts';

/** What a person sends into a chat. Ids and addresses of media are those of WeChat's storage. */
export type PersonMessage =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly picUrl: string; readonly mediaId: string }
  | { readonly type: 'voice'; readonly mediaId: string; readonly format: string; readonly mediaId16K: string }
  | { readonly type: 'video' | 'shortvideo'; readonly mediaId: string; readonly thumbMediaId: string }
  | {
      readonly type: 'location';
      readonly latitude: number;
      readonly longitude: number;
      readonly scale: number;
      readonly label: string;
    }
  | { readonly type: 'link'; readonly title: string; readonly description: string; readonly url: string };

function content(message: PersonMessage): Field[] {
  switch (message.type) {
    case 'text':
      return [['Content', message.text]];
    case 'image':
      return [
        ['PicUrl', message.picUrl],
        ['MediaId', message.mediaId],
      ];
    case 'voice':
      return [
        ['MediaId', message.mediaId],
        ['Format', message.format],
        ['MediaId16K', message.mediaId16K],
      ];
    case 'video':
    case 'shortvideo':
      return [
        ['MediaId', message.mediaId],
        ['ThumbMediaId', message.thumbMediaId],
      ];
    case 'location':
      return [
        ['Location_X', bare(message.latitude)],
        ['Location_Y', bare(message.longitude)],
        ['Scale', bare(message.scale)],
        ['Label', message.label],
      ];
    case 'link':
      return [
        ['Title', message.title],
        ['Description', message.description],
        ['Url', message.url],
      ];
  }
}

/** The fields of a message behind the envelope; `msgId` is a decimal beyond 2^53. */
export function messageFields(message: PersonMessage, msgId: string): Field[] {
  return [...content(message), ['MsgId', bare(msgId)]];
}
