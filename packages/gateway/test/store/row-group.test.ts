import { describe, expect, it } from 'vitest';
import { rowGroup } from '../../src/store/sql/row-group.ts';

interface Row {
  readonly key: string;
  readonly value: number;
}

function table(refuses: (row: Row) => boolean = () => false) {
  const groups: Row[][] = [];
  const write = rowGroup<Row>(
    async (rows) => {
      if (rows.some(refuses)) throw new Error('not this one');
      groups.push([...rows]);
    },
    ({ key }) => key,
  );
  return { groups, write };
}

describe('rows in groups', () => {
  it('what comes in one turn is one statement, and of one key the later row', async () => {
    const { groups, write } = table();
    await Promise.all([write({ key: 'a', value: 1 }), write({ key: 'b', value: 2 }), write({ key: 'a', value: 3 })]);
    await write({ key: 'c', value: 4 });
    expect(groups).toEqual([
      [
        { key: 'a', value: 3 },
        { key: 'b', value: 2 },
      ],
      [{ key: 'c', value: 4 }],
    ]);
  });

  it('a statement has an end', async () => {
    const { groups, write } = table();
    await Promise.all(Array.from({ length: 450 }, (_, value) => write({ key: String(value), value })));
    expect(groups.map(({ length }) => length)).toEqual([200, 200, 50]);
  });

  it('a row that is refused costs nobody else their place', async () => {
    const { groups, write } = table(({ value }) => value === 2);
    const all = await Promise.allSettled([1, 2, 3].map((value) => write({ key: String(value), value })));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(groups).toEqual([[{ key: '1', value: 1 }], [{ key: '3', value: 3 }]]);
    await expect(write({ key: '2', value: 5 })).resolves.toBeUndefined();
  });
});
