/**
 * The origins under which the phone's web view shows applications: one for each person and application, so that two phones
 * in one browser are two people, each with storage of their own. A browser resolves `*.localhost` to this machine itself.
 */
import { randomBytes } from 'node:crypto';
import type { LiveWorld } from '../live-world.ts';
import type { CookieJar } from './cookie-jar.ts';

export interface FrameOrigin {
  readonly id: string;
  readonly person: string;
  /** The application's own origin. */
  readonly origin: string;
}

const hostForm = /^(w-[0-9a-f]{24})\.localhost(?::\d+)?$/;

/** Where links lead that name another origin: the web view decides what becomes of them. */
export const doorPath = '/.mingpian/to/';

class FrameOrigins {
  readonly #byId = new Map<string, FrameOrigin>();
  /** A snapshot page has a jar of its own, and therefore an origin of its own. */
  readonly #byJar = new WeakMap<CookieJar, Map<string, FrameOrigin>>();

  get(id: string): FrameOrigin | undefined {
    return this.#byId.get(id);
  }

  of(person: string, origin: string, jar: CookieJar): FrameOrigin {
    const known = this.#byJar.get(jar) ?? new Map<string, FrameOrigin>();
    this.#byJar.set(jar, known);
    const key = `${person} ${origin}`;
    const found = known.get(key) ?? { id: `w-${randomBytes(12).toString('hex')}`, person, origin };
    known.set(key, found);
    this.#byId.set(found.id, found);
    return found;
  }
}

const origins = new WeakMap<LiveWorld, FrameOrigins>();

function originsOf(world: LiveWorld): FrameOrigins {
  const known = origins.get(world) ?? new FrameOrigins();
  origins.set(world, known);
  return known;
}

export function isFrameHost(host: string): boolean {
  return hostForm.test(host);
}

export function frameOriginOf(world: LiveWorld, host: string): FrameOrigin | undefined {
  const id = hostForm.exec(host)?.[1];
  return id === undefined ? undefined : originsOf(world).get(id);
}

/** The address under which this person's frame shows `url`. */
export function frameUrl(world: LiveWorld, person: string, jar: CookieJar, url: URL): string {
  const { id } = originsOf(world).of(person, url.origin, jar);
  const port = new URL(world.urls?.base ?? 'http://127.0.0.1').port;
  return `http://${id}.localhost${port === '' ? '' : `:${port}`}${url.pathname}${url.search}${url.hash}`;
}
