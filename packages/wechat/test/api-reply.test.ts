import { describe, expect, it } from 'vitest';
import { readApiReply } from '../src/api-reply.ts';
import { ApiError } from '../src/errors.ts';

const read = (body: string | Uint8Array, status = 200, operation = '/cgi-bin/user/info') =>
  readApiReply(operation, { status, body: typeof body === 'string' ? new TextEncoder().encode(body) : body });

describe('replies', () => {
  it.each([
    ['OUT-02 JSON with a byte order mark', '\ufeff{"a":1}', { a: 1 }],
    ['errcode 0', '{"errcode":0,"errmsg":"ok"}', { errcode: 0, errmsg: 'ok' }],
    ['OUT-09 a raw control character in a text', '{"nickname":"a\u0007b"}', { nickname: 'a b' }],
    [
      'OUT-05 __proto__ as a key of its own',
      '{"__proto__":{"polluted":true}}',
      JSON.parse('{"__proto__":{"polluted":true}}'),
    ],
  ])('%s', (_, body, expected) => {
    expect(read(body)).toEqual(expected);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('OUT-09 R27 invalid UTF-8 in a nickname', () => {
    const bytes = new TextEncoder().encode('{"nickname":"a?b"}');
    bytes[bytes.indexOf(0x3f)] = 0xff;
    expect(read(bytes)).toEqual({ nickname: 'a\ufffdb' });
  });

  it.each([
    '<html></html>',
    '',
    'null',
    '[]',
    '"x"',
    '{"a":1',
    '{"a":1} x',
    '{"errcode":"40001"}',
    '{"errcode":null}',
  ])('OUT-03 OUT-04 %j is garbage', (body) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ code: 'garbage', operation: '/cgi-bin/user/info' }));
  });

  it.each([502, 302, 404])('R24 status %d is no reply', (status) => {
    expect(() => read('<html>Bad Gateway</html>', status)).toThrow(
      expect.objectContaining({ code: 'http_status', message: `/cgi-bin/user/info answered HTTP ${status}` }),
    );
    expect(() => read('{"openid":"x"}', status)).toThrow(expect.objectContaining({ code: 'http_status' }));
  });
});

describe('refusals', () => {
  it.each([
    ['C', 'access_token expired rid: 5f364b21-395edb8d-336ae042', 'access_token expired', '5f364b21-395edb8d-336ae042'],
    ['C′', 'invalid code, rid: 62bae58d-5bf58b34-5f8e035e', 'invalid code', '62bae58d-5bf58b34-5f8e035e'],
    ['A', 'access_token expired hint: [I3ezna0299hb24]', 'access_token expired hint: [I3ezna0299hb24]', undefined],
    ['none', 'invalid code', 'invalid code', undefined],
  ])('B-03 B-04 the tail of generation %s', (_, errmsg, text, rid) => {
    try {
      read(JSON.stringify({ errcode: 42001, errmsg }));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ errcode: 42001, errmsg: text, rid, mover: 'refresh-token' });
    }
  });

  it('the text of an error is one bounded line', () => {
    const errmsg = `line\nfeed\u001b[31m\u202e${'x'.repeat(1000)}`;
    expect(() => read(JSON.stringify({ errcode: 48001, errmsg }))).toThrow(/^[^\n\u001b\u202e]{1,250}$/);
  });

  it('an errcode that nobody knows is still an error', () => {
    expect(() => read('{"errcode":99999}')).toThrow(expect.objectContaining({ errcode: 99999, mover: 'developer' }));
  });

  it('-1 of /sns/ means to authorise again, elsewhere to try again', () => {
    const busy = '{"errcode":-1,"errmsg":"system error"}';
    expect(() => read(busy)).toThrow(expect.objectContaining({ mover: 'retry' }));
    expect(() => read(busy, 200, '/sns/oauth2/access_token')).toThrow(
      expect.objectContaining({ mover: 'authorise-again' }),
    );
  });

  it('hints say in both languages what to do', async () => {
    const known = new ApiError('/cgi-bin/token', { errcode: 40164, errmsg: '', mover: 'configure' });
    expect(await known.hint('zh')).toMatch(/\p{Script=Han}/u);
    expect(await known.hint('en')).toMatch(/IP|address/);
    const unknown = new ApiError('/cgi-bin/token', { errcode: 99999, errmsg: '', mover: 'developer' });
    expect(await unknown.hint('en')).toMatch(/rid/);
  });
});
