/** From readings to what is said about them. */
import type { Figure, Goal, Reading } from './figure.ts';
import type { Readings } from './rounds.ts';
import { ratios, type Spread, spread } from './statistics.ts';

export interface VariantResult {
  readonly name: string;
  readonly rate: Spread;
  readonly cpu: Spread;
  /** The subject's rate by this variant's, and the same by processor time. */
  readonly subjectTimes: Spread;
  readonly subjectTimesByCpu: Spread;
}

export interface GoalResult {
  readonly goal: string;
  readonly measured: Spread;
  /** The same by processor time, which a busy machine disturbs less. */
  readonly byCpu: Spread;
  readonly met: boolean;
}

export interface FigureResult {
  readonly id: string;
  readonly what: string;
  readonly variants: readonly VariantResult[];
  readonly goals: readonly GoalResult[];
}

export function resultOf(figure: Figure, readings: Readings): FigureResult {
  const of = (name: string): readonly Reading[] => {
    const found = readings.get(name);
    if (found === undefined) throw new TypeError(`${figure.id} has no variant ${name}`);
    return found;
  };
  const subject = of(figure.subject);
  return {
    id: figure.id,
    what: figure.what,
    variants: [...readings].map(([name, own]) => ({
      name,
      rate: spread(own.map(({ rate }) => rate)),
      cpu: spread(own.map(({ cpu }) => cpu)),
      subjectTimes: byRate(subject, own),
      subjectTimesByCpu: byCpu(subject, own),
    })),
    goals: figure.goals.map((goal) => judge(goal, of)),
  };
}

function judge(goal: Goal, of: (name: string) => readonly Reading[]): GoalResult {
  const subject = of(goal.subject);
  if (goal.kind === 'microseconds' || goal.kind === 'added microseconds') {
    // By the processor's account: work of one thread takes no longer because others were served in between.
    const base = goal.kind === 'microseconds' ? undefined : of(goal.to);
    const { where, most } = goal;
    const scale = (round: number): number =>
      where === undefined ? 1 : where.took / (of(where.variant)[round] as Reading).cpu;
    const measured = spread(subject.map(({ cpu }, round) => (cpu - (base?.[round]?.cpu ?? 0)) * scale(round)));
    const bound = `≤ ${goal.kind === 'microseconds' ? '' : `${goal.to} + `}${most} µs`;
    const text = where === undefined ? bound : `${bound} where ${where.variant} takes ${where.took}`;
    return { goal: text, measured, byCpu: measured, met: measured.median <= most };
  }
  if (goal.kind === 'megabytes') {
    const measured = spread(subject.map(({ memory = Number.NaN }) => memory));
    return { goal: `≤ ${goal.most} MB`, measured, byCpu: measured, met: measured.high <= goal.most };
  }
  const [best] = goal.than
    .map((name) => ({ name, measured: byRate(subject, of(name)), byCpu: byCpu(subject, of(name)) }))
    .sort((a, b) => a.measured.median - b.measured.median);
  if (best === undefined) throw new TypeError('a goal compares with nothing');
  const { name, measured } = best;
  return { goal: `≥ ${goal.times} × ${name}`, measured, byCpu: best.byCpu, met: measured.median >= goal.times };
}

function byRate(subject: readonly Reading[], other: readonly Reading[]): Spread {
  return ratios(
    subject.map(({ rate }) => rate),
    other.map(({ rate }) => rate),
  );
}

/** Twice as fast is half the time, so it is the other's time by the subject's. */
function byCpu(subject: readonly Reading[], other: readonly Reading[]): Spread {
  return ratios(
    other.map(({ cpu }) => cpu),
    subject.map(({ cpu }) => cpu),
  );
}
