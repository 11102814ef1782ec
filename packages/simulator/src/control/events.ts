import type { LiveWorld } from '../live-world.ts';
import type { ChatMessage, LedgerEntry } from '../world/state.ts';
import type { WorldEvent } from '../world/world.ts';
import { wireMessage } from './chats.ts';
import { wireEntry } from './ledger.ts';
import { operation } from './operation.ts';
import { isoTime } from './schemas.ts';

function line(event: string, id: string, data: unknown): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function ledgerLine(entry: LedgerEntry): string {
  return line('ledger', entry.id, wireEntry(entry));
}

function messageLine(chat: string, message: ChatMessage): string {
  const [person, account] = chat.split('/');
  return line('message', message.id, { person, account, message: wireMessage(message) });
}

function clockLine(world: LiveWorld): string {
  return line('clock', String(world.state.serial), { now: isoTime(world.now()), frozen: world.clock.frozen });
}

function eventLine(world: LiveWorld, event: WorldEvent): string {
  switch (event.type) {
    case 'ledger':
      return ledgerLine(event.entry);
    case 'message':
      return messageLine(`${event.person}/${event.account}`, event.message);
    case 'clock':
      return clockLine(world);
    case 'view':
      return line('view', String(world.state.serial), { person: event.person });
    case 'state':
      return line('state', String(world.state.serial), { what: event.what });
  }
}

/** What a client missed: entries and messages have the world's serial as id, so the state itself remembers them. */
function missed(world: LiveWorld, after: number): string[] {
  const entries = world.state.ledger.map((entry) => [Number(entry.id), ledgerLine(entry)] as const);
  const messages = Object.entries(world.state.chats).flatMap(([chat, list]) =>
    list.map((message) => [Number(message.id), messageLine(chat, message)] as const),
  );
  return [...entries, ...messages]
    .filter(([id]) => id > after)
    .sort(([one], [other]) => one - other)
    .map(([, text]) => text);
}

export const eventOperations = [
  operation({
    method: 'get',
    path: '/worlds/{world}/events',
    summary: 'Server-sent events: ledger, message, clock and state as they happen; Last-Event-ID resumes',
    contentType: 'text/event-stream',
    handle: ({ world, request }) => {
      const encoder = new TextEncoder();
      const lastId = request.headers.get('last-event-id');
      let stop = () => {};
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          const send = (text: string) => controller.enqueue(encoder.encode(text));
          send(clockLine(world));
          if (lastId !== null && /^\d+$/.test(lastId)) for (const text of missed(world, Number(lastId))) send(text);
          stop = world.subscribe((event) => send(eventLine(world, event)));
          request.signal.addEventListener('abort', () => stop(), { once: true });
        },
        cancel: () => stop(),
      });
      return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
    },
  }),
];
