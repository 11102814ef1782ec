import { z } from 'zod';
import { awaitMessages } from '../phone/messages.ts';
import type { ChatMessage } from '../world/state.ts';
import { operation } from './operation.ts';
import { isoTime, message } from './schemas.ts';

export function wireMessage(given: ChatMessage): unknown {
  return { ...given, at: isoTime(given.at) };
}

export const chatOperations = [
  operation({
    method: 'get',
    path: '/worlds/{world}/chats/{person}/{account}',
    summary: 'The messages of a chat, oldest first; kept when one unfollows',
    query: z.strictObject({
      since: z.string().regex(/^\d+$/, 'the id of a message').optional(),
      wait: z.coerce.number().min(0).max(30).optional().meta({ description: 'Seconds to wait for a newer message' }),
    }),
    answer: z.object({ messages: z.array(message) }),
    handle: async ({ world, params, query: { since, wait = 0 }, request: { signal } }) => {
      const person = world.personNamed(params.person ?? '');
      const account = world.accountNamed(params.account ?? '');
      const options = { waitMs: wait * 1000, signal, ...(since !== undefined && { since }) };
      return { messages: (await awaitMessages(world, person, account, options)).map(wireMessage) };
    },
  }),
];
