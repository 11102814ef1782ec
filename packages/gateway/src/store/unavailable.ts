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
