/** How many connections the public listener holds at once, and what is said of those that it closes. */
import type { Clock } from '@mingpian/wechat/ports';
import type { Counts } from './counts.ts';
import type { Log } from './log.ts';

/** Descriptors for the database, calls to WeChat and files; of fewer than twice as many, connections get half. */
const others = 256;
const silence = 60_000;

/**
 * What is configured, or what the process has descriptors for: without them neither the database nor WeChat could be reached, and
 * a connection would be accepted only to wait.
 */
export function connectionRoom(configured: number, descriptors = openFiles()): number {
  return Math.min(configured, Math.max(descriptors - others, Math.floor(descriptors / 2)));
}

/** The system's limit for this process; Windows has none. */
function openFiles(): number {
  // A report asks DNS for the names of whatever is connected.
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft: number | 'unlimited' } } };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY;
}

/** Counts each connection that was closed at once, and says so once a minute. */
export function closedAtOnce(log: Log, counts: Counts, clock: Clock, room: number): () => void {
  let quietUntil = Number.NEGATIVE_INFINITY;
  return () => {
    counts.add('connection.closed');
    if (clock.now() < quietUntil) return;
    quietUntil = clock.now() + silence;
    log.warn({ room }, 'as many connections are open as may be; further ones are closed at once');
  };
}
