/** A whole login on a website in one step: the browser's page, the scan, and the answer of the person. */
import type { LiveWorld } from '../live-world.ts';
import { answerSheet, authorise } from '../wechat/connect/oauth2/authorise.ts';
import type { AuthoriseOutcome } from '../wechat/connect/visit.ts';
import { startLogin } from '../wechat/connect/website-login.ts';
import type { Account, Person } from '../world/state.ts';
import type { Authorisation, AuthorisationRequest } from './authorisation.ts';

export function startWebsiteAuthorisation(
  world: LiveWorld,
  person: Person,
  account: Account,
  request: AuthorisationRequest,
): Authorisation {
  const link = new URL('/connect/qrconnect', world.urls?.base ?? 'https://open.weixin.qq.com');
  link.search = new URLSearchParams({
    appid: account.appId,
    redirect_uri: request.redirectUri,
    response_type: 'code',
    scope: request.scope,
    state: request.state ?? '',
  }).toString();
  const started = startLogin(world, link);
  if ('error' in started) {
    const { code, text, why } = started.error;
    return { outcome: { url: link.href, error: { code, text, why } } };
  }
  const { id } = started.login;
  const url = new URL(world.state.qrcodes[id]?.url ?? link);
  const scanned = authorise(world, { url, fragmentKnown: true, person, from: 'external', client: 'ios' });
  return result(world, link.href, id, scanned);
}

/** What the browser learns. */
function result(world: LiveWorld, link: string, id: string, outcome: AuthoriseOutcome): Authorisation {
  if (outcome.kind === 'sheet') {
    const { account, scope, sheet } = outcome;
    return {
      outcome: { url: link, sheet: { account, scope } },
      answer(choice) {
        const answered = answerSheet(world, sheet, choice);
        return answered && result(world, link, id, answered);
      },
    };
  }
  const location = world.state.websiteLogins[id]?.location ?? null;
  if (location === null) return { outcome: { url: link } };
  const { searchParams } = new URL(location);
  const [code, state] = [searchParams.get('code'), searchParams.get('state')];
  return { outcome: { url: location, ...(code !== null && { code }), ...(state !== null && { state }) } };
}
