/**
 * What is long over leaves the world, so that one that lives for months does not grow with every login. A code that was
 * used, an expired token and a withdrawn grant keep their own errors for this long; then they are as unknown as made-up
 * ones.
 */
import type { WorldState } from './state.ts';

export const rememberedMs = 30 * 86_400_000;

/** Of what has no end of its own the newest stay: entries of the ledger, messages of one chat, findings with words of their own. */
export const kept = { ledger: 10_000, chat: 2_000, findings: 1_000 } as const;

/** Lets the oldest of a list go once it is longer. A tenth goes at once, for what is left moves up each time. */
export function keepNewest(rows: unknown[], most: number): void {
  const slack = most / 10;
  if (rows.length >= most + slack) rows.splice(0, slack);
}

/** Forgets what ended more than `rememberedMs` before `now`, the world's time. */
export function forgetOld(state: WorldState, now: number): void {
  const endedBefore = now - rememberedMs;
  const expired = ({ expiresAt }: { expiresAt: number | null }) => expiresAt !== null && expiresAt < endedBefore;
  drop(state.codes, expired);
  drop(state.appTokens, expired);
  drop(state.userTokens, expired);
  drop(state.qrcodes, expired);
  drop(state.websiteLogins, expired);
  drop(state.sheets, ({ openedAt }) => openedAt < endedBefore);
  drop(state.grants, ({ refreshExpiresAt }) => refreshExpiresAt < endedBefore);
  drop(state.refreshTokens, (grant) => state.grants[grant] === undefined);
  const spokenOf = new Set([...Object.values(state.codes), ...Object.values(state.grants)].map((row) => row.virtual));
  drop(state.virtualUsers, ({ openid }) => !spokenOf.has(openid));
}

function drop<Row>(rows: Record<string, Row>, isOver: (row: Row) => boolean): void {
  for (const [key, row] of Object.entries(rows)) if (isOver(row)) delete rows[key];
}
