/** Days and times on the pages, in Beijing, where the accounts and their followers are. */
import { type Language, texts } from './language.ts';

const format = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

function parts(at: number): Record<string, string> {
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** 2026 年 11 月 22 日 · 22 November 2026 */
export function dayText(language: Language, at: number): string {
  const { year = '', month = '', day = '' } = parts(at);
  return texts[language].day(year, String(Number(month)), String(Number(day)));
}

/** The day with hours and minutes. */
export function momentText(language: Language, at: number): string {
  const { hour, minute } = parts(at);
  return texts[language].moment(dayText(language, at), `${hour}:${minute}`);
}

/** 14:02:11 */
export function timeText(at: number): string {
  const { hour, minute, second } = parts(at);
  return `${hour}:${minute}:${second}`;
}

/** The month of a date of the facts: 2021 年 10 月 · Oct 2021; an estimate says that it is one. */
export function monthText(language: Language, date: string): string {
  const [year = '', month = ''] = date.replace('?', '').split('-');
  const text = texts[language].month(year, String(Number(month)));
  return date.endsWith('?') ? texts[language].about(text) : text;
}
