import type { Step } from '../recording.ts';

export function asTest(steps: readonly Step[]): string {
  return JSON.stringify(steps, null, 2);
}
