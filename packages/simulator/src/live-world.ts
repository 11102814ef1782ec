/**
 * A living world: the state with its clock, and the HTTP side that answers for WeChat's hosts, the phone and the control
 * API.
 */
import type { Server } from 'node:http';
import { hosts } from '@mingpian/facts/endpoints';
import { type AccountChange, createAccount } from './control/accounts.ts';
import { createPerson, type PersonChange } from './control/people.ts';
import { AccountNoun } from './library/account.ts';
import { LiveClock } from './library/clock.ts';
import { Codes } from './library/codes.ts';
import { Faults } from './library/faults.ts';
import { guard } from './library/guard.ts';
import { Ledger } from './library/ledger.ts';
import { PersonNoun } from './library/person.ts';
import { against, NotClean } from './library/report.ts';
import { listenOn } from './listen.ts';
import { watchLapses } from './push/lapses.ts';
import { routesOf } from './routes.ts';
import { isOfWechat, wechatHostOf } from './wechat/hosts.ts';
import { asResponse, type WireReply } from './wechat/reply.ts';
import { hostTime } from './world/clock.ts';
import { savedState } from './world/saved.ts';
import { seededState } from './world/seed.ts';
import type { Finding, Profile, WorldState } from './world/state.ts';
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

/** A host of WeChat's that no simulator answers for. */
export class NotSimulated extends Error {
  readonly code = 'ENOTSIMULATED';

  constructor(host: string) {
    super(`${host} belongs to WeChat and is not simulated; nothing leaves this machine`);
    this.name = 'NotSimulated';
  }
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
  /** The client spoke http to a real host name. The proxy and `fetch` know; behind an alias of the host nobody does. */
  overHttp?: boolean;
}

export class LiveWorld extends World {
  /** The worlds among which this one lives; the control API speaks for all of them. */
  readonly worlds: Worlds;
  /** With what the world was made; a fork gets the same ports. */
  readonly options: WorldOptions;
  /** The offset with which the world began and to which a reset returns. */
  readonly #offset: number;
  readonly #hostTime: () => number;
  /** Answers a request, whatever host it names. */
  readonly answer: (request: Request, peer: Peer) => Promise<Response | WireReply>;
  override readonly clock: LiveClock;
  readonly faults: Faults;
  readonly codes: Codes;
  readonly ledger: Ledger;
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
    this.clock = new LiveClock(this, now);
    this.faults = new Faults(this);
    this.codes = new Codes(this);
    this.ledger = new Ledger(this);
    this.answer = routesOf(this);
    watchLapses(this);
  }

  /** An account by name. With settings an unknown one is made (of kind `service` if they name none), a known one changed. */
  account(name: string, settings?: AccountChange): AccountNoun {
    const noun = new AccountNoun(this, name);
    if (settings === undefined) return noun.state && noun;
    const { kind = 'service', ...rest } = settings;
    if (this.state.accounts.some((account) => account.name === name)) return noun.set(settings);
    createAccount(this, { name, kind, ...rest });
    return noun;
  }

  /** A person by name. With settings an unknown one is made, a known one changed. */
  person(name: string, settings?: PersonChange): PersonNoun {
    const noun = new PersonNoun(this, name);
    if (settings === undefined) return noun.state && noun;
    if (this.findPerson(name) !== undefined) return noun.set(settings);
    createPerson(this, { name, ...settings });
    return noun;
  }

  /**
   * As the global `fetch`, for clients that take one: answers for WeChat's hosts, the phone and the control API without a
   * port. Rejects for any other host of WeChat's domains, which nothing here answers for.
   */
  readonly fetch = async (input: Request | string | URL, init?: RequestInit): Promise<Response> => {
    const request = init === undefined && input instanceof Request ? input : new Request(input, init);
    const { hostname, protocol } = new URL(request.url);
    const real = wechatHostOf(hostname) !== undefined;
    if (isOfWechat(hostname) && !real) throw new NotSimulated(hostname);
    return asResponse(await this.answer(request, { address: '127.0.0.1', overHttp: real && protocol === 'http:' }));
  };

  /** Where `/cgi-bin` and `/sns` are: the world's port, or the real host for `fetch` while it has none. No slash at the end. */
  get apiBase(): string {
    return this.#urls?.base ?? `https://${hosts.api.value}`;
  }

  /** Where `/connect` is. */
  get openBase(): string {
    return this.#urls?.base ?? `https://${hosts.open.value}`;
  }

  /** Where `/cgi-bin/showqrcode` is. */
  get mpBase(): string {
    return this.#urls?.base ?? `https://${hosts.mp.value}`;
  }

  /** The phone's page. Throws while the world has no port. */
  get phoneUrl(): string {
    if (this.#urls === undefined) throw new TypeError('phoneUrl: the world has no port yet, call listen() first');
    return this.#urls.phone;
  }

  /** What passed here and would not in production, what is missing here, what is deprecated. */
  report(): readonly Finding[] {
    return this.state.findings;
  }

  /** Throws NotClean when something here would not work with WeChat. `allow` names rows that are accepted. */
  expectClean({ allow = [] }: { allow?: readonly string[] } = {}): void {
    const findings = against(this.report(), allow);
    if (findings.length > 0) throw new NotClean(findings);
  }

  /** A world that starts where this one stands, with its identifiers, tokens and codes, and goes on alone. */
  fork(): LiveWorld {
    return this.worlds.fork(this);
  }

  /** The state as a document, for `load` and `simulate --world`. */
  save(): string {
    const { id: _, ...document } = this.state;
    return `${JSON.stringify(document)}\n`;
  }

  /** Goes on from a saved document. */
  load(document: string): void {
    this.restore(JSON.parse(document));
  }

  /** From here on WeChat's real hosts lead nowhere in this process. Call what it returns to end it. */
  guard(): () => void {
    return guard();
  }

  /** Listens on loopback unless told otherwise; port 0 is any free one. Calling it again gives the same URLs. */
  async listen({ host = '127.0.0.1', port = 0 }: { host?: string; port?: number } = {}): Promise<WorldUrls> {
    if (this.#urls !== undefined) return this.#urls;
    const { server, origin } = await listenOn({ host, port, answer: this.answer });
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

  /** Goes back to a snapshot. Throws a TypeError that says what is wrong with a document that is none. */
  restore(state: WorldState): void {
    this.replaceState({ ...structuredClone(savedState(state)), id: this.state.id });
  }

  /** Back to the seeded world, with the same identifiers, at the time at which it would stand by now. */
  reset(): void {
    const { id, seed, profile } = this.state;
    const start = this.#hostTime() + this.#offset;
    this.replaceState(seededState({ id, seed, profile, start, offset: this.#offset }));
    this.options.populate?.(this);
  }
}
