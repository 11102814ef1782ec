import type { ClockState } from './state.ts';

/** The host's time in milliseconds since the epoch; the only place that reads it. */
export const hostTime = (): number => Date.now();

/** The world's clock: the host's time moved by an offset, or an instant at which it stands. */
export class WorldClock {
  readonly #state: () => ClockState;
  readonly #hostTime: () => number;

  constructor(state: () => ClockState, hostTime: () => number) {
    this.#state = state;
    this.#hostTime = hostTime;
  }

  now(): number {
    const { frozenAt, offset } = this.#state();
    return frozenAt ?? this.#hostTime() + offset;
  }

  get frozen(): boolean {
    return this.#state().frozenAt !== null;
  }

  /** Moves to any instant, forwards or backwards; whether the clock runs stays as it is. */
  travelTo(instant: number): unknown {
    const state = this.#state();
    if (state.frozenAt === null) state.offset = instant - this.#hostTime();
    else state.frozenAt = instant;
    return undefined;
  }

  advance(milliseconds: number): unknown {
    return this.travelTo(this.now() + milliseconds);
  }

  freeze(): unknown {
    this.#state().frozenAt = this.now();
    return undefined;
  }

  run(): unknown {
    const state = this.#state();
    if (state.frozenAt === null) return undefined;
    state.offset = state.frozenAt - this.#hostTime();
    state.frozenAt = null;
    return undefined;
  }
}

/** `2026-01-31` in Beijing, where WeChat's days begin. */
export function beijingDay(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
}

const iso = /^(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** An instant in milliseconds since the epoch; text without a zone is Beijing time. */
export function instantOf(clock: string | number | Date): number {
  if (typeof clock === 'number') return clock;
  if (clock instanceof Date) return clock.getTime();
  const [, date = '', time = '00:00', zone = '+08:00'] = iso.exec(clock) ?? [];
  // A year or a month alone begins on its first day.
  const instant = Date.parse(`${date}${'-01'.repeat(3 - date.split('-').length)}T${time}${zone}`);
  if (Number.isNaN(instant)) throw new TypeError(`clock is not an ISO 8601 date or time: ${JSON.stringify(clock)}`);
  return instant;
}
