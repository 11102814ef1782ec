import type { Bench, Reading } from '../figure.ts';
import { cpuTime, startWorker } from '../worker.ts';

/** Does the work `times` times. Each variant brings its own loop, so that the engine sees one kind of call in it. */
export type Batch = (times: number) => void | Promise<void>;

/** What a module of this folder has for the process that measures it. */
export interface Micro {
  /** Every variant under its name; each has been checked. `where` is what the process was told, if anything. */
  batches(where?: string): Promise<Readonly<Record<string, Batch>>>;
  /** What a reading says of memory or of the disk, where a goal is about it. */
  megabytes?(variant: string): number;
}

export interface MicroQuestion {
  readonly variant: string;
  readonly ms: number;
}

const BATCH = 500;

export async function measureBatches(batch: Batch, ms: number): Promise<Reading> {
  let times = 0;
  const cpu = cpuTime();
  const started = performance.now();
  let elapsed = 0;
  while (elapsed < ms) {
    await batch(BATCH);
    times += BATCH;
    elapsed = performance.now() - started;
  }
  return { rate: times / (elapsed / 1000), cpu: (cpuTime() - cpu) / times };
}

/**
 * Every variant gets a process of its own: in a shared one, one's garbage and types slow the others down. `where` has a word for
 * each of them.
 */
export async function openMicro(
  module: string,
  names: readonly string[],
  where: readonly string[] = [],
): Promise<Bench> {
  const workers = await Promise.all(
    names.map((_, index) => startWorker('./micro/process.ts', 'measured', module, ...where.slice(index, index + 1))),
  );
  const variants = names.map((name, index) => ({
    name,
    measure: async (ms: number) => {
      const question: MicroQuestion = { variant: name, ms };
      return (workers[index] as (typeof workers)[number]).ask<Reading>(question);
    },
  }));
  const close = async () => {
    await Promise.all(workers.map((worker) => worker.end()));
  };
  return { variants, close };
}
