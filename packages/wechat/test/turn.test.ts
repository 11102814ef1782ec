import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createNodePushHandler } from '../src/node-handler.ts';
import { endOfTurn } from '../src/turn.ts';
import { push, signed, textDocument } from './pushes.ts';
import { HandClock } from './scripted-wechat.ts';

const clock = new HandClock('2026-01-01T00:00:00+08:00');
const NOW = Math.floor(clock.now() / 1000);

describe('the end of a turn', () => {
  it('comes once for all who wait in the turn, after everything that was ready, and in their order', async () => {
    const happened: string[] = [];
    const waiter = async (name: string): Promise<void> => {
      await endOfTurn();
      happened.push(name);
    };
    const all = [waiter('first'), waiter('second')];
    process.nextTick(() => happened.push('what was ready'));
    expect(endOfTurn()).toBe(endOfTurn());
    await Promise.all([...all, waiter('third')]);
    expect(happened).toEqual(['what was ready', 'first', 'second', 'third']);
    const next = endOfTurn();
    await next;
    expect(endOfTurn()).not.toBe(next);
  });

  it('comes also where a test has stopped the clock', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    await endOfTurn();
    expect(vi.isFakeTimers()).toBe(true);
  });

  it('leaves each waiting request its own asynchronous context', async () => {
    const requestId = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const handle = createNodePushHandler({
      ...push,
      mode: 'plain',
      clock,
      onPush: ({ raw }) => {
        seen.push([raw.Content, requestId.getStore()]);
        return undefined;
      },
    });
    const contents = Array.from({ length: 20 }, (_, index) => `push ${index}`);
    const server = createServer((request, response) => {
      requestId.run(String(request.headers['x-request-id']), () => handle(request, response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    await Promise.all(
      contents.map((content, index) => {
        const { query, body } = signed(textDocument(content, `65773095462235678${index + 10}`, NOW), {
          at: NOW,
          nonce: `15147114${index + 10}`,
        });
        const headers = { 'x-request-id': content };
        return fetch(`http://127.0.0.1:${port}/?${query}`, { method: 'POST', body, headers });
      }),
    );
    expect(seen.toSorted()).toEqual(contents.map((content) => [content, content]).toSorted());
  });
});
