/** Values that several resources share, in the form in which the control API takes them. */
import { z } from 'zod';
import { instantOf } from '../world/clock.ts';

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `"30s"`, `"90m"`, `"2h"`, `"30d"` → milliseconds. */
export const duration = z
  .string()
  .regex(/^\d{1,9}[smhd]$/, 'a duration such as "30s", "90m", "2h" or "30d"')
  .meta({ description: 'A duration such as 30s, 90m, 2h or 30d' })
  .transform((text) => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0));

/** ISO 8601, Beijing time if it names no zone → milliseconds since the epoch. */
export const time = z
  .string()
  .meta({ description: 'ISO 8601; Beijing time if it names no zone' })
  .transform((text, context) => {
    try {
      return instantOf(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'an ISO 8601 date or time, such as "2014-01-01T00:00:00+08:00"' });
      return z.NEVER;
    }
  });

/** Milliseconds since the epoch as the API writes them. */
export function isoTime(at: number): string {
  return new Date(at).toISOString();
}

export const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'a name of letters, digits, "-", "_" and "."');
export const accountName = z.string().meta({ description: 'Name of an account' });

export const message = z
  .looseObject({
    id: z.string(),
    from: z.enum(['person', 'account', 'system']),
    type: z.string(),
    text: z.string().optional(),
    at: z.string(),
  })
  .meta({ id: 'Message' });

export const pushReport = z
  .object({
    event: z.string(),
    status: z.number().nullable(),
    ms: z.number(),
    attempts: z.number(),
    reply: message.nullable(),
  })
  .meta({ id: 'PushReport' });

const sheet = z.object({ account: z.string(), scope: z.string() });
const pageError = z.object({ code: z.number().nullable(), text: z.string(), why: z.string() });

export const page = z
  .object({
    url: z.string(),
    status: z.number().nullable(),
    sheet: sheet.optional(),
    snapshot: z.literal(true).optional(),
    error: pageError.optional(),
  })
  .meta({ id: 'Page' });

export const authorisation = z
  .object({
    url: z.string(),
    code: z.string().optional(),
    state: z.string().optional(),
    sheet: sheet.optional(),
    snapshot: z.literal(true).optional(),
    error: pageError.optional(),
  })
  .meta({ id: 'Authorisation' });

export const pushes = z.object({ pushes: z.array(pushReport) }).meta({ id: 'Pushes' });
