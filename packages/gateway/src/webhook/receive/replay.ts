import type { Accepted } from '../../store/inbox.ts';

/** The signature was seen with another document: one signature stands for one. */
export class PushReplayed extends Error {
  override readonly name = 'PushReplayed';
  readonly code = 'push_replayed';
  readonly statusCode = 403;
}

/** 7. The signature has not been used for another document. The inbox asked, in the statement that would have stored it. */
export function checkReplay(accepted: Accepted): Exclude<Accepted, { outcome: 'replayed' }> {
  if (accepted.outcome === 'replayed') throw new PushReplayed();
  return accepted;
}
