import { describe, expect, it } from 'vitest';
import { codelessTexts, errorTexts } from '../src/error-texts.ts';
import { errorFact, errors } from '../src/errors.ts';
import {
  linkUnavailable,
  notInWeChat,
  pageFact,
  pageOrder,
  pages,
  stateTooLong,
  websiteRedirectRefused,
  websiteScopeRefused,
} from '../src/pages.ts';

describe('errorFact', () => {
  it.each([
    [-1, 'system error', 'retry', 'authorise-again'],
    [40001, 'invalid credential, access_token is invalid or not latest', 'refresh-token', 'authorise-again'],
    [40014, 'invalid access_token', 'refresh-token', 'authorise-again'],
    [40125, 'invalid appsecret', 'configure', undefined],
    [40163, 'code been used', 'authorise-again', undefined],
    [42001, 'access_token expired', 'refresh-token', undefined],
    [45009, 'reach max api daily quota limit', 'wait', undefined],
    [48001, 'api unauthorized', 'configure', 'developer'],
    [50005, 'user is unsubscribed', 'user', undefined],
  ])('%i %s', (code, errmsg, mover, snsMover) => {
    expect(errorFact(code)).toMatchObject({ code, errmsg, mover, ...(snsMover && { snsMover }) });
    expect(errorFact(code)?.snsMover).toBe(snsMover);
  });

  it('knows nothing of success and of strangers', () => {
    expect(errorFact(0)).toBeUndefined();
    expect(errorFact(12345)).toBeUndefined();
  });

  it('refreshes a token for exactly three codes', () => {
    const codes = errors.filter((row) => row.mover === 'refresh-token').map((row) => row.code);
    expect(codes).toEqual([40001, 40014, 42001]);
  });
});

describe('pages', () => {
  it.each([
    ['A-03', 10003, 'redirect_uri域名与后台配置不一致'],
    ['A-08', 10005, '此公众号并没有这些scope的权限'],
    ['A-10', 10006, '必须关注此测试号'],
    ['A-11', 10004, '此公众号被封禁'],
    ['A-12', 10009, '操作太频繁了，请稍后重试'],
    ['A-37', 10016, '不支持微信开放平台的Appid，请使用公众号Appid'],
  ])('%s %i', (_, code, text) => {
    expect(pageFact(code)?.text).toBe(text);
  });

  it('A-40 every page code has a place in the order of the checks', () => {
    const codes = pageOrder.value.filter((step) => typeof step === 'number');
    expect(codes.toSorted()).toEqual(pages.map((row) => row.code).toSorted());
  });
});

describe('error texts', () => {
  const rows = [...errors, ...pages];

  it('explain every code and no other', () => {
    const numbers = (list: readonly number[]) => list.toSorted((a, b) => a - b);
    expect(numbers(Object.keys(errorTexts).map(Number))).toEqual(numbers(rows.map((row) => row.code)));
  });

  it('explain every page without a code, by its words', () => {
    const codeless = [notInWeChat, linkUnavailable, stateTooLong, websiteScopeRefused, websiteRedirectRefused];
    expect(Object.keys(codelessTexts)).toEqual(codeless.map((page) => page.text));
  });

  it.each([...Object.entries(errorTexts), ...Object.entries(codelessTexts)])('%s is set well in both languages', (_, {
    zh,
    en,
  }) => {
    for (const text of [zh.meaning, zh.action]) {
      expect(text).toMatch(/。$/);
      // Chinese beside Latin letters or digits without a space; full-width punctuation needs none.
      expect(text).not.toMatch(/[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/);
      expect(text).not.toMatch(/[\u4e00-\u9fff] ?[,;:!?]/);
    }
    for (const text of [en.meaning, en.action]) expect(text).toMatch(/^[A-Z].*\.$/);
  });
});
