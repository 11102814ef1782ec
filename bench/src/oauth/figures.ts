import type { Bench, Figure, Reading } from '../figure.ts';
import { startWorker, type Worker } from '../worker.ts';
import type { ClientQuestion } from './client-process.ts';
import { type ClientName, clients } from './clients.ts';

export const oauth: Figure = {
  id: 'O1',
  what: 'web login (code exchange + profile), 32 in flight: logins',
  subject: 'mingpian',
  goals: [
    { kind: 'ratio', subject: 'mingpian', than: ['undici'], times: 0.85 },
    { kind: 'ratio', subject: 'mingpian', than: ['co-wechat-oauth'], times: 2.4 },
    { kind: 'ratio', subject: 'mingpian', than: ['node-easywechat', 'wechat-oauth'], times: 8 },
  ],
  open: openClients,
};

async function openClients(): Promise<Bench> {
  const stub = await startWorker('./oauth/stub-process.ts', 'other');
  const { port } = await stub.ask<{ port: number }>({});
  const names = Object.keys(clients) as ClientName[];
  const workers = await Promise.all(
    names.map((name) => startWorker('./oauth/client-process.ts', 'measured', name, `http://127.0.0.1:${port}`)),
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
