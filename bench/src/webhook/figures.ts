import type { Bench, Figure, Reading, Variant } from '../figure.ts';
import { startWorker, type Worker } from '../worker.ts';
import type { LoadAnswer, LoadQuestion } from './load-process.ts';
import type { Mode } from './messages.ts';
import type { ServerAnswer } from './server-process.ts';
import type { WebhookName } from './servers.ts';
import { verifyWebhook } from './verify.ts';

const peers = ['wechat', 'co-wechat', 'node-easywechat'] as const satisfies readonly WebhookName[];

/** More requests than any server here answers in a second. */
const PER_SECOND: Readonly<Record<Mode, number>> = { plain: 90_000, safe: 70_000 };

export const plainWebhook: Figure = {
  id: 'W1',
  what: 'webhook, plain mode: requests',
  subject: 'mingpian',
  goals: [
    { kind: 'ratio', subject: 'mingpian', than: ['echo'], times: 0.7 },
    { kind: 'ratio', subject: 'mingpian', than: peers, times: 2.2 },
  ],
  open: () => openWebhooks('plain', ['mingpian', 'echo', ...peers]),
};

/** What the SDK adds to a framework: the whole of its work, since the fixed answer looks at nothing. */
export const frameworkWebhooks: readonly Figure[] = (['fastify', 'hono'] as const).map((framework) => ({
  id: `W2 ${framework}`,
  what: `webhook on ${framework}, plain mode: requests`,
  subject: `mingpian on ${framework}`,
  goals: [{ kind: 'added microseconds', subject: `mingpian on ${framework}`, to: framework, most: 6 }],
  open: () => openWebhooks('plain', [`mingpian on ${framework}`, framework]),
}));

export const safeWebhook: Figure = {
  id: 'W3',
  what: 'webhook, safe mode (AES both ways): requests',
  subject: 'mingpian',
  goals: [
    { kind: 'ratio', subject: 'mingpian', than: ['echo'], times: 0.46 },
    { kind: 'ratio', subject: 'mingpian', than: peers, times: 4 },
  ],
  open: () => openWebhooks('safe', ['mingpian', 'echo', ...peers]),
};

/** The gateway stores every push, synced to the disk, before it answers; no peer stores anything. */
export const durableWebhook: Figure = {
  id: 'W4',
  what: 'webhook of the gateway, plain mode, each push on the disk before the answer: requests',
  subject: 'gateway',
  goals: [
    { kind: 'ratio', subject: 'gateway', than: ['echo'], times: 0.4 },
    { kind: 'ratio', subject: 'gateway', than: peers, times: 1 },
  ],
  open: () => openWebhooks('plain', ['gateway', 'echo', ...peers]),
};

async function openWebhooks(mode: Mode, names: readonly WebhookName[]): Promise<Bench> {
  const load = await startWorker('./webhook/load-process.ts', 'other');
  const servers = await Promise.all(
    names.map((name) => startWorker('./webhook/server-process.ts', 'measured', name, mode)),
  );
  const pushes = new PreparedPushes(load, mode);
  const variants: Variant[] = [];
  for (const [index, name] of names.entries()) {
    const server = servers[index] as Worker;
    const { port } = await server.ask<ServerAnswer>({});
    await verifyWebhook(name, mode, port, index);
    variants.push({ name, measure: (ms, round) => pushes.send(server, ms, round) });
  }
  const close = async () => {
    await Promise.all([load, ...servers].map((worker) => worker.end()));
  };
  return { variants, close };
}

/** All variants of a round get the same pushes; no server ever gets one twice. */
class PreparedPushes {
  readonly #load: Worker;
  readonly #mode: Mode;
  #round = -1;
  /** The first numbers are for the checks before measuring. */
  #first = 1000;

  constructor(load: Worker, mode: Mode) {
    this.#load = load;
    this.#mode = mode;
  }

  async send(server: Worker, ms: number, round: number): Promise<Reading> {
    if (round !== this.#round) await this.#prepare(ms, round);
    const { port, cpu: before } = await server.ask<ServerAnswer>({});
    const { requests, seconds } = await this.#load.ask<LoadAnswer>({ ports: [port], ms } satisfies LoadQuestion);
    const { cpu: after } = await server.ask<ServerAnswer>({});
    return { rate: requests / seconds, cpu: (after - before) / requests };
  }

  async #prepare(ms: number, round: number): Promise<void> {
    const count = Math.ceil((PER_SECOND[this.#mode] * ms) / 1000);
    await this.#load.ask({ prepare: this.#mode, first: this.#first, count } satisfies LoadQuestion);
    this.#first += count;
    this.#round = round;
  }
}
