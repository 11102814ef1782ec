import type { LiveWorld } from '../../../live-world.ts';
import { closedPage } from '../../../pages/closed-page.ts';
import { pageLanguage } from '../../../pages/language.ts';
import { gapReply } from '../../gap.ts';
import { answerSheet } from './authorise.ts';
import { outcomeResponse } from './authorize.ts';

/** Where the buttons of the consent sheet lead. The sheet's id is the proof: nobody else has seen it. */
export async function authorizeReply(world: LiveWorld, request: Request): Promise<Response> {
  if (request.method !== 'POST') return gapReply(world, request.method, new URL(request.url).pathname);
  const language = pageLanguage(request.headers.get('accept-language'));
  const form = new URLSearchParams(await request.text());
  const answer = form.get('answer') === 'allow' ? 'allow' : 'refuse';
  const outcome = answerSheet(world, form.get('sheet') ?? '', answer);
  return outcome === undefined ? closedPage('gone', language) : outcomeResponse(world, outcome, language);
}
