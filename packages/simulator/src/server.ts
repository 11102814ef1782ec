import type { LiveWorld, WorldOptions, WorldUrls } from './live-world.ts';
import type { Account } from './world/state.ts';
import { Worlds } from './worlds.ts';

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

/** An account as ready lines show it; the fields of the chat are absent where there is none. */
export interface AccountLine {
  name: string;
  title: string;
  kind: Account['kind'];
  verified: boolean;
  appId: string;
  appSecret: string;
  originalId?: string;
  token?: string;
  encodingAesKey?: string;
  pushMode?: 'plain' | 'compatible' | 'safe';
  oauthDomains: string[];
}

/** Starts a simulator on one port, with a seeded world named `default`. Throws SimulatorRefused under NODE_ENV=production. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { host = '127.0.0.1', port = 0, proxy: wanted = false, date, env = process.env, ...world } = options;
  if (env.NODE_ENV === 'production') {
    throw new SimulatorRefused(
      'production',
      'the simulator does not run under NODE_ENV=production: it signs in anybody',
    );
  }
  const worlds = new Worlds(world);
  const first = worlds.create(date === undefined ? {} : { clock: date });
  const own = await first.listen({ host, port });
  // Loaded only here: most simulators have no proxy.
  const proxy = wanted
    ? await (await import('./proxy/proxy.ts')).startProxy({
        host,
        port: 0,
        answer: (request, peer) => first.fetch(request, peer),
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

/** The part of a ready line that describes a world. */
export function worldLine(world: LiveWorld): Pick<SimulatorReady, 'world' | 'accounts' | 'people'> {
  return {
    world: world.state.id,
    accounts: world.state.accounts.map(accountLine),
    people: world.state.people.map(({ name, nickname }) => ({ name, nickname })),
  };
}

export function accountLine(account: Account): AccountLine {
  const { name, title, kind, verified, appId, appSecret, originalId, push, oauthDomains } = account;
  return {
    name,
    title,
    kind,
    verified,
    appId,
    appSecret,
    ...(originalId === null ? {} : { originalId }),
    ...(push === null ? {} : { token: push.token, encodingAesKey: push.encodingAesKey, pushMode: push.mode }),
    oauthDomains,
  };
}
