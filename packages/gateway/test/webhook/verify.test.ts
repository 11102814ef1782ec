import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushAccount, type TestGateway, testGateway } from '../harness.ts';
import { sign } from '../push-builder.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway.close());

const { token } = pushAccount('service');

function signed(echostr: string, more = ''): string {
  const timestamp = String(Math.floor(gateway.clock.time / 1000));
  const nonce = '486452656';
  return `signature=${sign(token, timestamp, nonce)}&timestamp=${timestamp}&nonce=${nonce}&echostr=${echostr}${more}`;
}

const ask = (query: string, account = 'service') => fetch(gateway.url(`/wechat/${account}/webhook?${query}`));

describe('the URL check', () => {
  it('WH-01 answers exactly the echostr, as plain text that nobody may take for something else', async () => {
    const reply = await ask(signed('1234567890'));
    expect(reply.status).toBe(200);
    expect(await reply.text()).toBe('1234567890');
    expect(reply.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['WH-02 markup', '<script>alert(1)</script>'],
    ['WH-02 an encoded line break', 'a%0d%0aSet-Cookie:x=1'],
    ['WH-02 65 characters', 'a'.repeat(65)],
  ])('refuses %s and echoes nothing of it', async (_title, echostr) => {
    const reply = await ask(signed(echostr));
    expect(reply.status).toBe(400);
    expect(await reply.text()).toBe('refused');
    expect(reply.headers.get('set-cookie')).toBeNull();
  });

  it.each([
    ['WH-03 no signature', 'echostr=123', 400],
    ['SIG-01 forty zeros', () => signed('123').replace(/signature=\w+/, `signature=${'0'.repeat(40)}`), 401],
    ['HTP-04 echostr twice', () => signed('123', '&echostr=456'), 400],
    ['HTP-04 timestamp twice', () => signed('123', '&timestamp=1700000000'), 400],
  ])('refuses %s', async (_title, query, status) => {
    const reply = await ask(typeof query === 'string' ? query : query());
    expect(reply.status).toBe(status);
    expect(await reply.text()).toBe('refused');
  });

  it('WH-07 an account that is not configured is not found', async () => {
    for (const method of ['GET', 'POST']) {
      const reply = await fetch(gateway.url(`/wechat/no-such-account/webhook?${signed('1')}`), { method });
      expect(reply.status).toBe(404);
    }
    expect(gateway.lines.join('')).not.toContain('no-such-account');
  });

  it.each([
    'PUT',
    'DELETE',
    'OPTIONS',
    'PATCH',
    'HEAD',
  ])('WH-21 %s is not allowed, and no CORS header says otherwise', async (method) => {
    const reply = await fetch(gateway.url('/wechat/service/webhook'), { method });
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe('GET, POST');
    expect([...reply.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});
