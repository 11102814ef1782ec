import { StoreError } from './errors.ts';

/** Classes of PostgreSQL's SQLSTATE: connection, resources, intervention of the operator (a timeout among them), system. */
const passingClasses = /^(?:08|53|57|58)/;
/** `read_only_sql_transaction` and `lock_not_available`. */
const passingStates: ReadonlySet<unknown> = new Set(['25006', '55P03']);
/** What Node says of a connection that cannot be made or has broken. */
const brokenConnection = /^(?:ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|EHOST|ENET|ETIMEDOUT)/;
/** What `pg` says in words alone: no connection was free in time, or it ended under a statement. */
const brokenInWords =
  /^(?:timeout exceeded when trying to connect|connection terminated|client has encountered a connection error)/i;
/** SQLite's BUSY, READONLY, IOERR, FULL and CANTOPEN, without what a longer code adds above the lowest byte. */
const passingInSqlite: ReadonlySet<number> = new Set([5, 8, 10, 13, 14]);

/** What PostgreSQL refuses until somebody changes the URL, or what this user may do, by SQLSTATE. */
const refusals: Readonly<Record<string, string>> = {
  '28P01': 'The database refuses this user or password.',
  '28000': 'The database refuses this user or password.',
  '3D000': 'The server has no database of this name; create it first.',
  '42501': 'This user of the database may not do that; it needs to create and use tables.',
};

/** The same failure as an operator needs to hear of it; undefined for one that no operator can mend. */
export function storeErrorOf(cause: unknown): StoreError | undefined {
  if (cause instanceof StoreError) return cause;
  const { code } = cause as { code?: unknown };
  const refusal = typeof code === 'string' ? refusals[code] : undefined;
  if (refusal === undefined && !isUnavailable(cause)) return undefined;
  return new StoreError('store_unavailable', refusal ?? 'The database does not answer.', { cause });
}

/** Did the connection end under it? What it was about may have been carried out all the same. */
export function isBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & { code?: unknown };
  return typeof code === 'string'
    ? /^(?:08|57P)/.test(code) || brokenConnection.test(code)
    : brokenInWords.test(error.message);
}

/** Did this fail because the database cannot be reached, has no room or takes no writes now, and not because of us? */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof StoreError) return true;
  if (!(error instanceof Error)) return false;
  const { code, errcode, syscall } = error as Error & { code?: unknown; errcode?: unknown; syscall?: unknown };
  if (code === 'ERR_SQLITE_ERROR') return typeof errcode === 'number' && passingInSqlite.has(errcode & 0xff);
  if (typeof code !== 'string') return brokenInWords.test(error.message);
  return passingClasses.test(code) || passingStates.has(code) || brokenConnection.test(code) || syscall === 'connect';
}
