import type { LiveWorld } from '../live-world.ts';
import { type PageLanguage, pageLanguage } from '../pages/language.ts';
import { confirmPath } from '../wechat/connect/website-login.ts';
import { isLoopback, wechatHostOf } from '../wechat/hosts.ts';
import type { Client } from '../world/authorisations.ts';
import { userAgents } from './clients.ts';
import type { CookieJar } from './cookie-jar.ts';

/** One answer to a web view, redirects not followed. */
export interface PageAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly contentType: string;
  readonly body: string;
}

const MAX_PAGE_BYTES = 2 * 1024 * 1024;
/** As long as a person would wait, on the host's clock. */
const PATIENCE_MS = 30_000;

function isOwn(world: LiveWorld, url: URL): boolean {
  return wechatHostOf(url.host) !== undefined || url.origin === world.urls?.base;
}

/** The page of a link, and that of a QR code which a website shows. */
const authorisePaths: ReadonlySet<string> = new Set(['/connect/oauth2/authorize', confirmPath]);

/** The platform's own pages are answered in this process, whichever of WeChat's hosts the link names. */
export function isAuthorisePage(world: LiveWorld, url: URL): boolean {
  return authorisePaths.has(url.pathname) && isOwn(world, url) && wechatHostOf(url.host) !== 'api';
}

/**
 * May a web view go there? This machine, and the hosts that somebody configured as a callback, a push URL or a menu link;
 * nothing else is ever contacted.
 */
export function isReachable(world: LiveWorld, url: URL): boolean {
  if (isOwn(world, url) || isLoopback(url.hostname)) return true;
  const { accounts, menus } = world.state;
  const configured = accounts.flatMap((account) => [...account.oauthDomains, hostOf(account.push?.url)]);
  const linked = Object.values(menus).flatMap((menu) =>
    menu.button.flatMap((button) => [button, ...(button.sub_button ?? [])]),
  );
  return [...configured, ...linked.map((button) => hostOf(button.url))].some(
    (host) => host === url.hostname || host === url.host,
  );
}

function hostOf(url: string | null | undefined): string | undefined {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).hostname : undefined;
}

function read(bytes: Uint8Array, contentType: string): string {
  const charset = /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

export interface PageReader {
  readonly client: Client;
  /** Whose cookies are sent, and where new ones go. */
  readonly jar: CookieJar;
  /** Also gets what this visit brings, or is the jar itself. */
  readonly visited: CookieJar;
}

/** A form as a page sends it. */
export interface FormPost {
  /** The page that holds the form. */
  readonly page: string;
  /** `application/x-www-form-urlencoded`. */
  readonly body: string;
}

/** The language in which each world's phone page is read; a world without one is read in Chinese. */
const languages = new WeakMap<LiveWorld, PageLanguage>();

export function askIn(world: LiveWorld, acceptLanguage: string | null): void {
  languages.set(world, pageLanguage(acceptLanguage));
}

const acceptLanguages: Readonly<Record<PageLanguage, string>> = {
  zh: 'zh-CN,zh;q=0.9,en;q=0.6',
  en: 'en-US,en;q=0.9,zh-CN;q=0.6',
};

function postHeaders(url: URL, { page }: FormPost): Record<string, string> {
  const { origin } = new URL(page);
  return {
    'content-type': 'application/x-www-form-urlencoded',
    origin,
    referer: page,
    'sec-fetch-site': origin === url.origin ? 'same-origin' : 'cross-site',
  };
}

/** A GET, or the POST of a form, as a person's client sends it. Undefined when nothing answers. */
export async function requestPage(
  world: LiveWorld,
  url: URL,
  reader: PageReader,
  form?: FormPost,
): Promise<PageAnswer | undefined> {
  const { client, jar, visited } = reader;
  const address = new URL(url);
  address.hash = '';
  const cookie = jar.header(address);
  const headers: Record<string, string> = {
    'user-agent': userAgents[client],
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'accept-language': acceptLanguages[languages.get(world) ?? 'zh'],
    'sec-fetch-dest': 'document',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-site': 'none',
    ...(form && postHeaders(address, form)),
    ...(cookie !== undefined && { cookie }),
  };
  const method = form ? 'POST' : 'GET';
  const sent = { method, headers, redirect: 'manual', ...(form && { body: form.body }) } as const;
  const started = world.now();
  const controller = new AbortController();
  const cancel = world.hostAfter(PATIENCE_MS, () => controller.abort());
  try {
    const response = isOwn(world, address)
      ? await world.fetch(new Request(address, sent))
      : await world.http(address.href, { ...sent, signal: controller.signal });
    for (const kept of new Set([jar, visited])) kept.store(address, response.headers.getSetCookie());
    const contentType = response.headers.get('content-type') ?? '';
    const body = read((await bytesOf(response)).subarray(0, MAX_PAGE_BYTES), contentType);
    note(world, address, { method, client }, response.status, started);
    return { status: response.status, location: response.headers.get('location'), contentType, body };
  } catch {
    note(world, address, { method, client }, null, started);
    return undefined;
  } finally {
    cancel();
  }
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

/** The query may carry a code, so the ledger has the path alone. */
function note(
  world: LiveWorld,
  url: URL,
  { method, client }: { method: string; client: Client },
  status: number | null,
  started: number,
): void {
  world.record({
    kind: 'page',
    operation: url.pathname,
    method,
    url: url.origin + url.pathname,
    client,
    status,
    ms: world.now() - started,
  });
}
