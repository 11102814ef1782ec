import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNodePushHandler } from '../src/node-handler.ts';
import { createPushHandler, type PushHandlerOptions } from '../src/push-handler.ts';
import { type Reply, textReply } from '../src/reply.ts';
import { createWebPushHandler } from '../src/web-handler.ts';
import { readXml } from '../src/xml-reader.ts';
import { push, signed, textDocument } from './pushes.ts';
import { HandClock } from './scripted-wechat.ts';

const clock = new HandClock('2026-01-01T00:00:00+08:00');
const NOW = Math.floor(clock.now() / 1000);
const contentOf = (body: string) => readXml(body).Content;
const text = (content = 'hi', msgId = '6577309546223567809') => textDocument(content, msgId, NOW);

function handler(more: Partial<PushHandlerOptions> & Pick<PushHandlerOptions, 'onPush'>) {
  return createPushHandler({ ...push, mode: 'plain', clock, ...more });
}

describe('a push has its effect once', () => {
  it('WH-08 RPL-05 three deliveries, one call, three equal replies', async () => {
    let calls = 0;
    const webhook = handler({
      onPush: async () => {
        calls += 1;
        return textReply(`call ${calls}`);
      },
    });
    const { query, body } = signed(text(), { at: NOW });
    const answers = [
      await webhook.post(query, body),
      ...(await Promise.all([webhook.post(query, body), webhook.post(query, body)])),
    ];
    expect(answers.map((answer) => [answer.status, contentOf(answer.body)])).toEqual(Array(3).fill([200, 'call 1']));
    expect(calls).toBe(1);
  });

  it('WH-08 the same MsgId under another signature is the same push', async () => {
    const seen: unknown[] = [];
    const webhook = handler({
      onPush: (each) => {
        seen.push(each.type);
        return undefined;
      },
    });
    for (const nonce of ['111111111', '222222222']) {
      const { query, body } = signed(text(), { at: NOW, nonce });
      expect(await webhook.post(query, body)).toMatchObject({ status: 200, body: 'success' });
    }
    expect(seen).toEqual(['text']);
  });

  it('WH-08 onPush gets the key by which another process knows the push again', async () => {
    const keys: string[] = [];
    const both = [1, 2].map(() =>
      handler({
        onPush: (_, { dedupeKey }) => {
          keys.push(dedupeKey);
          return undefined;
        },
      }),
    );
    const { query, body } = signed(text(), { at: NOW });
    for (const webhook of both) await webhook.post(query, body);
    expect(keys).toEqual(Array(2).fill('message:6577309546223567809'));
  });

  it('WH-06 SIG-07 a captured signature with another body is refused', async () => {
    const refusals: string[] = [];
    const webhook = handler({ onPush: () => undefined, onRefused: (refusal) => refusals.push(refusal.reason) });
    const { query, body } = signed(text('one'), { at: NOW });
    await webhook.post(query, body);
    expect(await webhook.post(query, text('two', '1'))).toEqual({
      status: 403,
      contentType: 'text/plain; charset=utf-8',
      body: '',
    });
    expect(refusals).toEqual(['replay']);
  });

  it('WH-19 when onPush throws WeChat delivers again, and then it works', async () => {
    const errors: unknown[] = [];
    let calls = 0;
    const webhook = handler({
      onPush: async () => {
        calls += 1;
        if (calls === 1) throw new Error('database away');
        return textReply('now');
      },
      onError: (error) => errors.push(error),
    });
    const { query, body } = signed(text(), { at: NOW });
    expect(await webhook.post(query, body)).toMatchObject({ status: 500, body: '' });
    expect(contentOf((await webhook.post(query, body)).body)).toBe('now');
    expect(errors).toHaveLength(1);
  });

  it.each([['an object'], ['<html></html>'], [null], [7]])('RPL-04 %j is never sent', async (value) => {
    const errors: unknown[] = [];
    const onPush = (() => value) as unknown as PushHandlerOptions['onPush'];
    const webhook = handler({ onPush, onError: (error) => errors.push(error) });
    const { query, body } = signed(text(), { at: NOW });
    expect(await webhook.post(query, body)).toMatchObject({ status: 200, body: 'success' });
    expect(errors).toEqual([expect.any(TypeError)]);
  });

  it('WH-18 a slow reply becomes success, and the reply is passed on once', async () => {
    const late: Reply[] = [];
    let finish: (reply: Reply) => void = () => {};
    const webhook = handler({
      onPush: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
      sleep: async () => {},
      onLateReply: (reply) => late.push(reply),
    });
    const { query, body } = signed(text(), { at: NOW });
    expect(await webhook.post(query, body)).toMatchObject({ status: 200, body: 'success' });
    expect(await webhook.post(query, body)).toMatchObject({ status: 200, body: 'success' });
    finish(textReply('late'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(late).toHaveLength(1);
  });

  // A rejection that nobody hears ends a Node process.
  it.each([
    [
      'throws',
      () => {
        throw new Error('45015');
      },
    ],
    ['rejects', () => Promise.reject(new Error('45015'))],
  ])('WH-18 what onLateReply %s goes to onError', async (_, onLateReply) => {
    const errors: unknown[] = [];
    const told = new Promise<void>((resolve) => {
      const webhook = handler({
        onPush: () => new Promise((reply) => setImmediate(() => reply(textReply('late')))),
        sleep: async () => {},
        onLateReply,
        onError: (error) => {
          errors.push(error);
          resolve();
        },
      });
      const { query, body } = signed(text(), { at: NOW });
      void webhook.post(query, body);
    });
    await told;
    expect(errors).toEqual([new Error('45015')]);
  });

  it('what was seen is forgotten only after its signature is stale', async () => {
    const moving = new HandClock(clock.now());
    let calls = 0;
    const webhook = handler({
      clock: moving,
      onPush: () => {
        calls += 1;
        return undefined;
      },
    });
    const { query, body } = signed(text(), { at: NOW });
    await webhook.post(query, body);
    moving.advance(299);
    await webhook.post(query, body);
    moving.advance(10);
    expect(await webhook.post(query, body)).toMatchObject({ status: 403 });
    expect(calls).toBe(1);
  });
});

it('HTP-01 a push that is not signed is refused before its body is read', async () => {
  let read = 0;
  const body = new ReadableStream({
    pull(controller) {
      read += 1;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  const answerTo = createWebPushHandler({ ...push, mode: 'plain', clock, onPush: () => undefined });
  const { query } = signed(text(), { at: NOW });
  const forged = query.replace(/signature=[0-9a-f]{8}/, 'signature=00000000');
  const request = new Request(`http://127.0.0.1/?${forged}`, { method: 'POST', body, duplex: 'half' } as RequestInit);
  expect((await answerTo(request)).status).toBe(403);
  // A stream fills its own buffer of one chunk; nobody asked for more.
  expect(read).toBeLessThanOrEqual(1);
});

describe.each(['node', 'web'] as const)('as a server: %s', (kind) => {
  const options: PushHandlerOptions = {
    ...push,
    mode: 'safe',
    clock,
    onPush: (each) => (each.type === 'text' ? textReply(`你说：${each.content}`) : undefined),
  };

  async function ask(method: string, query: string, body?: string): Promise<Response> {
    if (kind === 'web') {
      const request = new Request(`http://127.0.0.1/webhook?${query}`, {
        method,
        ...(body === undefined ? {} : { body }),
      });
      return createWebPushHandler(options)(request);
    }
    const server = createServer(createNodePushHandler(options));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook?${query}`;
    return fetch(address, { method, ...(body === undefined ? {} : { body }) });
  }

  it('M-26 answers a sealed push with a sealed reply', async () => {
    const { query, body } = signed(text('你好'), { at: NOW, sealed: true });
    const response = await ask('POST', query, body);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(Object.keys(readXml(await response.text()))).toEqual(['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce']);
  });

  it('WH-01 answers the URL check', async () => {
    const { query } = signed('', { at: NOW });
    const response = await ask('GET', `${query}&echostr=1234567890`);
    expect(await response.text()).toBe('1234567890');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['WH-05 a clear body', 'POST', signed(text(), { at: NOW }).query, text(), 403],
    ['WH-04 no query', 'POST', '', text(), 400],
    ['WH-22 the signature in the body', 'POST', '', signed(text(), { at: NOW }).query, 400],
    ['WH-21 PUT', 'PUT', signed(text(), { at: NOW }).query, text(), 405],
    ['WH-21 DELETE', 'DELETE', signed(text(), { at: NOW }).query, undefined, 405],
    ['HTP-01 too large a body', 'POST', signed(text(), { at: NOW }).query, 'x'.repeat(256 * 1024 + 1), 413],
  ] as const)('%s is refused with nothing in the answer', async (_, method, query, body, status) => {
    const response = await ask(method, query, body);
    expect([response.status, await response.text()]).toEqual([status, '']);
  });
});

it('a body parser that ran before the webhook is named, instead of a push that waits for ever', async () => {
  const webhook = createNodePushHandler({ ...push, mode: 'plain', clock, onPush: () => undefined });
  const errors: unknown[] = [];
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    await webhook(request, response).catch((error) => errors.push(error));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const ask = async ({ query, body }: { query: string; body: string }) =>
    (
      await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?${query}`, { method: 'POST', body })
    ).text();
  await ask({ query: '', body: 'nobody who cannot sign gets that far' });
  expect(errors).toEqual([]);
  await ask(signed(text(), { at: NOW }));
  expect(errors).toEqual([new TypeError('the body was read before the webhook: let no body parser run before it')]);
});
