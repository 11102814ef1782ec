import type { Counts } from '../counts.ts';
import type { Parts } from '../parts.ts';

/** So many pushes out of time within so many milliseconds are no chance. WeChat sends each push three times. */
export const clockAlarm = { pushes: 3, window: 60_000 } as const;

/** Told of a push with a right signature whose time is off by more than five minutes. */
export type ClockWatch = (account: string | undefined) => void;

/** One such push may be an old one that somebody sends again; several in a minute say that this machine's clock is wrong. */
export function watchClock({ clock, log }: Pick<Parts, 'clock' | 'log'>, counts: Counts): ClockWatch {
  let seen: number[] = [];
  return (account) => {
    counts.add('push.stale');
    const now = clock.now();
    seen = [...seen, now].filter((at) => Math.abs(now - at) < clockAlarm.window);
    if (seen.length < clockAlarm.pushes) return;
    seen = [];
    log.error({ account }, 'signed pushes are more than five minutes off: set the clock of this machine');
  };
}
