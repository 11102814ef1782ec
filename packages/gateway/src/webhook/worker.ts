import type { Parts } from '../parts.ts';
import { type Processing, processingLimits } from './processing.ts';

const interval = 1_000;
const batch = 20;
/** A row without an owner is first left to WeChat's own retry, which can still take the passive reply. */
const grace = 6_000;

/** Takes what a crash, a failure or a full node left behind, until it is stopped. */
export function startWorker(
  { clock, log, store, timer }: Pick<Parts, 'clock' | 'log' | 'store' | 'timer'>,
  processing: Processing,
): { stop(): void } {
  let stopped = false;
  let cancel = timer.after(interval, tick);

  async function round(): Promise<void> {
    for (;;) {
      const now = clock.now();
      const rows = await store.inbox.take(batch, now - grace, now + processingLimits.lease);
      await Promise.all(rows.map((row) => processing.resume(row)));
      // A full batch says that more is waiting.
      if (rows.length < batch || stopped) return;
    }
  }

  function tick(): void {
    round()
      .catch((error) => log.error({ error }, 'the inbox could not be looked through'))
      .finally(() => {
        if (!stopped) cancel = timer.after(interval, tick);
      });
  }

  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}
