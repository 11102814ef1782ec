import { contentTypes } from '@mingpian/facts/rules';
import type { World } from '../world/world.ts';
import { json } from './reply.ts';

/**
 * What this simulator does not know says so: status 501 and a header that names the gap, never an errcode that might be
 * taken for WeChat's. Counted in the report.
 */
export function gapReply(world: World, method: string, path: string): Response {
  const gap = `${method} ${path}`;
  world.finding('gap', 'X-01', `${gap} is not simulated`);
  world.record({ kind: 'call', operation: path, method, status: 501, rule: 'X-01', ms: 0 });
  // An unknown path carries no credentials, so the quirk of any one account decides.
  if (world.state.accounts.some((account) => account.quirks.includes('unknownPath40066'))) {
    return new Response(json({ errcode: 40066, errmsg: 'invalid url' }), {
      headers: { 'content-type': contentTypes.cgi.value },
    });
  }
  return new Response(`This simulator does not answer ${gap}.\n`, {
    status: 501,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-sim-gap': gap },
  });
}
