/**
 * A power cut for SQLite, on a machine that stays on. The gateway runs with `power-cut.c` before its C library, which records
 * what each write replaces and each sync. After the process is killed, `cut` makes of the files what a disk without power would
 * hold: everything synced, and of the rest nothing, or what the dice say, since a disk writes in an order of its own.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, constants, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface PowerCut {
  /** For the process that shall lose its power. */
  readonly environment: Readonly<Record<string, string>>;
  /** To be called once that process is dead. `keeps` is asked of each write that no sync has followed. */
  cut(keeps: () => boolean): Dropped;
}

export interface Dropped {
  /** Writes that no sync had followed, and those of them that are gone. */
  readonly unsynced: number;
  readonly dropped: number;
}

/** Whether the library can be made here. */
export function canCutPower(): boolean {
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
    return process.platform === 'linux';
  } catch {
    return false;
  }
}

/** `lies`: a disk that reports syncs and makes none. It proves that a loss would be seen. */
export function powerCut(database: string, { lies = false }: { lies?: boolean } = {}): PowerCut {
  const folder = dirname(database);
  const library = join(folder, 'power-cut.so');
  execFileSync('gcc', [
    ...['-shared', '-fPIC', '-O2', '-Wall', '-Werror', '-o', library],
    ...[join(import.meta.dirname, 'power-cut.c'), '-ldl', '-lpthread'],
  ]);
  const record = join(folder, 'power-cut.record');
  return {
    environment: {
      LD_PRELOAD: library,
      POWER_DATABASE: database,
      POWER_RECORD: record,
      ...(lies ? { POWER_LIES: '1' } : {}),
    },
    cut(keeps) {
      const unsynced = unsyncedOf(readChanges(readFileSync(record)));
      for (const change of unsynced.toReversed()) undo(database, change);
      const kept = unsynced.filter(keeps);
      for (const change of kept) redo(database, change);
      return { unsynced: unsynced.length, dropped: unsynced.length - kept.length };
    },
  };
}

type Kind = 'write' | 'truncate' | 'create' | 'unlink' | 'sync';

interface Change {
  readonly kind: Kind;
  readonly file: number;
  readonly offset: number;
  /** Of the file, before. */
  readonly size: number;
  readonly before: Buffer;
  readonly after: Buffer;
}

const kinds: Readonly<Record<string, Kind>> = { w: 'write', t: 'truncate', c: 'create', u: 'unlink', s: 'sync' };
/** As `power-cut.c` numbers them. */
const suffixes: Readonly<Record<number, string>> = { 1: '', 2: '-wal', 3: '-journal' };
const folderSync = 4;
const headBytes = 34;

/** The last record may be cut off: then what it announces was not done. */
function readChanges(bytes: Buffer): Change[] {
  const changes: Change[] = [];
  for (let at = 0; at + headBytes <= bytes.length; ) {
    const number = (offset: number) => Number(bytes.readBigUInt64LE(at + offset));
    const kind = kinds[String.fromCharCode(bytes[at] ?? 0)];
    if (kind === undefined) throw new Error('the record of the writes is not readable');
    const body = at + headBytes;
    const end = body + number(18) + number(26);
    if (end > bytes.length) break;
    changes.push({
      kind,
      file: bytes[at + 1] ?? 0,
      offset: number(2),
      size: number(10),
      before: bytes.subarray(body, body + number(18)),
      after: bytes.subarray(body + number(18), end),
    });
    at = end;
  }
  return changes;
}

/** A sync of a file settles what was written to it, one of the folder settles which files there are. */
function unsyncedOf(changes: readonly Change[]): Change[] {
  const open = new Set<Change>();
  for (const change of changes) {
    if (change.kind !== 'sync') {
      open.add(change);
      continue;
    }
    for (const each of open) {
      const named = each.kind === 'create' || each.kind === 'unlink';
      if (named ? change.file === folderSync : change.file === each.file) open.delete(each);
    }
  }
  return [...open];
}

function undo(database: string, { kind, file, offset, size, before }: Change): void {
  const path = `${database}${suffixes[file]}`;
  if (kind === 'create') rmSync(path, { force: true });
  else
    changed(path, (descriptor) => {
      if (before.length > 0) writeSync(descriptor, before, 0, before.length, offset);
      ftruncateSync(descriptor, size);
    });
}

function redo(database: string, { kind, file, offset, after }: Change): void {
  const path = `${database}${suffixes[file]}`;
  if (kind === 'unlink') rmSync(path, { force: true });
  else
    changed(path, (descriptor) => {
      if (kind === 'truncate') ftruncateSync(descriptor, offset);
      if (kind === 'write') writeSync(descriptor, after, 0, after.length, offset);
    });
}

/** The file is made if it is not there. */
function changed(path: string, change: (descriptor: number) => void): void {
  const descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    change(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
