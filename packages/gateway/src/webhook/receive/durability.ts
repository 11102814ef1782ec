import type { Accepted } from '../../store/inbox.ts';
import type { Timer } from '../../timer.ts';
import { InboxUnavailable } from '../inbox-writer.ts';

/** How long the inbox may take to make a push durable, in milliseconds; then WeChat shall send it again. */
export const commitPatience = 900;

/**
 * 6. The push is durable, and soon enough. A late success would be a lie to whoever sends the next copy: better no answer in
 * time than a wrong one.
 */
export function storedInTime(stored: Promise<Accepted>, timer: Timer): Promise<Accepted> {
  return new Promise((resolve, reject) => {
    const cancel = timer.after(commitPatience, () =>
      reject(new InboxUnavailable('The inbox takes too long to store a push.')),
    );
    stored.then(resolve, reject).finally(cancel);
  });
}
