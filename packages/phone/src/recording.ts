/** What was done by hand since the page was opened or started over: the material of "copy as test". */
import { createStore, useStore } from './store.ts';

/** A link in a chat is found again by its place: its address is another one each time. */
export interface ChatLink {
  readonly account: string;
  /** Counted from the end, so that what the account said before does not matter. */
  readonly fromEnd: number;
}

export interface Step {
  /** A person's name, or null where the world itself was changed. */
  readonly person: string | null;
  readonly verb: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly answer: Readonly<Record<string, unknown>>;
  readonly link?: ChatLink | undefined;
}

export const recording = createStore<{ steps: readonly Step[] }>({ steps: [] });
export const useRecording = () => useStore(recording);

export function note(person: string | null, verb: string, body: object, answer: unknown, link?: ChatLink): void {
  const step: Step = { person, verb, body: { ...body }, answer: { ...(answer as object) }, link };
  recording.set(({ steps }) => ({ steps: [...steps, step] }));
}

export function startOver(): void {
  recording.set({ steps: [] });
}
