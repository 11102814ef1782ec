/** One web authorisation laid out along the eleven steps of the article: which ledger entry is which step. */
import type { Account, LedgerEntry, Person } from '../control/types.ts';

export interface Step {
  /** 1 to 11. */
  readonly number: number;
  readonly entry: LedgerEntry | undefined;
  /** `before`: followed already when the world began. `skipped`: the login came another way. */
  readonly state: 'done' | 'failed' | 'waiting' | 'silent' | 'before' | 'skipped';
}

/** The last login in the ledger; undefined while there is none. The ledger comes oldest first. */
export function elevenSteps(
  ledger: readonly LedgerEntry[],
  people: readonly Pick<Person, 'name' | 'follows'>[],
  accounts: readonly Pick<Account, 'name' | 'appId'>[],
): readonly Step[] | undefined {
  const last = ledger.findLastIndex(({ operation }) => operation === 'authorize');
  if (last < 0) return undefined;
  const { person } = ledger[last] as LedgerEntry;
  // A sheet and its answer are two entries of one login.
  const start = ledger.findLastIndex(
    (entry, index) =>
      index <= last &&
      entry.operation === 'authorize' &&
      entry.person === person &&
      !(entry.query ?? '').startsWith('sheet='),
  );
  const opened = ledger[start];
  if (!opened) return undefined;
  const before = ledger.slice(0, start);
  const after = ledger.slice(start + 1);
  const of = (entries: readonly LedgerEntry[], verb: string) =>
    entries.findLast((entry) => entry.kind === 'control' && entry.operation === verb && entry.person === person);
  const follow = of(before, 'follow');
  const link = before.findLast(
    (entry) => entry.kind === 'push' && entry.person === person && entry.event !== 'unsubscribe',
  );
  const answered = after.find((entry) => entry.operation === 'authorize' && entry.person === person);
  const outcome = opened.outcome === 'sheet' ? answered : opened;
  const exchange = after.find(({ operation }) => operation === '/sns/oauth2/access_token');
  const profile = after.find(({ operation }) => operation === '/sns/userinfo');
  const choice = of(after, 'allow') ?? of(after, 'refuse');
  const led = outcome !== undefined && (outcome.outcome === 'redirect' || outcome.outcome === 'snapshot');
  const appId = new URLSearchParams(opened.query).get('appid');
  const account = accounts.find((one) => one.appId === appId || one.name === opened.account)?.name ?? '';
  const followed = people.find(({ name }) => name === person)?.follows.includes(account);
  const asked = opened.outcome === 'sheet';
  const refused = outcome?.outcome === 'refused';
  const failed = (entry: LedgerEntry | undefined) => entry !== undefined && (entry.errcode ?? 0) !== 0;

  const row = (number: number, entry: LedgerEntry | undefined, state?: Step['state']): Step => ({
    number,
    entry,
    state: state ?? (entry === undefined ? 'waiting' : failed(entry) ? 'failed' : 'done'),
  });
  return [
    row(1, follow, follow ? 'done' : followed ? 'before' : 'skipped'),
    row(2, link, link ? 'done' : 'skipped'),
    row(3, opened, opened.outcome === 'error' ? 'failed' : 'done'),
    row(4, asked ? opened : undefined, asked ? 'done' : led ? 'silent' : 'waiting'),
    row(5, choice, refused ? 'failed' : asked ? (answered ? 'done' : 'waiting') : led ? 'silent' : 'waiting'),
    row(6, led ? outcome : undefined),
    row(7, led ? (exchange ?? undefined) : undefined, led && exchange ? 'done' : 'waiting'),
    row(8, exchange, exchange ? 'done' : 'waiting'),
    row(9, exchange),
    row(10, profile, profile ? 'done' : 'waiting'),
    row(11, profile),
  ];
}
