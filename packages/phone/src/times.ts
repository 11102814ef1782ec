/** The world's times as Beijing shows them. */
const zone = 'Asia/Shanghai';

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
const whole = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });

/** `14:02` */
export function hourMinute(at: number | string): string {
  return clock.format(typeof at === 'string' ? Date.parse(at) : at);
}

/** `2026-11-22 14:02:44` */
export function dateTime(at: number): string {
  return whole.format(at);
}

/** `14:02` of the same day, else the date. */
export function chatTime(at: string, now: number): string {
  const time = Date.parse(at);
  return day.format(time) === day.format(now) ? hourMinute(time) : day.format(time).slice(5);
}

/** `02:07.118`: the second within the hour; the hour stands in the rail's clock. */
export function ledgerTime(at: string): string {
  return at.slice(14, 23);
}

/** `1:56:12`; from a day on in the words of the language: `29 d 23 h`, `29 天 23 小时`. */
export function countdown(ms: number, daysLeft: (days: number, hours: number) => string): string {
  if (ms <= 0) return '0:00:00';
  const seconds = Math.floor(ms / 1000);
  const days = Math.floor(seconds / 86_400);
  if (days > 0) return daysLeft(days, Math.floor((seconds % 86_400) / 3600));
  const two = (n: number) => String(n).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
}
