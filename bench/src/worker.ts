/**
 * Child processes that do one kind of work on one core: a parent asks, the child answers, one question at a time.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The work that is measured, and the load or the stub on the other side; or a core by its number, where there are enough. */
export type Core = 'measured' | 'other' | number;

const numbers = { measured: 0, other: 1 } as const;

/** Cores are kept apart where `taskset` exists and there are two; elsewhere the system decides. */
export const pinned = availableParallelism() >= 2 && spawnSync('taskset', ['-V']).status === 0;

export interface Worker {
  ask<Answer>(question: object): Promise<Answer>;
  end(): Promise<void>;
}

/** Starts a module of this folder, by its path from here, and waits until it is ready. */
export async function startWorker(module: string, core: Core, ...values: string[]): Promise<Worker> {
  const command = [process.execPath, fileURLToPath(new URL(module, import.meta.url)), ...values];
  const number = typeof core === 'number' ? core : numbers[core];
  if (pinned && number < availableParallelism()) command.unshift('taskset', '-c', String(number));
  const [program, ...rest] = command as [string, ...string[]];
  const child = spawn(program, rest, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: environment() });
  await answer(child);
  return {
    ask: async <Answer>(question: object) => {
      child.send(question);
      return (await answer(child)) as Answer;
    },
    end: async () => {
      if (child.exitCode !== null) return;
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** Some peers look for a proxy, and some warn of old calls on every start. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name));
  return { ...Object.fromEntries(kept), NODE_NO_WARNINGS: '1' };
}

async function answer(child: ChildProcess): Promise<unknown> {
  const gone = new AbortController();
  const exit = once(child, 'exit', { signal: gone.signal }).then(([code]) => {
    throw new Error(`a worker ended with code ${code}`);
  });
  exit.catch(() => {});
  const [message] = await Promise.race([once(child, 'message'), exit]);
  gone.abort();
  return message;
}

/** The child's side: says that it is ready, answers each question, ends with the parent. */
export function serveQuestions<Question>(reply: (question: Question) => Promise<object> | object): void {
  process.on('message', async (question) => process.send?.(await reply(question as Question)));
  process.on('disconnect', () => process.exit());
  process.send?.({});
}

/** Processor time of this process so far, in microseconds. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
