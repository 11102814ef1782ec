/** What the documentation of the client claims, held against the facts. */
import { readFileSync } from 'node:fs';
import { endpoints } from '@mingpian/facts/endpoints';
import { errorFact } from '@mingpian/facts/errors';
import { sources } from '@mingpian/facts/sources';
import { describe, expect, it } from 'vitest';

const read = (name: string) => readFileSync(new URL(`../src/${name}.ts`, import.meta.url), 'utf8');
const text = read('client');
const [, operations = ''] = text.split('export interface WeChat {');
const documented = operations.slice(0, operations.indexOf('\n}\n'));
const matches = (pattern: RegExp, within = documented) => [...within.matchAll(pattern)].map(([, found = '']) => found);

/** Called by the modules of the SDK itself: tokens by their keeper, a platform's operations by `component-login`. */
const elsewhere: readonly string[] = [
  endpoints.appToken.path,
  endpoints.stableToken.path,
  endpoints.componentCodeExchange.path,
  endpoints.componentRefreshUserToken.path,
];
/** Of no operation: a picture has an address of its own, and template messages are not about who somebody is. */
const none: readonly string[] = [endpoints.avatar.path, endpoints.templateMessage.path];

describe('the documentation of the client', () => {
  it('has every operation about identity, by its path', () => {
    const paths: string[] = Object.values(endpoints).map(({ path }) => path);
    const expected = paths.filter((path) => !elsewhere.includes(path) && !none.includes(path));
    expect(matches(/`(\/[\w/-]+)`/g).filter((path) => paths.includes(path))).toEqual(expect.arrayContaining(expected));
  });

  it('names no path that is none', () => {
    const paths = new Set<string>(Object.values(endpoints).map(({ path }) => path));
    const named = matches(/`(\/(?:cgi-bin|sns|connect)\/[\w/-]+)`/g);
    expect(named.filter((path) => !paths.has(path))).toEqual([]);
  });

  it('names errcodes of the catalogue', () => {
    const named = matches(/\b(4\d{4}|6\d{4}|7\d{4}|8\d{4})\b/g);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((code) => errorFact(Number(code)) === undefined)).toEqual([]);
  });

  it('leads to pages that are sources of the facts', () => {
    const known = new Set(Object.values(sources).flatMap((source) => ('url' in source ? [source.url] : [])));
    const named = matches(/@see (\S+)/g);
    expect(named.length).toBeGreaterThan(9);
    expect(named.filter((url) => !known.has(url as never))).toEqual([]);
  });

  it('leaves no operation without a word', () => {
    const members = [...documented.matchAll(/(\*\/\n)?^ {4}(\w+)\(/gm)];
    expect(members.length).toBeGreaterThan(25);
    expect(members.filter(([, comment]) => comment === undefined).map(([, , name]) => name)).toEqual([]);
  });
});
