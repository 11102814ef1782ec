/** The control API of the world that serves this page. */

import type { Explanation } from './types.ts';

/** What the API refuses: an RFC 9457 problem. */
export class Refused extends Error {
  readonly code = 'refused';
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'Refused';
    this.status = status;
  }
}

const root = '/_sim/v1';
let world = 'default';

/** Each world listens on a port of its own, and its phone speaks of that world. */
export async function findWorld(): Promise<string> {
  const { worlds } = await call<{ worlds: { id: string; urls: { base: string } }[] }>('GET', '/worlds');
  const here = worlds.find(({ urls }) => new URL(urls.base).port === location.port);
  world = here?.id ?? 'default';
  return world;
}

export function worldPath(path: string): string {
  return `${root}/worlds/${world}${path}`;
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(root + path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: {
      // Pages that this act opens are asked for in the language of the phone.
      'accept-language': document.documentElement.lang,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
  });
  const text = await response.text();
  const answer = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) throw new Refused(response.status, answer?.detail ?? response.statusText);
  return answer as T;
}

export function explain(code: number): Promise<Explanation> {
  return call<Explanation>('GET', `/explanations/${code}`);
}

export function get<T>(path: string): Promise<T> {
  return call<T>('GET', `/worlds/${world}${path}`);
}

export function send<T = unknown>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return call<T>(method, `/worlds/${world}${path}`, method === 'POST' ? (body ?? {}) : body);
}

export function personPath(person: string, verb = ''): string {
  return `/people/${encodeURIComponent(person)}${verb === '' ? '' : `/${verb}`}`;
}
