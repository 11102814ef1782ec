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
): Record<string, unknown> {
  return filled(reply, fieldsThatHold(reply, at, holds), values);
}

/** The keys of replies of this kind under these conditions: what a batch works out once. */
export function fieldsThatHold(reply: ReplyName, at: number, holds: ReadonlySet<FieldCondition>): readonly FieldFact[] {
  return fieldsAt(reply, at).filter((field) => field.when?.every((condition) => holds.has(condition)) ?? true);
}

export function filled(
  reply: ReplyName,
  fields: readonly FieldFact[],
  values: Record<string, unknown>,
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    if (field.form !== 'blank' && !(field.name in values))
      throw new TypeError(`${reply} needs a value for ${field.name}`);
    body[field.name] = field.form === 'blank' ? field.blank : values[field.name];
  }
  return body;
}
