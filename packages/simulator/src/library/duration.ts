const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds, or a text such as `'30s'`, `'90m'`, `'2h'`, `'30d'`. */
export type Duration = number | `${number}${keyof typeof units}`;

export function millisecondsOf(duration: Duration): number {
  if (typeof duration === 'number') return duration;
  const [, count = '', unit = ''] = /^(\d{1,9})([smhd])$/.exec(duration) ?? [];
  if (unit === '') throw new TypeError(`duration is neither a number nor "30s", "90m", "2h", "30d": ${duration}`);
  return Number(count) * units[unit as keyof typeof units];
}
