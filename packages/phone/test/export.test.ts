import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../src/control/types.ts';
import { toCurl, toHar, toMarkdown } from '../src/rail/export.ts';

const base = 'http://127.0.0.1:4014';
const at = '2026-11-25T04:00:00.005Z';
const call: LedgerEntry = {
  id: '1',
  at,
  kind: 'call',
  operation: '/cgi-bin/user/info/updateremark',
  method: 'POST',
  status: 200,
  errcode: 40003,
  rule: 'T-21',
  ms: 5,
  query: 'access_token=***',
  request: '{"remark":"老\'李 $(id) `"}',
  reply: '{"errcode":40003,"errmsg":"invalid openid 😀"}',
};
const page: LedgerEntry = {
  id: '2',
  at,
  kind: 'page',
  operation: 'authorize',
  method: 'GET',
  status: 302,
  rule: 'A-14',
  ms: 0,
  query: 'appid=wx1&redirect_uri=http%3A%2F%2Fapp.test%2Fcb',
  location: 'http://app.test/cb?code=***',
};
const push: LedgerEntry = {
  id: '3',
  at,
  kind: 'push',
  operation: 'push',
  event: 'text',
  method: 'POST',
  url: 'http://app.test/hook',
  status: null,
  ms: 5000,
  request: '<xml><Content><![CDATA[```\n@file]]></Content></xml>',
};

/** The words that a shell makes of a command. */
function shellWords(command: string): string[] {
  const script = command.replace(/^curl/, 'printf "%s\\0"');
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('copy as curl', () => {
  it.each<[string, LedgerEntry, string[]]>([
    [
      'a body goes as it is, and as what it is',
      call,
      [
        'http://127.0.0.1:4014/cgi-bin/user/info/updateremark?access_token=***',
        '-H',
        'content-type: application/json',
        '--data-raw',
        call.request ?? '',
      ],
    ],
    ['a link', page, [`http://127.0.0.1:4014/connect/oauth2/authorize?${page.query}`]],
    ['a push', push, ['http://app.test/hook', '-H', 'content-type: text/xml', '--data-raw', push.request ?? '']],
    [
      'a verb without a body is said',
      { ...call, method: 'POST', query: '', request: '' },
      ['-X', 'POST', 'http://127.0.0.1:4014/cgi-bin/user/info/updateremark'],
    ],
  ])('%s', (_, entry, words) => {
    expect(shellWords(toCurl(entry, base))).toEqual(words);
  });
});

describe('copy as HAR', () => {
  it('says when it began, what the bodies are and where it led', () => {
    const entryOf = (entry: LedgerEntry) => JSON.parse(toHar(entry, base)).log.entries[0];
    expect(entryOf(call)).toMatchObject({
      startedDateTime: '2026-11-25T04:00:00.000Z',
      time: 5,
      request: {
        queryString: [{ name: 'access_token', value: '***' }],
        bodySize: Buffer.byteLength(call.request ?? ''),
        postData: { mimeType: 'application/json', text: call.request },
      },
      response: {
        content: { size: Buffer.byteLength(call.reply ?? ''), mimeType: 'application/json', text: call.reply },
      },
      comment: 'T-21',
    });
    expect(entryOf(page).response).toMatchObject({ status: 302, redirectURL: page.location, content: { size: 0 } });
    expect(entryOf(push)).toMatchObject({
      request: { url: 'http://app.test/hook', postData: { mimeType: 'text/xml' } },
      response: { status: 0 },
    });
  });
});

describe('copy as Markdown', () => {
  it('a heading, the request and the reply', () => {
    expect(toMarkdown(call, base).split('\n')).toEqual([
      '### POST /cgi-bin/user/info/updateremark → 200 · 40003',
      '',
      `${at} · 5 ms · T-21`,
      '',
      '```',
      'POST http://127.0.0.1:4014/cgi-bin/user/info/updateremark?access_token=***',
      '',
      call.request,
      '```',
      '',
      '```',
      call.reply,
      '```',
    ]);
  });

  it('a text with a fence in it stays inside', () => {
    const text = toMarkdown(push, base);
    expect(text).toContain('### POST push text → –');
    expect(text.match(/^````$/gm)).toHaveLength(2);
  });
});
