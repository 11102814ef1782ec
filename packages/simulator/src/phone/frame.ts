/**
 * The phone's web view as a proxy: a frame of the phone page asks one of the origins of frame-origins.ts, and the web view
 * of that person answers, with WeChat's User-Agent and the cookies kept here. So a page that forbids frames is shown all
 * the same, and whatever leads to WeChat's authorise page is handled by the phone itself.
 */
import type { LiveWorld } from '../live-world.ts';
import { userAgents } from './clients.ts';
import { doorPath, frameOriginOf, frameUrl } from './frame-origins.ts';
import { framedPage, ledScript } from './frame-page.ts';
import { Impossible } from './impossible.ts';
import { pressedIn } from './page-controls.ts';
import { isReachable } from './page-request.ts';
import type { PageOutcome } from './page-visit.ts';
import { type Shown, type WebView, webViewOf } from './web-view.ts';

/** Nothing but this machine: the phone contacts no other host, and neither does a page in it. */
const here = "'self' data: blob: http://*.localhost:* http://localhost:* http://127.0.0.1:*";
const policy = (world: LiveWorld) =>
  `default-src 'unsafe-inline' 'unsafe-eval' ${here}; form-action http://*.localhost:*; frame-ancestors ${phones(world)}`;

/** The phone page may be open under either name of this machine. */
function phones(world: LiveWorld): string {
  const { origin, port } = new URL(world.urls?.base ?? 'http://127.0.0.1');
  return `${origin} http://localhost:${port || 80} http://127.0.0.1:${port || 80}`;
}

/** A snapshot page shows and scrolls; nothing in it can be pressed, and its scripts have no storage of the person. */
const snapshotPolicy = '; sandbox allow-scripts';
const snapshotStyle = '<style>a,button,input,select,textarea,label,summary{pointer-events:none!important}</style>';
/** The JS-SDK speaks through this bridge; on a snapshot page whatever it is asked for fails (row C-13). */
export const snapshotBridge = `<script>window.WeixinJSBridge={on(){},call(){},invoke(name,args,done){if(done)done({err_msg:name+':fail'})}};
document.addEventListener('DOMContentLoaded',()=>document.dispatchEvent(new Event('WeixinJSBridgeReady')));</script>`;

/** Ahead of what the page brings, and behind its doctype, which decides how all of it is drawn. */
function asSnapshot(framed: string): string {
  return framed.replace(/^\s*(?:<!doctype[^>]*>)?/i, (doctype) => doctype + snapshotStyle + snapshotBridge);
}

/** What the frame keeps when the phone itself takes over: a sheet or an error page lies over it. */
const stay = () => new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });

export async function answerFrame(world: LiveWorld, request: Request): Promise<Response> {
  const asked = new URL(request.url);
  const place = frameOriginOf(world, request.headers.get('host') ?? asked.host);
  const person = place && world.findPerson(place.person);
  const view = person && webViewOf(world, person);
  if (!place || !view?.current) return new Response('This page is closed.', { status: 410 });
  const target = targetOf(asked, place.origin);
  if (!target) return new Response('Not an address.', { status: 400 });
  const navigates = request.headers.get('sec-fetch-mode') === 'navigate' || asked.pathname.startsWith(doorPath);
  if (!navigates) return resource(world, view.current, target, request);

  const fresh = request.method === 'GET' ? view.takeFresh(target.href) : undefined;
  if (fresh !== undefined) return page(world, view.current, fresh);
  if (view.current.outcome.snapshot) return stay();
  try {
    return led(world, place.person, view, await step(view, target, request));
  } catch (error) {
    if (error instanceof Impossible) return stay();
    throw error;
  }
}

function targetOf(asked: URL, origin: string): URL | undefined {
  if (!asked.pathname.startsWith(doorPath)) return new URL(asked.pathname + asked.search, origin);
  const target = URL.parse(decodeURIComponent(asked.pathname.slice(doorPath.length)));
  // A form sent with GET has put its fields behind the door's own path.
  if (target && asked.search !== '') target.search = asked.search;
  return target ?? undefined;
}

async function step(view: WebView, target: URL, request: Request): Promise<PageOutcome> {
  const { html = '', outcome } = view.current ?? {};
  const body = request.method === 'POST' ? await request.text() : undefined;
  const pressed = pressedIn(html, outcome?.url ?? target.href, target.href, body);
  return view.inFrame(pressed, () => (body === undefined ? view.tap(target.href) : view.submit(target.href, body)));
}

function led(world: LiveWorld, person: string, view: WebView, outcome: PageOutcome): Response {
  const shown = view.current;
  if (outcome.sheet || outcome.error || !shown || shown.html === '') return stay();
  const location = frameUrl(world, person, shown.jar, new URL(outcome.url));
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
}

function page(world: LiveWorld, { outcome, html }: Shown, fresh: string): Response {
  const framed = framedPage(fresh || html, outcome.url, authorisePages(world));
  return new Response(outcome.snapshot ? asSnapshot(framed) : framed, {
    status: outcome.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy(world) + (outcome.snapshot ? snapshotPolicy : ''),
    },
  });
}

function authorisePages(world: LiveWorld): string[] {
  const base = world.urls?.base;
  return ['https://open.weixin.qq.com', ...(base === undefined ? [] : [base])];
}

/** Headers that tell of the frame, or of this proxy. */
const notSent = /^(?:host|connection|cookie|origin|referer|user-agent|accept-encoding|content-length|sec-.*)$/i;
const notKept =
  /^(?:set-cookie|content-security-policy.*|x-frame-options|cross-origin-.*|strict-transport-security|content-encoding|content-length|transfer-encoding|connection|keep-alive|location)$/i;

/** What a page asks for itself: styles, scripts, pictures, fetches. */
async function resource(world: LiveWorld, shown: Shown, target: URL, request: Request): Promise<Response> {
  if (!isReachable(world, target)) return new Response(null, { status: 403 });
  const headers: Record<string, string> = {
    'user-agent': userAgents[shown.client],
    origin: target.origin,
    referer: shown.outcome.url,
  };
  if (request.method === 'GET') delete headers.origin;
  request.headers.forEach((value, name) => {
    if (!notSent.test(name)) headers[name] = value;
  });
  const cookie = shown.jar.header(target);
  if (cookie !== undefined) headers.cookie = cookie;
  const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer();
  const sent = { method: request.method, headers, redirect: 'manual' as const, ...(body && { body }) };
  try {
    const own = target.origin === world.urls?.base;
    const answer = own ? await world.fetch(new Request(target, sent)) : await world.http(target.href, sent);
    shown.jar.store(target, answer.headers.getSetCookie());
    return framedAnswer(world, shown, target, answer);
  } catch {
    return new Response(null, { status: 502 });
  }
}

async function framedAnswer(world: LiveWorld, shown: Shown, target: URL, answer: Response): Promise<Response> {
  const headers = new Headers();
  answer.headers.forEach((value, name) => {
    if (!notKept.test(name)) headers.append(name, value);
  });
  const location = answer.headers.get('location');
  const next = location === null ? null : URL.parse(location, target);
  if (next?.origin === target.origin) headers.set('location', next.pathname + next.search + next.hash);
  else if (next) headers.set('location', next.href);
  const empty = answer.status === 204 || answer.status === 304 || answer.body === null;
  if (!empty && /javascript/i.test(headers.get('content-type') ?? '')) {
    const script = ledScript(await answer.text(), shown.outcome.url, authorisePages(world));
    return new Response(script, { status: answer.status, headers });
  }
  return new Response(empty ? null : answer.body, { status: answer.status, headers });
}
