/** The gateway behind nginx: what one of the two reads as one request, the other does too. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findNginx } from '../../../../scripts/system-parts.mjs';
import { openidOf, pushAccount, start, type TestGateway, testGateway, textMessage } from '../harness.ts';
import { buildPush } from '../push-builder.ts';
import { type Nginx, startNginx } from '../soak/nginx.ts';
import { exchange, madeUp, smuggling } from '../soak/smuggling.ts';

const program = findNginx();
if (program === undefined) throw new Error('nginx is missing: node scripts/setup.mjs --tests --all');
const seed = Number(process.env.MINGPIAN_SEED ?? 1);
const limit = 256 * 1024;

describe.each([
  ['that reads bodies whole', true],
  ['that hands bodies on as they come', false],
])('behind an nginx %s', (_name, buffered) => {
  let gateway: TestGateway;
  let nginx: Nginx;
  beforeAll(async () => {
    gateway = await testGateway();
    nginx = await startNginx(program, Number(new URL(gateway.urls.public).port), { buffered });
  });
  afterAll(async () => {
    await nginx?.stop();
    await gateway?.close();
  });

  async function answered(): Promise<number> {
    const metrics = await (await fetch(gateway.urls.metrics)).text();
    return [...metrics.matchAll(/^mingpian_http_request_seconds_count\S* (\d+)$/gm)].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    );
  }

  /** Nobody else's request gets the answer to what was hidden, and the gateway has seen no request that nginx does not know of. */
  async function unharmed(bytes: string, what: string): Promise<void> {
    const before = { answered: await answered(), sentOn: nginx.sentOn() };
    // Some of them leave nginx waiting for more.
    await exchange(nginx.port, bytes, 150);
    const ready = await fetch(`http://127.0.0.1:${nginx.port}/readyz`);
    expect([what, ready.status, await ready.json()]).toEqual([what, 200, { status: 'ready' }]);
    // What the gateway's parser refuses is sent on and not measured, so there may be fewer. nginx writes a line after it has answered.
    const unknown = async () => (await answered()) - before.answered - (nginx.sentOn() - before.sentOn);
    await expect.poll(unknown, { message: what, timeout: 5_000 }).toBeLessThanOrEqual(0);
  }

  it.each(smuggling)('HTP-02 R37 %s reaches the gateway never as two requests', async (title, bytes) => {
    for (const path of ['/wechat/service/webhook', '/me/sign-out', '/nothing']) {
      await unharmed(bytes.replace('/wechat/service/webhook', path), title);
    }
  });

  it(`HTP-02 R37 nor do made-up ones (seed ${seed})`, async () => {
    for (const bytes of madeUp(seed, 100)) await unharmed(bytes, JSON.stringify(bytes));
  }, 120_000);

  const push = (init: RequestInit & { duplex?: 'half' }) => {
    const { query } = buildPush(pushAccount('service'), textMessage('service', openidOf('big'), ''), {
      timestamp: start / 1000,
    });
    return fetch(`http://127.0.0.1:${nginx.port}/wechat/service/webhook?${query}`, { method: 'POST', ...init });
  };

  // Above the limit the gateway answers early and closes; whether nginx hands that answer on or says 502 is a matter of time.
  const tooLarge = [413, 502];

  it.each([
    ['no body, which is no push', 0, [400]],
    ['the limit less one, which is a push to refuse for its form', limit - 1, [400]],
    ['the limit, the same', limit, [400]],
    ['the limit and one', limit + 1, tooLarge],
  ])('R36 %s', async (_title, size, statuses) => {
    expect(statuses).toContain((await push({ body: 'x'.repeat(size) })).status);
  });

  it('R36 a hundred megabytes in chunks, without a length: refused, and the next push is taken', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    let left = 100;
    const body = new ReadableStream({
      pull: (stream) => (left-- > 0 ? stream.enqueue(chunk) : stream.close()),
    });
    const status = await push({ body, duplex: 'half' }).then(
      (reply) => reply.status,
      () => 502,
    );
    expect(tooLarge).toContain(status);
    const { query, body: valid } = buildPush(pushAccount('service'), textMessage('service', openidOf('next'), '你好'), {
      timestamp: start / 1000,
    });
    const next = await fetch(`http://127.0.0.1:${nginx.port}/wechat/service/webhook?${query}`, {
      method: 'POST',
      body: valid,
    });
    expect(next.status).toBe(200);
  });
});
