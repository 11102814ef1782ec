import { takeFromMessageWindow } from '../../../../world/message-windows.ts';
import { done, jsonBody, Refusal } from '../../../call.ts';
import { appEndpoint } from '../../../endpoint.ts';

/** A message that the account sends on its own, within the window that the person opened. */
export const customerMessage = appEndpoint('customerMessage', (call) => {
  const { world, account } = call;
  const body = jsonBody(call);
  const person = typeof body.touser === 'string' ? world.personOfOpenid(account, body.touser) : undefined;
  if (person === undefined) throw new Refusal(40003, 'C-06');
  const message = contentOf(body);
  if (!world.isFollower(person.name, account.name)) throw new Refusal(45015, 'C-02');
  const taken = takeFromMessageWindow(world, person, account);
  if (taken === 'closed') throw new Refusal(45015, 'C-02');
  if (taken === 'used up') throw new Refusal(45047, 'C-03');
  world.addMessage(person.name, account.name, { from: 'account', ...message });
  return done('C-01');
});

/** `{"msgtype":"text","text":{"content":…}}`; another type's object is kept in the chat as it is. */
function contentOf(body: Record<string, unknown>): { type: string; text?: string; [field: string]: unknown } {
  const type = body.msgtype;
  const content = typeof type === 'string' ? body[type] : undefined;
  if (typeof type !== 'string' || typeof content !== 'object' || content === null) throw new Refusal(40035, 'C-01');
  if (type !== 'text') return { type, content };
  const text = (content as { content?: unknown }).content;
  if (typeof text !== 'string' || text === '') throw new Refusal(40035, 'C-01');
  return { type, text };
}
