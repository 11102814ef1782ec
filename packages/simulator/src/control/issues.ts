import type { z } from 'zod';

/** What is wrong with a value, for somebody who wrote it by hand and has never heard of the checker. */
export function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: there is no such field here`;
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'is missing';
  return issue.message;
}
