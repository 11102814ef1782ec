import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { Counts } from '../../src/counts.ts';
import { forwardLimits, startDeliveries } from '../../src/forwarding/forwarding.ts';
import { signedPost } from '../../src/forwarding/signed-post.ts';
import {
  event,
  manualTimer,
  openidOf,
  pushAccount,
  start,
  type TestGateway,
  testGateway,
  textMessage,
  written,
  writtenAccount,
} from '../harness.ts';

interface Heard {
  readonly id: string;
  readonly signature: string;
  readonly timestamp: string;
  readonly body: string;
}

const secrets = { bot: randomBytes(32).toString('base64url'), crm: randomBytes(32).toString('base64url') };
let server: Server;
let origin: string;
let heard: Record<string, Heard[]>;
let answers: Record<string, () => { status?: number; body?: string; location?: string } | undefined>;
beforeAll(async () => {
  server = createServer((request, reply) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      const name = request.url?.slice(1) ?? '';
      const header = (key: string) => String(request.headers[key]);
      heard[name] ??= [];
      heard[name].push({
        id: header('webhook-id'),
        signature: header('webhook-signature'),
        timestamp: header('webhook-timestamp'),
        body,
      });
      const { status = 200, body: answer = '', location } = answers[name]?.() ?? {};
      reply.writeHead(status, location === undefined ? {} : { location }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

let gateway: TestGateway;
beforeEach(async () => {
  heard = {};
  answers = {};
  gateway = await testGateway({
    forwards: [
      {
        name: 'bot',
        accounts: ['service'],
        kinds: ['text', 'event:subscribe'],
        url: `${origin}/bot`,
        signing_secret: secrets.bot,
        answers: true,
      },
      { name: 'crm', accounts: ['service'], kinds: ['event:*'], url: `${origin}/crm`, signing_secret: secrets.crm },
    ],
  });
});
afterEach(() => gateway.close());

/** Lets the queue be looked through until `done`. */
async function eventually(done: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await done())) {
    gateway.timer.pass(1_000);
    await new Promise(setImmediate);
  }
}
const people = () => gateway.parts.store.people.count();

describe('a system that answers', () => {
  it('gets the push, signed as Standard Webhooks has it, and its answer is the reply', async () => {
    answers.bot = () => ({ body: JSON.stringify({ reply: '你好，我是机器人' }) });
    const openid = openidOf('asks');
    const { reply } = await gateway.push('service', textMessage('service', openid, '价格'));
    expect(reply).toContain('你好，我是机器人');
    const [got] = heard.bot!;
    const { id, timestamp, body, signature } = got!;
    expect(signature).toBe(
      `v1,${createHmac('sha256', secrets.bot).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
    );
    expect(JSON.parse(body)).toMatchObject({
      type: 'wechat.push',
      data: {
        account: 'service',
        kind: 'text',
        openid,
        trusted: true,
        at: new Date(start).toISOString(),
        document: expect.stringContaining('价格'),
      },
    });
  });

  it('does not take the gateway its people: somebody who follows is known, whoever greets them', async () => {
    answers.bot = () => ({ body: '{"reply":"hi"}' });
    const { reply } = await gateway.push('service', event('service', openidOf('new'), 'subscribe'));
    expect(reply).toContain('hi');
    expect(await people()).toBe(1);
  });

  it.each([
    ['fails', { status: 500 }],
    ['is redirected', { status: 302, location: 'https://evil.example' }],
    ['says nothing', { body: '' }],
    ['says something that is no answer', { body: '{"reply":5}' }],
    ['says what is no JSON', { body: '<html>' }],
  ])('that %s leaves the word to the gateway', async (_, answer) => {
    answers.bot = () => answer;
    const { reply } = await gateway.push('service', event('service', openidOf('new'), 'subscribe'));
    expect(reply).toContain('欢迎');
    expect(heard.bot).toHaveLength(1);
  });

  it('that hangs is left alone before the budget ends', async () => {
    const hanging = createServer(() => {});
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`;
    await expect(signedPost({ url, id: '1', timestamp: 1, body: '{}', secret: 's' }, 20)).rejects.toMatchObject({
      code: 'timeout',
    });
    hanging.close();
    expect(forwardLimits.answer).toBeLessThan(1200);
  });
});

describe('a system that listens', () => {
  it('hears of each push of its kinds once it can be reached, with the same id each time, and of no other', async () => {
    let up = false;
    answers.crm = () => ({ status: up ? 204 : 503 });
    await gateway.push('service', textMessage('service', openidOf('a'), 'not for the crm'));
    await gateway.push('service', event('service', openidOf('a'), 'VIEW', { EventKey: 'https://x.test' }));
    await eventually(() => heard.crm?.length === 1);
    up = true;
    await eventually(() => {
      gateway.clock.time += forwardLimits.lease;
      return heard.crm?.length === 2;
    });
    expect(new Set(heard.crm!.map(({ id }) => id)).size).toBe(1);
    expect(JSON.parse(heard.crm![0]!.body).data.kind).toBe('event:VIEW');
  });

  it('R48 that is down costs the person nothing: the reply is there at once', async () => {
    answers.crm = () => ({ status: 500 });
    const { reply } = await gateway.push('service', event('service', openidOf('b'), 'subscribe'));
    expect(reply).toContain('欢迎');
  });

  describe('whose rule a node does not know yet', () => {
    let older: ReturnType<typeof startDeliveries>;
    let counts: Counts;
    const timer = manualTimer();
    const triedByOlder = async (done: () => boolean) => {
      while (!done()) {
        gateway.clock.time += forwardLimits.retryMost;
        timer.pass(1_000);
        await new Promise(setImmediate);
      }
    };
    beforeEach(async () => {
      counts = new Counts();
      const { parts } = gateway;
      older = startDeliveries({ ...parts, config: { ...parts.config, forwards: [] }, timer }, signedPost, counts);
      await gateway.push('service', event('service', openidOf('early'), 'VIEW'));
    });
    afterEach(() => older.stop());

    it('hears of the push from a node that does', async () => {
      await triedByOlder(() => gateway.lines.join('').includes('unknown_rule'));
      older.stop();
      await eventually(() => {
        gateway.clock.time += forwardLimits.retryMost;
        return heard.crm?.length === 1;
      });
      expect(counts.get('delivery.failed')).toBe(1);
    });

    it('is given up after as many tries as any other, and that is told', async () => {
      await triedByOlder(() => counts.get('delivery.given_up') === 1);
      expect(counts.get('delivery.failed')).toBe(forwardLimits.attempts - 1);
      expect(gateway.lines.join('')).toContain('"given":true');
      await eventually(
        async () => (await gateway.parts.store.deliveries.take(9, Number.MAX_SAFE_INTEGER, start)).length === 0,
      );
      expect(heard.crm).toBeUndefined();
    });
  });

  it('hears nothing of somebody who has asked to be forgotten before it could be reached', async () => {
    const openid = openidOf('forgotten');
    await gateway.push('service', event('service', openid, 'VIEW'));
    await gateway.parts.store.inbox.forget(pushAccount('service').appId, openid);
    await eventually(async () => {
      gateway.timer.pass(1_000);
      return (await gateway.parts.store.deliveries.take(9, Number.MAX_SAFE_INTEGER, start)).length === 0;
    });
    expect(heard.crm).toBeUndefined();
  });
});

it.each([
  ['two that answer one account', [{ answers: true }, { answers: true }], 'forwards.1.answers'],
  ['an address without TLS', [{ url: 'http://crm.example/' }], 'forwards.0.url'],
  ['an account that is not there', [{ accounts: ['nobody'] }], 'forwards.0.accounts.0'],
  ['a kind that is none', [{ kinds: ['event'], accounts: ['service'] }, { kinds: ['a b'] }], 'forwards.1.kinds.0'],
])('%s: does not start', (_, rules, field) => {
  const forwards = rules.map((rule, index) => ({
    name: `rule-${index}`,
    accounts: ['service'],
    url: 'https://crm.example/',
    signing_secret: randomBytes(32).toString('base64url'),
    ...rule,
  }));
  expect(() => parseConfig(written({ accounts: [writtenAccount('service')], forwards }), { now: start })).toThrow(
    expect.objectContaining({ field }),
  );
});
