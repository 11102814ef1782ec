import { z } from 'zod';

/** The keys that a schema knows at a path, for "did you mean". */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let node = unwrapped(schema);
  for (const step of path) {
    if (node instanceof z.ZodArray) node = unwrapped(node.element as z.ZodType);
    else if (node instanceof z.ZodObject) node = unwrapped(node.shape[String(step)] as z.ZodType);
    else return [];
  }
  return node instanceof z.ZodObject ? Object.keys(node.shape) : [];
}

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema;
}

/** The known key nearest to a mistyped one; undefined when nothing is near. */
export function nearest(key: string, known: readonly string[]): string | undefined {
  const near = known
    .map((each) => ({ each, distance: distance(key, each) }))
    .filter((candidate) => candidate.distance <= Math.max(2, Math.floor(candidate.each.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.each;
}

/** Edits (insert, delete, replace a character) between two short words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
