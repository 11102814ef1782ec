import type { Accepted, InboxStore, NewPush } from '../store/inbox.ts';
import { isBroken, isUnavailable } from '../store/unavailable.ts';

/** Pushes in one commit, and pushes that may wait for one; above that the gateway says at once that it cannot take more. */
export const writerLimits = { group: 200, waiting: 5000 } as const;

/** The inbox cannot take a push; WeChat will send it again. */
export class InboxUnavailable extends Error {
  override readonly name = 'InboxUnavailable';
  readonly code = 'inbox_unavailable';
}

interface Waiting {
  readonly push: NewPush;
  readonly resolve: (accepted: Accepted) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Stores pushes in groups: what arrives in one turn of the event loop, or while the last commit is being synced, shares
 * one commit. So one sync of the disk carries many pushes, and each is durable before it is answered.
 */
export function createInboxWriter(inbox: InboxStore): (push: NewPush) => Promise<Accepted> {
  let waiting: Waiting[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.slice(0, writerLimits.group);
      waiting = waiting.slice(writerLimits.group);
      await write(group);
    }
    busy = false;
  }

  async function write(group: readonly Waiting[], again = true): Promise<void> {
    try {
      const answers = await inbox.accept(group.map(({ push }) => push));
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Accepted);
    } catch (cause) {
      // A connection that broke may have carried the commit out: asked again, the inbox knows its rows.
      if (again && isBroken(cause)) return write(group, false);
      // One push that the database does not take must not cost the others their place.
      if (group.length > 1 && !isUnavailable(cause)) for (const one of group) await write([one], again);
      else for (const { reject } of group) reject(new InboxUnavailable('The inbox does not take the push.', { cause }));
    }
  }

  return (push) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= writerLimits.waiting) {
        reject(new InboxUnavailable('Too many pushes wait for the inbox.'));
        return;
      }
      waiting.push({ push, resolve, reject });
      if (busy) return;
      busy = true;
      setImmediate(() => void drain());
    });
}
