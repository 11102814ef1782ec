import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Bench, Figure, Goal, Reading, Variant } from '../figure.ts';
import type { LoadAnswer, LoadQuestion as LoginQuestion } from '../login/load-process.ts';
import type { LoadQuestion as PushQuestion } from '../webhook/load-process.ts';
import { startWorker, type Worker } from '../worker.ts';
import type { NodeAnswer, NodeOptions } from './node-process.ts';
import { freePorts } from './ports.ts';

/** Each node, the database and the load have a core; otherwise all share what there is, and two nodes must not cost anything. */
const apart = availableParallelism() >= 4;
const cores = apart ? { nodes: [0, 1], database: 2, load: 3 } : { nodes: [9, 9], database: 9, load: 9 };

const goals: readonly Goal[] = [{ kind: 'ratio', subject: 'two nodes', than: ['one node'], times: apart ? 1.7 : 1 }];

export const nodes: readonly Figure[] = [
  {
    id: 'N pushes',
    what: 'gateways on one PostgreSQL, pushes made durable, 32 in flight: pushes',
    subject: 'two nodes',
    goals,
    open: () => openNodes('./webhook/load-process.ts', sendPushes),
  },
  {
    id: 'N logins',
    what: 'gateways on one PostgreSQL, logins, each request at the next node, 16 in flight: logins',
    subject: 'two nodes',
    goals,
    open: () => openNodes('./login/load-process.ts', logIn),
  },
];

interface Node {
  readonly port: number;
  readonly worker: Worker;
}

/** Works for so many milliseconds; answers how much was done. */
type Drive = (
  load: Worker,
  publicUrl: string,
  nodes: readonly Node[],
  ms: number,
) => Promise<{ done: number; seconds: number }>;

async function openNodes(loadModule: string, drive: Drive): Promise<Bench> {
  const cluster = await startWorker('./store/cluster-process.ts', cores.database);
  const { url: database } = await cluster.ask<{ url: string }>({});
  const load = await startWorker(loadModule, cores.load);
  const ports = await freePorts(2);
  const publicUrl = `http://127.0.0.1:${ports[0]}`;
  const rootSecret = randomBytes(32).toString('base64url');
  const both: Node[] = [];
  // One after the other, since both know the same person.
  for (const [index, port] of ports.entries()) {
    const options: NodeOptions = { database, rootSecret, publicUrl, port };
    const worker = await startWorker('./nodes/node-process.ts', cores.nodes[index] as number, JSON.stringify(options));
    both.push({ port, worker });
  }
  const variant = (name: string, nodesOf: (round: number) => readonly Node[]): Variant => ({
    name,
    async measure(ms, round): Promise<Reading> {
      const some = nodesOf(round);
      const before = await cpuOf(some);
      const { done, seconds } = await drive(load, publicUrl, some, ms);
      return { rate: done / seconds, cpu: ((await cpuOf(some)) - before) / done };
    },
  });
  return {
    variants: [
      variant('two nodes', () => both),
      // Now the one and now the other, so that both have been at work for as long.
      variant('one node', (round) => [both[round % 2] as Node]),
    ],
    async close() {
      await Promise.all([load, ...both.map(({ worker }) => worker)].map((worker) => worker.end()));
      await cluster.ask({ stop: true });
      await cluster.end();
    },
  };
}

async function cpuOf(some: readonly Node[]): Promise<number> {
  const answers = await Promise.all(some.map(({ worker }) => worker.ask<NodeAnswer>({})));
  return answers.reduce((sum, { cpu }) => sum + cpu, 0);
}

/** More than two nodes on one database take in a second. */
const PUSHES_PER_SECOND = 30_000;
let sent = 1000;

/** The nodes share an inbox, so every slice has pushes of its own. */
const sendPushes: Drive = async (load, _publicUrl, some, ms) => {
  const count = Math.ceil((PUSHES_PER_SECOND * ms) / 1000);
  await load.ask({ prepare: 'plain', first: sent, count } satisfies PushQuestion);
  sent += count;
  const question: PushQuestion = { ports: some.map(({ port }) => port), ms };
  const { requests, seconds } = await load.ask<{ requests: number; seconds: number }>(question);
  return { done: requests, seconds };
};

const logIn: Drive = async (load, origin, some, ms) => {
  const { cookie } = await (some[0] as Node).worker.ask<NodeAnswer>({});
  const nodes = some.map(({ port }) => `http://127.0.0.1:${port}`);
  return load.ask<LoadAnswer>({ origin, nodes, cookie, what: 'logins', ms } satisfies LoginQuestion);
};
