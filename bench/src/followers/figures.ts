import type { Bench, Figure, Reading } from '../figure.ts';
import { startWorker, type Worker } from '../worker.ts';
import type { ClientQuestion } from './client-process.ts';
import { type ClientName, clients } from './clients.ts';
import { pipelines, type SyncName } from './sync.ts';

export const sync: Figure = {
  id: 'S1',
  what: 'a million followers from the simulator into SQLite: followers',
  subject: 'mingpian',
  goals: [
    // Twelve seconds a million.
    { kind: 'microseconds', subject: 'mingpian', most: 12, where: { variant: 'by hand', took: 9 } },
    { kind: 'megabytes', subject: 'mingpian', most: 350 },
    { kind: 'ratio', subject: 'mingpian', than: ['by hand'], times: 0.75 },
  ],
  async open() {
    const world = await startWorker('./followers/world-process.ts', 'other');
    const account = JSON.stringify(await world.ask({}));
    return openWorkers(world, './followers/sync-process.ts', Object.keys(pipelines) as SyncName[], account);
  },
};

export const batchget: Figure = {
  id: 'S2',
  what: 'a hundred followers by batchget, 8 in flight: calls',
  subject: 'mingpian',
  goals: [{ kind: 'ratio', subject: 'mingpian', than: ['co-wechat-api', 'node-easywechat'], times: 2.2 }],
  async open() {
    const stub = await startWorker('./followers/stub-process.ts', 'other');
    const { port } = await stub.ask<{ port: number }>({});
    const names = Object.keys(clients) as ClientName[];
    return openWorkers(stub, './followers/client-process.ts', names, `http://127.0.0.1:${port}`);
  },
};

async function openWorkers(other: Worker, module: string, names: readonly string[], where: string): Promise<Bench> {
  const workers = await Promise.all(names.map((name) => startWorker(module, 'measured', name, where)));
  const variants = names.map((name, index) => ({
    name,
    measure: (ms: number) => (workers[index] as Worker).ask<Reading>({ ms } satisfies ClientQuestion),
  }));
  const close = async () => {
    await Promise.all([...workers, other].map((worker) => worker.end()));
  };
  return { variants, close };
}
