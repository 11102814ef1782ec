import { type FieldCondition, type FieldFact, fieldsAt, type ReplyName } from '@mingpian/facts/fields';

/**
 * A reply with the keys that it had at that date, in the order of the wire. `values` holds a value for every key that may
 * be filled; `holds` are the conditions that are true of this reply.
 */
export function replyAt(
  reply: ReplyName,
  at: number,
  values: Record<string, unknown>,
  holds: ReadonlySet<FieldCondition> = new Set(),
  omitBlank = false,
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fieldsOfDay(reply, at)) {
    if (field.when?.some((condition) => !holds.has(condition))) continue;
    if (field.form === 'blank') {
      if (!omitBlank) body[field.name] = field.blank;
      continue;
    }
    if (!(field.name in values)) throw new TypeError(`${reply} needs a value for ${field.name}`);
    body[field.name] = values[field.name];
  }
  return body;
}

/** Rules change at midnight in Beijing only, and a batch asks a hundred times for the same. */
const byDay = new Map<ReplyName, { day: number; fields: readonly FieldFact[] }>();

function fieldsOfDay(reply: ReplyName, at: number): readonly FieldFact[] {
  const day = Math.floor((at + 8 * 3_600_000) / 86_400_000);
  const known = byDay.get(reply);
  if (known?.day === day) return known.fields;
  const fields = fieldsAt(reply, at);
  byDay.set(reply, { day, fields });
  return fields;
}
