import { describe, expect, it } from 'vitest';
import { masked, maskedForm } from '../../src/tour/masking.ts';

describe('secrets of the wire keep their last four characters', () => {
  const texts: [string, string, string][] = [
    ['a query', '/sns/auth?access_token=86_abcdefgh&openid=oABC', '/sns/auth?access_token=…efgh&openid=oABC'],
    ['a callback', 'http://h/cb?code=0123456789abcdef&state=feedface#x', 'http://h/cb?code=…cdef&state=…face#x'],
    ['the AppSecret', '?appid=wx1&secret=0123456789abcdef', '?appid=wx1&secret=…cdef'],
    [
      'a signature',
      '?signature=aaaabbbb&msg_signature=ccccdddd&nonce=1',
      '?signature=…bbbb&msg_signature=…dddd&nonce=1',
    ],
    ['a reply', '{"access_token":"86_abcdefgh","expires_in":7200}', '{"access_token":"…efgh","expires_in":7200}'],
    ['a refresh token', '{"refresh_token": "86_abcdefgh"}', '{"refresh_token": "…efgh"}'],
    ['a body', '{"secret":"0123456789abcdef"}', '{"secret":"…cdef"}'],
    [
      'settings',
      '{"appSecret":"0123456789","encodingAesKey":"abcdefghijk"}',
      '{"appSecret":"…6789","encodingAesKey":"…hijk"}',
    ],
    ['an encrypted push', '<Encrypt><![CDATA[abcdefgh]]></Encrypt>', '<Encrypt><![CDATA[…efgh]]></Encrypt>'],
    ['a one-time link', `<a href="http://h/login/link/${'0123'.repeat(16)}">`, '<a href="http://h/login/link/…0123">'],
    [
      'an address inside JSON',
      '{"url":"http://h/cb?code=abcdefgh&state=12345678"}',
      '{"url":"http://h/cb?code=…efgh&state=…5678"}',
    ],
  ];
  it.each(texts)('%s', (_, text, shown) => {
    expect(masked(text)).toBe(shown);
  });

  it('a form', () => {
    expect(maskedForm('sheet=0123456789ab&answer=allow')).toBe('sheet=…89ab&answer=allow');
    expect(maskedForm('answer=allow&sheet=0123456789ab')).toBe('answer=allow&sheet=…89ab');
  });
});

describe('what is no secret stays', () => {
  it.each([
    '{"errcode":40029,"errmsg":"invalid code"}',
    '{"error":{"code":10003,"text":"redirect_uri域名与后台配置不一致"}}',
    '/connect/oauth2/authorize?response_type=code&scope=snsapi_base',
    '<FromUserName><![CDATA[oABCDEFGH]]></FromUserName>',
    '/login/service/profile?return_to=/me',
  ])('%s', (text) => {
    expect(masked(text)).toBe(text);
  });
});
