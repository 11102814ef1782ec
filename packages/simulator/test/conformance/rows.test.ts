import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { factOf } from '../../src/wechat/endpoint.ts';
import { apiEndpoints } from '../../src/wechat/endpoints.ts';
import { servedPaths } from '../../src/wechat/routes.ts';
import { later } from '../later.ts';
import { divergences, divergencesFile } from './divergences.ts';
import { namedRows, readTable, testedRows } from './table.ts';

const table = readTable();
const ids = table.map(({ id }) => id);

/** Addresses that stand in no row's text: pages between WeChat's own, and pictures; the row that needs them. */
const unnamed: Readonly<Record<string, string>> = {
  '/connect/oauth2/authorize_reply': 'A-15',
  '/connect/l/qrconnect': 'L-02',
  '/connect/confirm': 'L-02',
  '/mmopen/': 'S-32',
};

describe('the conformance table', () => {
  it('has every id once', () => {
    expect(ids.length).toBeGreaterThan(290);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('X-07 every path that is served has a row', () => {
    // Rows shorten a path by its host's first part once the area is clear: `GET menu/get`.
    const texts = table.map(({ request, expect: expected }) => `${request} ${expected}`).join('\n');
    const bare = (path: string) => path.replace(/^\/cgi-bin\//, '');
    const without = servedPaths.filter((path) => !(path in unnamed) && !texts.includes(bare(path)));
    expect(without).toEqual([]);
    for (const row of Object.values(unnamed)) expect(ids).toContain(row);
    expect(Object.keys(unnamed).filter((path) => !servedPaths.includes(path))).toEqual([]);
  });

  it('X-07 every row has a test, or waits with a reason', () => {
    const tested = testedRows();
    expect(ids.filter((id) => !tested.has(id) && !(id in later))).toEqual([]);
    expect(Object.keys(later).filter((id) => tested.has(id) || !ids.includes(id))).toEqual([]);
    for (const why of Object.values(later)) expect(why.length).toBeGreaterThan(10);
  });

  it('X-07 every outcome names a row that exists', () => {
    expect([...namedRows()].filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('X-07 every row without document or observation is listed among the divergences', () => {
    expect(readFileSync(divergencesFile, 'utf8') === divergences(table), 'DIVERGENCES.md is stale').toBe(true);
  });

  it('every path is answered by one endpoint', () => {
    const paths = apiEndpoints.map(({ name }) => factOf(name).path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});
