import { type Account, type ChatMessage, chatKey, type Person } from '../world/state.ts';
import type { World } from '../world/world.ts';

/** The chat, oldest first; with `since`, what came after that message. */
export function messagesSince(world: World, person: Person, account: Account, since?: string): ChatMessage[] {
  const chat = world.state.chats[chatKey(person.name, account.name)] ?? [];
  return since === undefined ? chat : chat.filter((message) => Number(message.id) > Number(since));
}

/** As `messagesSince`, but waits up to `waitMs` of the host's time for something newer; ends early when `signal` aborts. */
export async function awaitMessages(
  world: World,
  person: Person,
  account: Account,
  { since, waitMs, signal }: { since?: string; waitMs: number; signal?: AbortSignal },
): Promise<ChatMessage[]> {
  const known = since ?? messagesSince(world, person, account).at(-1)?.id ?? '0';
  if (waitMs > 0 && messagesSince(world, person, account, known).length === 0) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = world.subscribe((event) => {
      if (event.type === 'message' && event.person === person.name && event.account === account.name) resolve();
    });
    const cancel = world.hostAfter(waitMs, resolve);
    signal?.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    stop();
    cancel();
  }
  return messagesSince(world, person, account, since);
}
