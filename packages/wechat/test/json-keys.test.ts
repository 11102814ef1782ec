import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readApiReply } from '../src/api-reply.ts';
import { hasRepeatedKey } from '../src/json-keys.ts';
import { readJson } from '../src/json-reader.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const repeats = (text: string) => hasRepeatedKey(bytes(text), JSON.parse(text));

describe('OUT-14 a key that stands twice', () => {
  it.each([
    '{"openid":"a","openid":"b"}',
    '{"openid":"a", "openid" :"a"}',
    '{"openid":"a","\\u006fpenid":"b"}',
    '{"errcode":40001,"user_info_list":[],"errcode":0}',
    '{"user_info_list":[{"openid":"a"},{"openid":"a","openid":"b"}]}',
    '{"a":{"b":{"c":1,"c":2}}}',
    '{"a":1,"a":{"b":1}}',
  ])('%s', (text) => {
    expect(repeats(text)).toBe(true);
    const reply = { status: 200, body: bytes(text) };
    expect(() => readApiReply('/sns/userinfo', reply)).toThrow(expect.objectContaining({ code: 'garbage' }));
  });

  it.each([
    '{"a":{"b":1},"b":{"a":1}}',
    '{"nickname":"\\"openid\\":\\"b\\"","openid":"a:b\\\\"}',
    '[{"a":1},{"a":1}]',
    '{"__proto__":{"a":1},"constructor":1}',
    '{"":1," ":[[],{}]}',
    '"a:b"',
    'null',
  ])('does not in %s', (text) => expect(repeats(text)).toBe(false));

  it('in no value that was written by a writer of JSON, but in every one with a key put in again', () => {
    const value = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue(), { minKeys: 1 });
    const space = fc.constantFrom('', ' ', '\n', '\t');
    fc.assert(
      fc.property(value, fc.jsonValue(), space, (object, other, gap) => {
        const text = JSON.stringify(object);
        expect(repeats(text)).toBe(false);
        const [key] = Object.keys(object);
        expect(repeats(`{${JSON.stringify(key)}${gap}:${JSON.stringify(other)},${text.slice(1)}`)).toBe(true);
      }),
    );
  });

  it('does not in a push whose long id is kept as a text', () => {
    expect(readJson('{"MsgId":23456789012345678901,"Content":"\\"MsgId\\":1"}')).toEqual({
      MsgId: '23456789012345678901',
      Content: '"MsgId":1',
    });
  });

  it('is no push in JSON either', () => {
    expect(() => readJson('{"FromUserName":"a","FromUserName":"b"}')).toThrow(/twice/);
    expect(() => readJson('{"FromUserName":"a"," FromUserName":"b"}')).toThrow(/twice/);
  });
});
