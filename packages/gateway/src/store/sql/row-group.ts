/** Rows of one statement; PostgreSQL takes 65 535 parameters. */
const most = 200;

interface Waiting<Row> {
  row: Row;
  readonly written: { resolve(): void; reject(error: unknown): void }[];
}

/**
 * Writes rows in groups: what comes in one turn of the event loop, or while the last group is being synced, shares one
 * statement and one sync of the disk. Of two rows with the same key the later is written; both are durable when they resolve.
 */
export function rowGroup<Row>(
  write: (rows: readonly Row[]) => Promise<unknown>,
  keyOf: (row: Row) => string,
): (row: Row) => Promise<void> {
  let waiting = new Map<string, Waiting<Row>>();
  let busy = false;

  async function drain(): Promise<void> {
    while (waiting.size > 0) {
      const group = [...waiting.values()].slice(0, most);
      waiting = new Map([...waiting].slice(most));
      await store(group);
    }
    busy = false;
  }

  async function store(group: readonly Waiting<Row>[]): Promise<void> {
    try {
      await write(group.map(({ row }) => row));
      for (const { written } of group) for (const { resolve } of written) resolve();
    } catch (error) {
      // One row that the database does not take must not cost the others their place.
      if (group.length > 1) for (const one of group) await store([one]);
      else for (const { reject } of group[0]?.written ?? []) reject(error);
    }
  }

  return (row) =>
    new Promise((resolve, reject) => {
      const before = waiting.get(keyOf(row));
      if (before === undefined) waiting.set(keyOf(row), { row, written: [{ resolve, reject }] });
      else {
        before.row = row;
        before.written.push({ resolve, reject });
      }
      if (busy) return;
      busy = true;
      setImmediate(() => void drain());
    });
}
