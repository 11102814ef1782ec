import { describe, expect, it } from 'vitest';
import { factOf } from '../../src/wechat/endpoint.ts';
import { apiEndpoints } from '../../src/wechat/endpoints.ts';
import { later } from '../later.ts';

describe('the lists of this package', () => {
  it('every path is answered by one endpoint', () => {
    const paths = apiEndpoints.map(({ name }) => factOf(name).path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('every row that waits says why', () => {
    for (const [row, why] of Object.entries(later)) {
      expect(row).toMatch(/^[A-Z]-\d\d$/);
      expect(why.length).toBeGreaterThan(10);
    }
  });
});
