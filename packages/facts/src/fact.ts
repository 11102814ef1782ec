import type { SourceKey } from './sources.ts';

/** How well a fact is known: an official page · a published real reply or log · coded in an SDK or told in a forum · concluded by us. */
export type Grade = 'documented' | 'observed' | 'reported' | 'inferred';

/** `2021-12-27` is exact. `2018-04-09?` is the earliest public trace; the real change may be some months earlier. */
export type DateText = `${number}-${number}-${number}` | `${number}-${number}-${number}?`;

/** Where a fact comes from and when it holds. `since` is inclusive, `until` exclusive, both at 00:00 Beijing time. */
export interface Provenance {
  readonly source: SourceKey | readonly SourceKey[];
  readonly grade: Grade;
  readonly since?: DateText;
  readonly until?: DateText;
}

export type Fact<T> = Provenance & { readonly value: T };

const BEIJING_OFFSET_MS = 8 * 3600 * 1000;

/** Midnight in Beijing at which `date` begins, in milliseconds since the epoch. */
export function beijingMidnight(date: string): number {
  const known = midnights.get(date);
  if (known !== undefined) return known;
  const midnight = Date.parse(`${date.replace('?', '')}T00:00:00Z`) - BEIJING_OFFSET_MS;
  midnights.set(date, midnight);
  return midnight;
}

/** The dates of the facts are few, and every reply asks for some of them. */
const midnights = new Map<string, number>();

/** Does a row with these dates hold at the instant `at` (milliseconds since the epoch)? */
export function inForce(row: Provenance, at: number): boolean {
  if (row.since !== undefined && at < beijingMidnight(row.since)) return false;
  return row.until === undefined || at < beijingMidnight(row.until);
}

/** The value of the first row that holds at `at`, or undefined when none does. */
export function valueAt<T>(rows: readonly Fact<T>[], at: number): T | undefined {
  return rows.find((row) => inForce(row, at))?.value;
}
