import type { LiveWorld } from '../../../live-world.ts';
import { closedPage } from '../../../pages/closed-page.ts';
import { consentSheetPage } from '../../../pages/consent-sheet.ts';
import { errorPage } from '../../../pages/error-page.ts';
import { type PageLanguage, pageLanguage } from '../../../pages/language.ts';
import { peoplePage } from '../../../pages/people-page.ts';
import { NotInWorld } from '../../../world/not-in-world.ts';
import type { World } from '../../../world/world.ts';
import { avatarTokenOf } from '../../avatar.ts';
import { gapReply } from '../../gap.ts';
import { type Onlooker, onlookerOf, personParameter } from '../onlooker.ts';
import type { AuthoriseOutcome } from '../visit.ts';
import { confirmPath } from '../website-login.ts';
import { authorise, refusalForAnybody } from './authorise.ts';

/** The authorise page, and that of a scanned website login, over HTTP. A visit from outside the phone counts as `external`. */
export async function authorizePage(world: LiveWorld, request: Request): Promise<Response> {
  const language = pageLanguage(request.headers.get('accept-language'));
  const url = new URL(request.url);
  if (request.method !== 'GET') return gapReply(world, request.method, url.pathname);
  let onlooker: Onlooker;
  try {
    onlooker = onlookerOf(world, request);
  } catch (error) {
    if (!(error instanceof NotInWorld)) throw error;
    return new Response(`${error.message}\n`, {
      status: 404,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
  }
  // Not by way of searchParams, which would write the rest of the link anew.
  url.search = url.search.replace(new RegExp(`(?<=[?&])${personParameter}=[^&]*&?`), '');
  const { person, client, setCookie } = onlooker;
  if (person === undefined) {
    const error = url.pathname === confirmPath ? undefined : refusalForAnybody(world, url, client);
    return error === undefined ? peoplePage(world.state.people, url, language) : errorPage(error, language);
  }
  const outcome = authorise(world, { url, fragmentKnown: false, person, from: 'external', client });
  const response = await outcomeResponse(world, outcome, language);
  if (setCookie !== undefined) response.headers.append('set-cookie', setCookie);
  return response;
}

/** An outcome as the person's browser gets it. */
export async function outcomeResponse(
  world: World,
  outcome: AuthoriseOutcome,
  language: PageLanguage,
): Promise<Response> {
  if (outcome.kind === 'error') return errorPage(outcome.error, language);
  if (outcome.kind === 'sheet') return sheetResponse(world, outcome.sheet, language);
  if (outcome.kind === 'confirmed') return closedPage('confirmed', language);
  if (outcome.location === null) return closedPage('refused', language);
  return new Response(null, { status: 302, headers: { location: outcome.location, 'cache-control': 'no-store' } });
}

function sheetResponse(world: World, id: string, language: PageLanguage): Response {
  const sheet = world.state.sheets[id];
  if (sheet === undefined) return closedPage('gone', language);
  const person = world.personNamed(sheet.person);
  const token = avatarTokenOf(world, person);
  return consentSheetPage(
    {
      id,
      accountTitle: world.accountNamed(sheet.account).title,
      nickname: person.nickname,
      avatarPath: token === undefined ? undefined : `/mmopen/vi_32/${token}/96`,
    },
    language,
  );
}
