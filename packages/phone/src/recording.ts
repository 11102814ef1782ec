/** What was done by hand since the page was opened or started over: the material of "copy as test". */
import { createStore, useStore } from './store.ts';

export interface Step {
  /** A person's name, or null where the world itself was changed. */
  readonly person: string | null;
  readonly verb: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly answer: Readonly<Record<string, unknown>>;
}

export const recording = createStore<{ steps: readonly Step[] }>({ steps: [] });
export const useRecording = () => useStore(recording);

export function note(person: string | null, verb: string, body: object, answer: unknown): void {
  const step: Step = { person, verb, body: { ...body }, answer: { ...(answer as object) } };
  recording.set(({ steps }) => ({ steps: [...steps, step] }));
}

export function startOver(): void {
  recording.set({ steps: [] });
}
