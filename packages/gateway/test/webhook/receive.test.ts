import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalLines } from '../../src/webhook/refusal.ts';
import {
  event,
  openidOf,
  pushAccount,
  start,
  type TestGateway,
  testGateway,
  textMessage,
  writtenAccount,
} from '../harness.ts';
import { buildPush, type Fields } from '../push-builder.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway({
    accounts: [
      writtenAccount('service'),
      writtenAccount('compatible', {}, { mode: 'compatible' }),
      writtenAccount('plain', { kind: 'sandbox' }, { mode: 'plain' }),
      writtenAccount('json', {}, { mode: 'plain', format: 'json' }),
      writtenAccount('rotated', {}, { previous_tokens: [pushAccount('old').token] }),
    ],
  });
});
afterAll(() => gateway.close());

const seconds = start / 1000;
const rowsOf = (account: string, from: string) =>
  gateway.parts.store.inbox.ofOpenid(pushAccount(account).appId, openidOf(from));

describe('authentic pushes', () => {
  it.each(['service', 'compatible'])('are stored and acked (%s)', async (account) => {
    const answer = await gateway.push(account, textMessage(account, openidOf('one'), 'hello'));
    expect(answer).toMatchObject({ status: 200, reply: 'success' });
    expect(await rowsOf(account, 'one')).toMatchObject([{ kind: 'text', state: 'done', flags: '' }]);
  });

  it('SIG-04 encrypt_type=raw in the query changes nothing: the configuration says safe', async () => {
    const { appId, ...push } = pushAccount('service');
    const built = buildPush({ appId, ...push }, textMessage('service', openidOf('raw'), 'hi'), { timestamp: seconds });
    const answer = await gateway.post('service', { ...built, query: built.query.replace('=aes', '=raw') });
    expect(answer.reply).toBe('success');
    expect(await rowsOf('service', 'raw')).toHaveLength(1);
  });

  it('SIG-05 in compatible mode the outer fields do not exist', async () => {
    const inner = textMessage('compatible', openidOf('inner'), 'hello');
    const outer: Fields = { ...event('compatible', openidOf('outer'), 'SCAN', { EventKey: 'x', Ticket: 't' }) };
    await gateway.push('compatible', inner, { outer });
    expect(await rowsOf('compatible', 'inner')).toMatchObject([{ kind: 'text' }]);
    expect(await rowsOf('compatible', 'outer')).toEqual([]);
  });

  it('SIG-12 a push signed with the previous Token is accepted while it is configured', async () => {
    const old = { ...pushAccount('rotated'), token: pushAccount('old').token };
    const push = (nonce: string) =>
      buildPush(old, textMessage('rotated', openidOf('rotating'), nonce), { timestamp: seconds, nonce });
    const posted = await fetch(gateway.url(`/wechat/rotated/webhook?${push('1').query}`), {
      method: 'POST',
      body: push('1').body,
    });
    expect(posted.status).toBe(401);
    const built = push('2');
    const again = await fetch(gateway.url(`/wechat/rotated/webhook?${built.query}`), {
      method: 'POST',
      body: built.body,
    });
    expect(again.status).toBe(200);
  });

  it('XML-17 text is kept byte for byte', async () => {
    const content = '👩‍👩‍👧 𠮷 \u202eabc\u202c 000123 <b>&amp;';
    await gateway.push('service', textMessage('service', openidOf('emoji'), content));
    expect((await rowsOf('service', 'emoji'))[0]?.document).toContain(content);
  });

  it('WH-23 a MsgId beyond 2^53 in JSON is kept digit for digit', async () => {
    const { MsgId: _, ...fields } = textMessage('json', openidOf('digits'), 'hi');
    const body = JSON.stringify(fields).replace(/}$/, ',"MsgId":24762637395683321}');
    expect((await gateway.push('json', body, { mode: 'plain' })).reply).toBe('success');
    const [row] = await rowsOf('json', 'digits');
    expect(row).toMatchObject({ dedupeKey: 'message:24762637395683321' });
  });

  it.each([
    ['WH-14 an unknown MsgType', { MsgType: 'xyz', MsgId: '77' }, 'other:xyz'],
    ['WH-14 an unknown Event', { MsgType: 'event', Event: 'brand_new' }, 'event:brand_new'],
  ])('%s is acked and stored as it came', async (_title, fields, kind) => {
    const from = openidOf(`unknown ${kind}`);
    const { ToUserName } = event('service', from, '');
    const answer = await gateway.push('service', {
      ToUserName,
      FromUserName: from,
      CreateTime: seconds,
      ...fields,
    } as Fields);
    expect(answer.reply).toBe('success');
    expect(await rowsOf('service', `unknown ${kind}`)).toMatchObject([{ kind, state: 'done' }]);
  });
});

describe('pushes that are kept without effects', () => {
  const envelope = (from: string) => ({ ToUserName: pushAccount('service').originalId, FromUserName: openidOf(from) });

  it.each([
    '-1',
    '1e20',
    'abc',
    '',
    ' 1700000000 ',
  ])('WH-13 CreateTime "%s" is malformed, acked and held', async (time) => {
    const before = gateway.counts.get('push.malformed');
    const answer = await gateway.push('service', {
      ...envelope('odd'),
      CreateTime: time,
      MsgType: 'event',
      Event: 'subscribe',
    });
    expect(answer.reply).toBe('success');
    expect(gateway.counts.get('push.malformed')).toBe(before + 1);
    expect(await gateway.parts.people.find(pushAccount('service').appId, openidOf('odd'))).toBeUndefined();
  });

  it('WH-11 an event with neither MsgId nor CreateTime is acked and held', async () => {
    const answer = await gateway.push('service', { ...envelope('timeless'), MsgType: 'event', Event: 'subscribe' });
    expect(answer.reply).toBe('success');
    expect(await gateway.parts.people.find(pushAccount('service').appId, openidOf('timeless'))).toBeUndefined();
  });

  it.each([
    ['2 h in the past', -7200],
    ['10 min in the future', 600],
  ])('WH-12 CreateTime %s is acked, flagged and held', async (_title, offset) => {
    const from = `late ${offset}`;
    const push = event('service', openidOf(from), 'subscribe', { EventKey: '' }, start + offset * 1000);
    expect((await gateway.push('service', push)).reply).toBe('success');
    expect(await rowsOf('service', from)).toMatchObject([{ flags: 'late', state: 'held' }]);
    expect(await gateway.parts.people.find(pushAccount('service').appId, openidOf(from))).toBeUndefined();
  });

  it('WH-10 the same MsgId with another Content is kept beside the first, with the conflict flag', async () => {
    const first = textMessage('service', openidOf('twice'), '授权');
    await gateway.push('service', first);
    const answer = await gateway.push('service', { ...first, Content: 'something else' });
    expect(answer.reply).toBe('success');
    const rows = await rowsOf('service', 'twice');
    expect(rows.map(({ flags, state }) => [flags, state])).toEqual([
      ['', 'done'],
      ['conflict', 'held'],
    ]);
  });
});

describe('rejected', () => {
  const message = () => textMessage('service', openidOf('rejected'), 'hi');
  const safe = pushAccount('service');

  it.each([
    ['SIG-01 forty zeros', { signature: '0'.repeat(40) }, 401],
    ['SIG-01 upper case', { signature: 'A'.repeat(40) }, 400],
    ['SIG-03 no msg_signature', { msgSignature: null }, 401],
    ['SIG-06 a wrong msg_signature', { msgSignature: 'a'.repeat(40) }, 401],
    ['SIG-09 a nonce of 33 characters', { nonce: '1'.repeat(33) }, 400],
    ['SIG-09 a nonce with a sign', { nonce: '1+2' }, 400],
    ['SIG-11 signed 301 s ago', { timestamp: seconds - 301 }, 401],
    ['SIG-11 signed 301 s ahead', { timestamp: seconds + 301 }, 401],
  ])('%s', async (_title, wire, status) => {
    const answer = await gateway.push('service', message(), wire);
    expect(answer).toMatchObject({ status, body: 'refused' });
    expect(await rowsOf('service', 'rejected')).toEqual([]);
  });

  it.each([299, 300, -299, -300])('SIG-11 signed %i s from now is accepted', async (offset) => {
    const answer = await gateway.push('service', textMessage('service', openidOf('clock'), 'hi'), {
      timestamp: seconds + offset,
    });
    expect(answer.status).toBe(200);
  });

  it('WH-05 a plain body in safe mode, counted as a downgrade', async () => {
    const before = gateway.counts.get('push.downgrade');
    const answer = await gateway.push('service', message(), { mode: 'plain' });
    expect(answer).toMatchObject({ status: 401, body: 'refused' });
    expect(gateway.counts.get('push.downgrade')).toBe(before + 1);
  });

  it.each([
    ['WH-04 no query at all', { query: '', body: '<xml><Event>SCAN</Event></xml>' }],
    ['WH-22 the signature in the body', { query: '', body: 'signature=a&timestamp=1700000000&nonce=1' }],
  ])('%s', async (_title, push) => {
    expect(await gateway.post('service', push)).toMatchObject({ status: 400, body: 'refused' });
  });

  it('SIG-08 digits moved from the timestamp to the nonce keep the digest and fail the grammar', async () => {
    const { query, body } = buildPush(safe, message(), { timestamp: seconds, nonce: '486452656' });
    const moved = query.replace(/timestamp=(\d+)(\d{3})&nonce=/, 'timestamp=$1&nonce=$2');
    expect(await gateway.post('service', { query: moved, body })).toMatchObject({ status: 400 });
  });

  it('WH-24 a JSON push to an account of XML', async () => {
    const { query } = buildPush(safe, message(), { timestamp: seconds });
    expect(await gateway.post('service', { query, body: '{"ToUserName":"gh_1"}' })).toMatchObject({ status: 400 });
  });

  it('XML-01 a document with a DOCTYPE', async () => {
    const document = '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Content>&a;</Content></xml>';
    expect((await gateway.push('service', document)).status).toBe(400);
  });

  it('a push for another account, sealed with the right key', async () => {
    const other = textMessage('compatible', openidOf('rejected'), 'hi');
    expect((await gateway.push('service', other)).status).toBe(401);
  });

  it('a push that another account of the gateway would accept', async () => {
    const built = buildPush(pushAccount('rotated'), message(), { timestamp: seconds });
    expect((await gateway.post('service', built)).status).toBe(401);
  });

  it('leaves one line for each, without anything secret', async () => {
    const before = gateway.lines.length;
    const { query, body } = buildPush(safe, textMessage('service', openidOf('quiet'), 'secret words'), {
      timestamp: seconds,
      msgSignature: 'b'.repeat(40),
    });
    await gateway.post('service', { query, body });
    const lines = gateway.lines.slice(before);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'warn', account: 'service', why: 'msg_signature' });
    for (const value of [safe.token, openidOf('quiet'), 'secret words', query, 'b'.repeat(40)]) {
      expect(lines[0]).not.toContain(value);
    }
  });

  it('R34 a flood of them writes twenty lines a second; the next line says how many had none', async () => {
    const query = `signature=${'0'.repeat(40)}&timestamp=${seconds}&nonce=1`;
    gateway.clock.time += 1000;
    const before = gateway.lines.length;
    for (let sent = 0; sent < refusalLines + 3; sent++) {
      expect((await gateway.post('service', { query, body: '' })).status).toBe(401);
    }
    expect(gateway.lines.slice(before)).toHaveLength(refusalLines);
    gateway.clock.time += 1000;
    await gateway.post('service', { query, body: '' });
    expect(JSON.parse(gateway.lines.at(-1)!)).toMatchObject({ why: 'signature', unsaid: 3 });
  });
});

describe('replays', () => {
  it('SIG-07 an unchanged request is a duplicate: the same reply, no second effect, counted', async () => {
    const built = buildPush(pushAccount('service'), event('service', openidOf('again'), 'subscribe'), {
      timestamp: seconds,
    });
    const first = await gateway.post('service', built);
    gateway.clock.time += 10_000;
    const before = gateway.counts.get('push.replayed');
    const second = await gateway.post('service', built);
    gateway.clock.time = start;
    expect(second.reply).toMatch(/<Content>/);
    expect(second.reply.replace(/<CreateTime>\d+/, '')).toBe(first.reply.replace(/<CreateTime>\d+/, ''));
    expect(gateway.counts.get('push.replayed')).toBe(before + 1);
    expect(await rowsOf('service', 'again')).toHaveLength(1);
  });

  it('WH-06 a captured plain URL with another sender in the body is refused', async () => {
    const account = pushAccount('plain');
    const wire = { timestamp: seconds, nonce: '424242', mode: 'plain' as const };
    const genuine = buildPush(account, textMessage('plain', openidOf('owner'), 'hello'), wire);
    const forged = buildPush(account, textMessage('plain', openidOf('victim'), 'hello'), wire);
    expect((await gateway.post('plain', genuine)).reply).toBe('success');
    expect(await gateway.post('plain', forged)).toMatchObject({ status: 403, body: 'refused' });
    expect(await rowsOf('plain', 'victim')).toEqual([]);
    expect(await rowsOf('plain', 'owner')).toMatchObject([{ flags: 'untrusted' }]);
  });
});

describe('limits', () => {
  it.each([
    ['HTP-01 R36 256 KiB + 1', 256 * 1024 + 1, 413],
    ['HTP-01 R36 256 KiB, which is a push to refuse for its form', 256 * 1024, 400],
  ])('%s', async (_title, size, status) => {
    const { query } = buildPush(pushAccount('service'), textMessage('service', openidOf('big'), ''), {
      timestamp: seconds,
    });
    expect((await gateway.post('service', { query, body: 'x'.repeat(size) })).status).toBe(status);
  });

  it('HTP-01 R36 a chunked body that grows over the limit ends with 413 and the connection', async () => {
    const { query } = buildPush(pushAccount('service'), textMessage('service', openidOf('growing'), ''), {
      timestamp: seconds,
    });
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answer = await raw(
      `POST /wechat/service/webhook?${query} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*\r\nconnection: close\r\n/is);
  });

  it.each([
    ['without a signature', '', 400, 'service'],
    ['with a forged one', `signature=${'0'.repeat(40)}&timestamp=${seconds}&nonce=1`, 401, 'service'],
    ['for an account that is not there', '', 404, 'nobody'],
  ])('a POST %s is answered before its body is read', async (_title, query, status, account) => {
    const answer = await raw(
      `POST /wechat/${account}/webhook?${query} HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n<xml>`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*\\r\\nconnection: close\\r\\n`, 'is'));
  });

  it.each([
    ['headers', 'POST /wechat/service/webhook HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ['body', () => `POST /wechat/service/webhook?${signedQuery()} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n`],
  ])('HTP-03 R35 %s that come byte by byte end with the connection', async (_title, request) => {
    // Node itself counts here, so real seconds pass; that the test ends is what it proves.
    expect(await raw(typeof request === 'string' ? request : request(), 'x')).toMatch(/^HTTP\/1\.1 408 |^$/);
  });

  it('HTP-06 of 10,000 pipelined requests only what one read of the socket held is looked at, once one is refused', async () => {
    const before = gateway.counts.get('push.refused');
    const requests = 'POST /wechat/service/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'.repeat(10_000);
    const answer = await raw(requests);
    expect(answer.match(/HTTP\/1\.1 400 /g)).toHaveLength(1);
    const readAtOnce = 65_536 / (requests.length / 10_000);
    expect(gateway.counts.get('push.refused') - before).toBeLessThan(2 * readAtOnce);
  });

  it('pipelined pushes that are good are all answered, in more than one read of the socket', async () => {
    const pushes = Array.from({ length: 300 }, (_, n) => {
      const message = textMessage('service', openidOf('pipelined'), `number ${n}`);
      const { query, body } = buildPush(pushAccount('service'), message, { timestamp: seconds, nonce: String(n) });
      const last = n === 299 ? 'Connection: close\r\n' : '';
      return `POST /wechat/service/webhook?${query} HTTP/1.1\r\nHost: x\r\n${last}Content-Length: ${body.length}\r\n\r\n${body}`;
    });
    expect(pushes.join('').length).toBeGreaterThan(2 * 65_536);
    const answer = await raw(pushes.join(''));
    expect(answer.match(/HTTP\/1\.1 200 /g)).toHaveLength(300);
    expect(await rowsOf('service', 'pipelined')).toHaveLength(300);
  });

  it('HTP-05 a compressed body', async () => {
    const reply = await fetch(gateway.url('/wechat/service/webhook'), {
      method: 'POST',
      body: 'x',
      headers: { 'content-encoding': 'gzip' },
    });
    expect(reply.status).toBe(415);
  });

  it.each([
    ['Content-Length with Transfer-Encoding', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
    ['a disguised Transfer-Encoding', 'Transfer-Encoding: xchunked'],
    ['a space before the colon', 'Transfer-Encoding : chunked'],
  ])('HTP-02 R37 %s is refused and the connection closed', async (_title, headers) => {
    const answer = await raw(`POST /wechat/service/webhook HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each([
    '/wechat/%2e%2e/console',
    '//console',
    '/wechat/service;x/webhook',
    '/wechat/service%00/webhook',
  ])('HTP-08 %s is not found', async (path) => {
    expect(await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 40[04] /);
  });

  it.each(['/metrics', '/debug', '/.git/config', '/.env'])('HTP-10 %s is not on the public listener', async (path) => {
    expect((await fetch(gateway.url(path))).status).toBe(404);
  });
});

const signedQuery = () =>
  buildPush(pushAccount('service'), textMessage('service', openidOf('slow'), ''), { timestamp: seconds }).query;

/** What comes back until the connection ends; `drip` is sent once more every half second. */
function raw(request: string, drip?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new Socket();
    let answer = '';
    const dripping = setInterval(() => drip !== undefined && socket.writable && socket.write(drip), 500);
    socket.on('close', () => clearInterval(dripping));
    socket.on('data', (data) => {
      answer += data.toString();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      /ECONNRESET|EPIPE/.test(error.code ?? '') ? undefined : reject(error),
    );
    socket.connect(Number(new URL(gateway.urls.public).port), '127.0.0.1', () => socket.write(request));
  });
}
