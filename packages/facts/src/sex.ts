import type { Fact } from './fact.ts';

/** The values of `sex`. A number in real replies, a string (`"1"`) in some old samples; always 0 since 2021-10-21. */
export const sex = {
  unknown: { value: 0, source: ['SNS-UI', 'ARTICLE'], grade: 'documented' },
  male: { value: 1, source: ['SNS-UI', 'ARTICLE'], grade: 'documented' },
  female: { value: 2, source: ['SNS-UI', 'ARTICLE'], grade: 'documented' },
} as const satisfies Record<string, Fact<number>>;

export type Sex = (typeof sex)[keyof typeof sex]['value'];
