import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openidOf, type TestGateway, testGateway, textMessage } from './harness.ts';

describe('the admin listener', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await testGateway();
  });
  afterAll(() => gateway.close());
  const figures = async () => (await fetch(gateway.urls.metrics)).text();

  it('counts pushes by what became of them, and every series is there from the start', async () => {
    expect(await figures()).toContain('mingpian_pushes_total{outcome="accepted"} 0');
    await gateway.push('service', textMessage('service', openidOf('metrics'), 'hello'));
    await gateway.push('service', textMessage('service', openidOf('metrics'), 'hello'), { signature: '0'.repeat(40) });
    const text = await figures();
    expect(text).toContain('mingpian_pushes_total{outcome="accepted"} 1');
    expect(text).toContain('mingpian_pushes_total{outcome="refused"} 1');
    expect(text).toContain('mingpian_http_request_seconds_count{route="/wechat/:account/webhook",status="2xx"} 1');
    expect(text).toMatch(/mingpian_app_token_life_seconds\{account="service"\} \d/);
    expect(text).toContain('mingpian_inbox_pushes{state="waiting"} 0');
  });

  it('shows what waits for a human, an erasure that was paused above all', async () => {
    expect(await figures()).toContain('mingpian_reviews_open{kind="erasure_brake"} 0');
    const { reviews } = gateway.parts.store;
    for (const [id, kind] of [
      ['1', 'erasure_brake'],
      ['2', 'merge_conflict'],
    ] as const) {
      await reviews.append({ id, at: 1, kind, account: 'service', detail: '{}' });
    }
    await reviews.settle('1', 2);
    const text = await figures();
    expect(text).toContain('mingpian_reviews_open{kind="erasure_brake"} 0');
    expect(text).toContain('mingpian_reviews_open{kind="merge_conflict"} 1');
  });

  it('counts calls to WeChat by account and endpoint', async () => {
    await gateway.parts.accounts.byName('service')?.wechat.appTokens.get();
    expect(await figures()).toContain(
      'mingpian_wechat_call_seconds_count{account="service",operation="/cgi-bin/stable_token",outcome="ok"} 1',
    );
  });

  it('WH-07 an unknown account is in no label, and so is no path that somebody tries', async () => {
    await fetch(gateway.url('/wechat/no-such-account/webhook'), { method: 'POST', body: '<xml/>' });
    await fetch(gateway.url('/guessed/path'));
    const text = await figures();
    expect(text).not.toMatch(/no-such-account|guessed/);
    expect(text).toContain('mingpian_http_request_seconds_count{route="none",status="4xx"} 1');
  });

  it('names no openid, secret or token', async () => {
    const text = await figures();
    for (const { appSecret, push } of gateway.parts.config.accounts) {
      expect(text).not.toContain(appSecret);
      expect(text).not.toContain(push?.token);
    }
    expect(text).not.toContain(openidOf('metrics'));
  });

  it('HTP-10 the public listener has no figures, and the admin listener nothing but figures and health', async () => {
    expect((await fetch(gateway.url('/metrics'))).status).toBe(404);
    const origin = new URL(gateway.urls.metrics).origin;
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    expect((await fetch(`${origin}/me`)).status).toBe(404);
    expect((await fetch(`${origin}/wechat/service/webhook`)).status).toBe(404);
  });

  it('an occupied admin port refuses the start and frees the public one', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    await expect(testGateway({ admin: { host: '127.0.0.1', port } })).rejects.toMatchObject({ code: 'address_in_use' });
    await new Promise((resolve) => other.close(resolve));
  });
});
