import { type FieldCondition, fieldsAt, type ReplyName } from '@mingpian/facts/fields';

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
  for (const field of fieldsAt(reply, at)) {
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
