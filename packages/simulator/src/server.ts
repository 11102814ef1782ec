import type { LiveWorld, WorldOptions, WorldUrls } from './live-world.ts';
import { type AccountLine, worldLine } from './ready-line.ts';
import { instantOf } from './world/clock.ts';
import type { WorldFile } from './world-file/read.ts';
import { Worlds } from './worlds.ts';

export type { AccountLine } from './ready-line.ts';

/** Why a simulator does not start. */
export class SimulatorRefused extends Error {
  readonly code: 'production';

  constructor(code: SimulatorRefused['code'], message: string) {
    super(message);
    this.name = 'SimulatorRefused';
    this.code = code;
  }
}

export interface SimulatorOptions extends Omit<WorldOptions, 'clock'> {
  /** Loopback unless told otherwise. */
  host?: string;
  /** 0, the default, is any free port. */
  port?: number;
  /** Also an HTTP proxy, on any free port, for clients that know only WeChat's real host names. */
  proxy?: boolean;
  /** The default world's first instant; Beijing time if it names no zone. */
  date?: WorldOptions['clock'];
  /** A file that the default world starts from: see world-file/read.ts. Other options go before what it says. */
  file?: WorldFile;
  /** NODE_ENV is read from here; the process's own if left out. */
  env?: { readonly NODE_ENV?: string | undefined };
}

export interface SimulatorUrls extends WorldUrls {
  proxy?: string;
}

export interface Simulator {
  urls: SimulatorUrls;
  /** The file with the certificate that clients of the proxy have to trust; absent without a proxy. */
  ca?: string;
  /** The default world. */
  world: LiveWorld;
  worlds: Worlds;
  /** What `simulate --json` prints once everything answers. */
  ready(): SimulatorReady;
  close(): Promise<void>;
}

export interface SimulatorReady {
  event: 'ready';
  name: 'simulator';
  pid: number;
  urls: SimulatorUrls;
  ca?: string;
  world: string;
  accounts: AccountLine[];
  people: { name: string; nickname: string }[];
}

/** Starts a simulator on one port, with a seeded world named `default`. Throws SimulatorRefused under NODE_ENV=production. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { host = '127.0.0.1', port = 0, proxy: wanted = false, date, file, env = process.env, ...world } = options;
  if (env.NODE_ENV === 'production') {
    throw new SimulatorRefused(
      'production',
      'the simulator does not run under NODE_ENV=production: it signs in anybody',
    );
  }
  const worlds = new Worlds(world);
  const clock = date === undefined ? {} : { clock: date };
  const first = worlds.create(
    file?.kind === 'saved' ? { state: file.state } : { ...begin(file), ...defined(world), ...clock },
  );
  if (file?.kind === 'saved' && date !== undefined) first.clock.travelTo(instantOf(date));
  const own = await first.listen({ host, port });
  // Loaded only here: most simulators have no proxy.
  const proxy = wanted
    ? await (await import('./proxy/proxy.ts')).startProxy({
        host,
        port: 0,
        answer: first.answer,
      })
    : undefined;
  const urls: SimulatorUrls = { ...own, ...(proxy && { proxy: proxy.url }) };
  const ca = proxy && { ca: proxy.ca };
  return {
    urls,
    ...ca,
    world: first,
    worlds,
    ready: () => ({ event: 'ready', name: 'simulator', pid: process.pid, urls, ...ca, ...worldLine(first) }),
    close: async () => {
      await Promise.all([proxy?.close(), worlds.close()]);
    },
  };
}

function begin(file: WorldFile | undefined): WorldOptions {
  return file?.kind === 'seed' ? { ...file.options, populate: (world) => file.populate(world) } : {};
}

function defined<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
}
