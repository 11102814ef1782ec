/**
 * The event stream of the world. Not EventSource: it cannot begin with a Last-Event-ID, says nothing about when it tries
 * again, and gives up where a server that restarts answers with an error first.
 */
import { worldPath } from './client.ts';

export interface StreamEvent {
  readonly type: string;
  readonly id: number;
  readonly data: unknown;
}

export interface StreamReader {
  /** Events as they came together; the first batch is what was missed. */
  onEvents(events: readonly StreamEvent[]): void;
  onOpen(): void;
  /** The connection is gone; it is tried again at `retryAt` (milliseconds since the epoch). */
  onLost(retryAt: number): void;
  lastId(): number;
}

export interface Stream {
  /** Tries again at once. */
  retry(): void;
  close(): void;
}

const waits = [500, 1000, 2000, 4000];

export function openStream(reader: StreamReader): Stream {
  let closed = false;
  let failures = 0;
  let abort = new AbortController();
  let wake: () => void = () => {};

  const follow = async () => {
    while (!closed) {
      abort = new AbortController();
      try {
        const response = await fetch(worldPath('/events'), {
          headers: { 'last-event-id': String(reader.lastId()) },
          signal: abort.signal,
        });
        if (!response.ok || !response.body) throw new Error(`events: ${response.status}`);
        failures = 0;
        reader.onOpen();
        await readEvents(response.body, (events) => reader.onEvents(events));
      } catch {
        // Whatever it was, the only remedy is to try again.
      }
      if (closed) return;
      const wait = waits[Math.min(failures, waits.length - 1)] ?? 4000;
      failures += 1;
      reader.onLost(Date.now() + wait);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  void follow();
  return {
    retry: () => wake(),
    close() {
      closed = true;
      abort.abort();
      wake();
    },
  };
}

async function readEvents(body: ReadableStream<Uint8Array>, give: (events: StreamEvent[]) => void): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = '';
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop() ?? '';
    const events = parts.flatMap(readEvent);
    if (events.length > 0) give(events);
  }
}

/** One block of `id:`, `event:` and `data:` lines. */
export function readEvent(block: string): StreamEvent[] {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).replace(/^ /, ''));
  }
  const data = fields.get('data');
  if (data === undefined) return [];
  try {
    return [{ type: fields.get('event') ?? 'message', id: Number(fields.get('id') ?? 0), data: JSON.parse(data) }];
  } catch {
    return [];
  }
}
