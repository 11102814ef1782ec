import { limits } from '@mingpian/facts/limits';
import { takeFromMessageWindow } from '../../../../world/message-windows.ts';
import type { World } from '../../../../world/world.ts';
import { done, jsonBody, Refusal } from '../../../call.ts';
import { appEndpoint } from '../../../endpoint.ts';

/** A message that the account sends on its own, within the window that the person opened. */
export const customerMessage = appEndpoint('customerMessage', (call) => {
  const { world, account } = call;
  const body = jsonBody(call);
  const person = typeof body.touser === 'string' ? world.personOfOpenid(account, body.touser) : undefined;
  if (person === undefined) throw new Refusal(40003, 'C-06');
  const message = contentOf(world, body);
  if (!world.isFollower(person.name, account.name)) throw new Refusal(45015, 'C-02');
  const taken = takeFromMessageWindow(world, person, account);
  if (taken === 'closed') throw new Refusal(45015, 'C-02');
  if (taken === 'used up') throw new Refusal(45047, 'C-03');
  world.addMessage(person.name, account.name, { from: 'account', ...message });
  return done('C-01');
});

/** What each type needs inside its object. */
const needs: Readonly<Record<string, readonly string[]>> = {
  text: ['content'],
  image: ['media_id'],
  voice: ['media_id'],
  video: ['media_id'],
  music: ['musicurl', 'thumb_media_id'],
  news: ['articles'],
  mpnews: ['media_id'],
  mpnewsarticle: ['article_id'],
  msgmenu: ['list'],
  wxcard: ['card_id'],
  miniprogrampage: ['appid', 'pagepath', 'thumb_media_id'],
};

/** `{"msgtype":"text","text":{"content":…}}`; another type's object is kept in the chat as it is. */
function contentOf(
  world: World,
  body: Record<string, unknown>,
): { type: string; text?: string; [field: string]: unknown } {
  const type = body.msgtype;
  const needed = typeof type === 'string' ? needs[type] : undefined;
  if (typeof type !== 'string' || needed === undefined) throw new Refusal(40008, 'C-01');
  const content = body[type] as Record<string, unknown> | null | undefined;
  if (typeof content !== 'object' || content === null) throw new Refusal(40035, 'C-01');
  for (const field of needed) {
    if (content[field] !== undefined && content[field] !== '') continue;
    throw new Refusal(field.endsWith('media_id') ? 40007 : 40035, 'C-01');
  }
  if (type !== 'text') {
    world.finding('gap', 'C-01', `a customer message of type ${type} is shown as it came; its ids are not checked`);
    return { type, content };
  }
  if (typeof content.content !== 'string') throw new Refusal(40035, 'C-01');
  if (Buffer.byteLength(content.content) > limits.replyTextBytes.value) throw new Refusal(45002, 'C-01');
  return { type, text: content.content };
}
