/** Requests with another one hidden behind them, at the gateway itself. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestGateway, testGateway } from '../harness.ts';
import { exchange, hiddenAnswer, smuggling } from '../soak/smuggling.ts';

let gateway: TestGateway;
let port: number;
beforeAll(async () => {
  gateway = await testGateway();
  port = Number(new URL(gateway.urls.public).port);
});
afterAll(() => gateway.close());

it('the hidden request by itself is answered, so that an answer to it would be seen', async () => {
  expect(await (await fetch(gateway.url('/healthz'))).text()).toMatch(hiddenAnswer);
});

it.each(smuggling)('HTP-02 R37 %s hides nothing, wherever it is sent', async (_title, bytes) => {
  for (const path of ['/wechat/service/webhook', '/me/sign-out', '/nothing']) {
    const answer = await exchange(port, bytes.replace('/wechat/service/webhook', path));
    expect(answer).not.toMatch(hiddenAnswer);
    expect(answer.match(/HTTP\/1\.1 \d/g) ?? []).toHaveLength(1);
  }
});

it.each(smuggling)('HTP-02 R37 %s is refused, and the connection ends', async (_title, bytes) => {
  expect(await exchange(port, bytes)).toMatch(/^HTTP\/1\.1 4(00|13) .*\r\nconnection: close\r\n/is);
});
