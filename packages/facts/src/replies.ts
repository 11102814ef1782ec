import type { Provenance } from './fact.ts';
import type { PushField } from './pushes.ts';

/** A passive reply: the answer to a push, inside its five seconds. The envelope is that of a push with the names swapped. */
export interface ReplyFact extends Provenance {
  /** MsgType. */
  readonly type: string;
  readonly fields: readonly PushField[];
}

const media = [{ name: 'MediaId', type: 'string' }] as const;
const title = { name: 'Title', type: 'string', optional: true } as const;
const description = { name: 'Description', type: 'string', optional: true } as const;

const music = [
  title,
  description,
  { name: 'MusicUrl', type: 'string', optional: true },
  { name: 'HQMusicUrl', type: 'string', optional: true },
  { name: 'ThumbMediaId', type: 'string' },
] as const;

const article = [
  { name: 'Title', type: 'string' },
  { name: 'Description', type: 'string' },
  { name: 'PicUrl', type: 'string' },
  { name: 'Url', type: 'string' },
] as const;

/** A text may hold `<a href>` links, the usual way to offer an authorisation link in the chat. */
// biome-ignore format: one line a row
export const replies = [
  { type: 'text', fields: [{ name: 'Content', type: 'string' }], source: ['MUD-KEYS', 'PASSIVE'], grade: 'documented' },
  { type: 'image', fields: [{ name: 'Image', type: 'object', fields: media }], source: 'MUD-KEYS', grade: 'documented' },
  { type: 'voice', fields: [{ name: 'Voice', type: 'object', fields: media }], source: 'MUD-KEYS', grade: 'documented' },
  { type: 'video', fields: [{ name: 'Video', type: 'object', fields: [...media, title, description] }], source: 'MUD-KEYS', grade: 'documented' },
  { type: 'music', fields: [{ name: 'Music', type: 'object', fields: music }], source: 'MUD-KEYS', grade: 'documented' },
  { type: 'news', fields: [{ name: 'ArticleCount', type: 'number' }, { name: 'Articles', type: 'item[]', fields: article }], source: 'MUD-KEYS', grade: 'documented' },
  { type: 'transfer_customer_service', fields: [{ name: 'TransInfo', type: 'object', optional: true, fields: [{ name: 'KfAccount', type: 'string' }] }], source: 'MUD-KEYS', grade: 'documented' },
] as const satisfies readonly ReplyFact[];

export type ReplyType = (typeof replies)[number]['type'];
