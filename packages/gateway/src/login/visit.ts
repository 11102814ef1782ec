/** What signing in reads from a request, and nothing more of it. */
import type { FastifyRequest } from 'fastify';
import { chosenLanguage, type Language, languageOf } from '../pages/language.ts';
import type { Cookies } from './cookies.ts';
import { readQuery } from './query.ts';

export interface Visit {
  readonly path: string;
  /** Undefined where a parameter stands there twice. */
  readonly query: ReadonlyMap<string, string> | undefined;
  readonly cookies: ReadonlyMap<string, string>;
  readonly language: Language;
  /** The language that this very request asks for, to be remembered. */
  readonly chosen: Language | undefined;
  /** Chooses a page, never a permission: anybody can write this header. */
  readonly inWeChat: boolean;
  /** HEAD, or a browser that loads ahead: such a load must change nothing. */
  readonly idle: boolean;
  readonly address: string;
}

/** Those that were read: a hook and then the route ask for the same one. */
const visits = new WeakMap<FastifyRequest, Visit>();

export function readVisit(request: FastifyRequest, cookies: Cookies): Visit {
  const visit = visits.get(request) ?? read(request, cookies);
  visits.set(request, visit);
  return visit;
}

function read(request: FastifyRequest, cookies: Cookies): Visit {
  const { headers } = request;
  const query = readQuery(request.url);
  const jar = cookies.read(headers.cookie);
  const wish = query?.get('lang') ?? query?.get('ui_locales');
  return {
    path: request.url.split('?', 1)[0]!,
    query,
    cookies: jar,
    language: languageOf({
      chosen: wish,
      remembered: cookies.language(jar),
      acceptLanguage: headers['accept-language'],
    }),
    chosen: chosenLanguage(wish),
    inWeChat: /MicroMessenger/i.test(headers['user-agent'] ?? ''),
    idle: request.method === 'HEAD' || loadsAhead(headers),
    address: request.ip,
  };
}

function loadsAhead(headers: FastifyRequest['headers']): boolean {
  const said = [headers['sec-purpose'], headers.purpose, headers['x-purpose'], headers['x-moz']].flat().join(' ');
  return /\b(?:prefetch|prerender|preview)\b/i.test(said);
}

/** Is this a form of our own pages? Other sites cannot leave these headers out where the browser writes them. */
export function fromOwnPage(headers: FastifyRequest['headers'], publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  // Our pages send no referrer, and browsers then write `null`.
  return origin === undefined || origin === 'null' || origin === new URL(publicUrl).origin;
}

/** Address of the same page in the other language. */
export function otherLanguage(visit: Visit): string {
  const parameters = [...(visit.query ?? [])].filter(([name]) => name !== 'lang' && name !== 'ui_locales');
  const query = [...parameters, ['lang', visit.language === 'zh' ? 'en' : 'zh']];
  return `${visit.path}?${query.map(([name, value]) => `${encodeURIComponent(name!)}=${encodeURIComponent(value!)}`).join('&')}`;
}
