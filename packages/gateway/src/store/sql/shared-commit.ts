import type { DatabaseSync } from 'node:sqlite';

/** Taken when this is loaded: in a process whose clock a test has stopped, writes go on. */
const { setImmediate } = globalThis;

type Connection = Pick<DatabaseSync, 'exec' | 'isOpen' | 'isTransaction'>;

interface Waiting {
  readonly run: () => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly result: unknown } | { readonly error: unknown };

/** Writes in one transaction; those beyond wait for the next. */
const most = 500;

/**
 * For statements that write, in the order in which they come: those of one turn of the event loop share a commit, since each
 * commit waits for the disk, and the whole process with it. A statement that fails by itself takes nothing back but itself.
 * The answer is undefined where nothing was written because the transaction could not be begun or ended; each of its statements
 * is then to be asked alone.
 */
export function sharedCommit(database: Connection): <Result>(run: () => Result) => Promise<Result | undefined> {
  let waiting: Waiting[] = [];

  function commit(): void {
    const group = waiting.slice(0, most);
    waiting = waiting.slice(most);
    if (waiting.length > 0) setImmediate(commit);
    const outcomes = together(database, group);
    for (const [index, { resolve, reject }] of group.entries()) {
      const outcome = outcomes?.[index];
      if (outcome !== undefined && 'error' in outcome) reject(outcome.error);
      else resolve(outcome?.result);
    }
  }

  return <Result>(run: () => Result) =>
    new Promise<Result | undefined>((resolve, reject) => {
      if (waiting.push({ run, resolve: resolve as Waiting['resolve'], reject }) === 1) setImmediate(commit);
    });
}

function together(database: Connection, group: readonly Waiting[]): readonly Outcome[] | undefined {
  if (!database.isOpen || database.isTransaction) return undefined;
  try {
    // Alone a statement is a transaction by itself.
    if (group.length === 1) return group.map(({ run }) => ({ result: run() }));
    database.exec('begin immediate');
    const outcomes = group.map(({ run }): Outcome => {
      try {
        return { result: run() };
      } catch (error) {
        // A full disk ends the transaction, and what follows would be written without it.
        if (!database.isTransaction) throw error;
        return { error };
      }
    });
    database.exec('commit');
    return outcomes;
  } catch {
    if (database.isTransaction) database.exec('rollback');
    return undefined;
  }
}
