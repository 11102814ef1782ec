import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunks, inOrder } from '../src/batches.ts';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

it('chunks lose nothing, are full but for the last, and read no further than they must', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), (items, size) => {
      const all = [...chunks(items, size)];
      expect(all.flat()).toEqual(items);
      expect(all.slice(0, -1).every((chunk) => chunk.length === size)).toBe(true);
      expect(all.at(-1)?.length).not.toBe(0);
    }),
  );
});

describe('calls that are under way together', () => {
  /** Calls that end when the test says so. */
  function calls() {
    const open = new Map<number, PromiseWithResolvers<string>>();
    const call = (item: number) => {
      const { promise, ...rest } = Promise.withResolvers<string>();
      open.set(item, { promise, ...rest });
      return promise;
    };
    return { call, begun: () => [...open.keys()], end: (item: number) => open.get(item)?.resolve(`r${item}`), open };
  }

  it('come back in order, whichever ends first, and never more than were asked for', async () => {
    const { call, begun, end } = calls();
    const results = inOrder([1, 2, 3, 4], 2, call);
    const first = results.next();
    await Promise.resolve();
    expect(begun()).toEqual([1, 2]);
    end(2);
    end(1);
    expect(await first).toEqual({ value: 'r1', done: false });
    const second = results.next();
    await Promise.resolve();
    expect(begun()).toEqual([1, 2, 3]);
    expect(await second).toEqual({ value: 'r2', done: false });
    const rest = collect(results);
    end(3);
    await Promise.resolve();
    await expect.poll(begun).toEqual([1, 2, 3, 4]);
    end(4);
    expect(await rest).toEqual(['r3', 'r4']);
  });

  it('one that fails ends the sequence; what is still under way fails unheard', async () => {
    const { call, open } = calls();
    const results = inOrder([1, 2, 3], 3, call);
    const first = results.next();
    await Promise.resolve();
    for (const [item, { reject }] of open) reject(new Error(`no ${item}`));
    await expect(first).rejects.toThrow('no 1');
    expect(await results.next()).toEqual({ value: undefined, done: true });
  });

  it('any number of calls, any number at a time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), async (items, atATime) => {
        expect(await collect(inOrder(items, atATime, async (item) => item * 2))).toEqual(items.map((item) => item * 2));
      }),
    );
  });
});
