/**
 * A living world: the state with its clock, and the HTTP side that answers for WeChat's hosts, the phone and the control
 * API.
 */
import type { Server } from 'node:http';
import { listenOn } from './listen.ts';
import { routesOf } from './routes.ts';
import { hostTime } from './world/clock.ts';
import { seededState } from './world/seed.ts';
import { type Profile, stateSchema, type WorldState } from './world/state.ts';
import { World } from './world/world.ts';
import type { Worlds } from './worlds.ts';

export interface WorldOptions {
  /** The same seed gives the same identifiers, secrets and tokens. */
  seed?: string | number;
  profile?: Profile;
  /** The world's first instant: ISO 8601 (Beijing time if it names no zone), milliseconds since the epoch or a Date. */
  clock?: string | number | Date;
  /** The host's time in milliseconds since the epoch; for tests. */
  now?: () => number;
  /** How pushes reach the developer's webhook and the phone reaches applications; plain HTTP of the host if left out. */
  fetch?: typeof fetch;
  /** What puts more into the seeded world; it runs again after a reset. */
  populate?: (world: World) => void;
  /** How pushes wait; the host's timers if left out. */
  timers?: Timers;
}

export interface Timers {
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(handle: unknown): void;
}

export interface WorldUrls {
  /** All of WeChat's hosts on one origin, without a slash at the end. */
  base: string;
  phone: string;
  control: string;
}

/** Where a request came from, as far as the platform can see. */
export interface Peer {
  address: string;
}

export class LiveWorld extends World {
  /** The worlds among which this one lives; the control API speaks for all of them. */
  readonly worlds: Worlds;
  /** With what the world was made; a fork gets the same ports. */
  readonly options: WorldOptions;
  /** The offset with which the world began and to which a reset returns. */
  readonly #offset: number;
  readonly #hostTime: () => number;
  readonly #answer: (request: Request, peer: Peer) => Promise<Response>;
  #server: Server | undefined;
  #urls: WorldUrls | undefined;

  constructor(state: WorldState, worlds: Worlds, options: WorldOptions = {}) {
    const now = options.now ?? hostTime;
    const { fetch, timers } = options;
    super(state, {
      now,
      ...(fetch && { http: (url, init) => fetch(url, init) }),
      ...(timers && {
        after: (ms, run) => {
          const timer = timers.setTimeout(run, ms);
          return () => timers.clearTimeout(timer);
        },
      }),
    });
    this.worlds = worlds;
    this.options = options;
    this.#hostTime = now;
    this.#offset = state.clock.offset;
    this.#answer = routesOf(this);
  }

  /** Answers a request to any of WeChat's hosts, to the phone or to the control API, without a port. */
  async fetch(request: Request, peer: Peer = { address: '127.0.0.1' }): Promise<Response> {
    return this.#answer(request, peer);
  }

  /** Listens on loopback unless told otherwise; port 0 is any free one. Calling it again gives the same URLs. */
  async listen({ host = '127.0.0.1', port = 0 }: { host?: string; port?: number } = {}): Promise<WorldUrls> {
    if (this.#urls !== undefined) return this.#urls;
    const { server, origin } = await listenOn({ host, port, answer: this.#answer });
    this.#server = server;
    this.#urls = { base: origin, phone: `${origin}/phone/`, control: `${origin}/_sim/v1` };
    return this.#urls;
  }

  /** The URLs, once the world listens. */
  get urls(): WorldUrls | undefined {
    return this.#urls;
  }

  /** Stops listening; the state stays readable. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#urls = undefined;
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  /** The state as a value of its own. */
  snapshot(): WorldState {
    return structuredClone(this.state);
  }

  /** Goes back to a snapshot. Refuses a document of another schema with a clear sentence. */
  restore(state: WorldState): void {
    if (state.schema !== stateSchema) {
      throw new TypeError(`state.schema is ${String(state.schema)}, this simulator reads ${stateSchema} only`);
    }
    this.replaceState({ ...structuredClone(state), id: this.state.id });
  }

  /** Back to the seeded world, with the same identifiers, at the time at which it would stand by now. */
  reset(): void {
    const { id, seed, profile } = this.state;
    const start = this.#hostTime() + this.#offset;
    this.replaceState(seededState({ id, seed, profile, start, offset: this.#offset }));
    this.options.populate?.(this);
  }
}
