/** Long lists in calls of a limited size, several of them under way at a time. */

export function* chunks<Item>(items: Iterable<Item>, size: number): Generator<Item[], void, void> {
  let chunk: Item[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

/** The results in the order of the items. Items are taken as calls begin, so a caller who stops early has few too many. */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  atATime: number,
  call: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, void> {
  const underWay: Promise<Result>[] = [];
  for (const item of items) {
    const result = call(item);
    // Whoever waits for it hears of a failure; until then, or if nobody does any more, it is no unhandled one.
    result.catch(() => {});
    underWay.push(result);
    if (underWay.length >= atATime) yield await (underWay.shift() as Promise<Result>);
  }
  for (const result of underWay) yield await result;
}
