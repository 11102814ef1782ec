import { websiteLoginLanguages } from '@mingpian/facts/languages';
import type { LiveWorld } from '../../live-world.ts';
import { errorPage } from '../../pages/error-page.ts';
import { pageLanguage } from '../../pages/language.ts';
import { qrconnectPage } from '../../pages/qrconnect-page.ts';
import { gapReply } from '../gap.ts';
import { maskedQuery } from '../masking.ts';
import { openLogin, startLogin } from './website-login.ts';

const languageOf = { cn: 'zh', en: 'en' } as const;

/** The page with the QR code; any browser may open it. */
export async function qrconnect(world: LiveWorld, request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (request.method !== 'GET') return gapReply(world, request.method, url.pathname);
  const query = url.searchParams;
  const asked = websiteLoginLanguages.find(({ value }) => value === query.get('lang'))?.value;
  const language = asked === undefined ? pageLanguage(request.headers.get('accept-language')) : languageOf[asked];
  const started = startLogin(world, url);
  const rule = 'error' in started ? started.error.rule : 'L-01';
  world.record({
    kind: 'page',
    operation: 'qrconnect',
    method: 'GET',
    status: 200,
    rule,
    ms: 0,
    query: maskedQuery(query),
  });
  if ('error' in started) return errorPage(started.error, language);
  const { login } = started;
  const content = world.state.qrcodes[login.id]?.url ?? '';
  return qrconnectPage({ id: login.id, url: content, accountTitle: world.accountNamed(login.account).title }, language);
}

/** What the page asks every second: has somebody scanned, and where does the browser go on? */
export function qrconnectStatus(world: LiveWorld, request: Request): Response {
  const id = new URL(request.url).searchParams.get('uuid') ?? '';
  const login = world.state.websiteLogins[id];
  const pending = login?.status === 'waiting' || login?.status === 'scanned';
  const status = login === undefined || (pending && openLogin(world, id) === undefined) ? 'expired' : login.status;
  return Response.json(
    { status, ...(login?.location == null ? {} : { location: login.location }) },
    { headers: { 'cache-control': 'no-store' } },
  );
}
