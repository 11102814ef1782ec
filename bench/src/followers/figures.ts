import type { Bench, Figure, Reading } from '../figure.ts';
import { startWorker, type Worker } from '../worker.ts';
import type { ClientQuestion } from './client-process.ts';
import { type ClientName, clients } from './clients.ts';

export const batchget: Figure = {
  id: 'S2',
  what: 'a hundred followers by batchget, 8 in flight: calls',
  subject: 'mingpian',
  goals: [{ kind: 'ratio', subject: 'mingpian', than: ['co-wechat-api', 'node-easywechat'], times: 2.2 }],
  open: openClients,
};

async function openClients(): Promise<Bench> {
  const stub = await startWorker('./followers/stub-process.ts', 'other');
  const { port } = await stub.ask<{ port: number }>({});
  const names = Object.keys(clients) as ClientName[];
  const workers = await Promise.all(
    names.map((name) => startWorker('./followers/client-process.ts', 'measured', name, `http://127.0.0.1:${port}`)),
  );
  const variants = names.map((name, index) => ({
    name,
    measure: (ms: number) => (workers[index] as Worker).ask<Reading>({ ms } satisfies ClientQuestion),
  }));
  const close = async () => {
    await Promise.all([...workers, stub].map((worker) => worker.end()));
  };
  return { variants, close };
}
