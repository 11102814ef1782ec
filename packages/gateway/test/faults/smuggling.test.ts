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
it.each([
  ['two hosts', 'Host: login.test\r\nHost: other.test\r\n'],
  ['a host with a space', 'Host: login.test other.test\r\n'],
  ['a host with a path', 'Host: login.test/other\r\n'],
  ['no host', ''],
])('R37 %s is refused for every path', async (_title, host) => {
  const answer = await exchange(port, `GET /healthz HTTP/1.1\r\n${host}\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 400 .*\r\nconnection: close\r\n/is);
});

it('R37 an absolute address is no path of ours', async () => {
  const answer = await exchange(port, 'GET http://other.test/healthz HTTP/1.1\r\nHost: login.test\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
});
