import { authoriseFragment } from '@mingpian/facts/consent';
import type { LiveWorld } from '../live-world.ts';
import { answerSheet, authorise } from '../wechat/connect/oauth2/authorise.ts';
import type { AuthoriseOutcome } from '../wechat/connect/visit.ts';
import type { OpenedFrom } from '../world/authorisations.ts';
import type { Account, Person } from '../world/state.ts';
import type { PageError } from './page-visit.ts';
import { startWebsiteAuthorisation } from './website-login.ts';

/** The authorise page without a web view: what it leads to, the callback not visited. */
export interface AuthorisationOutcome {
  /** The callback with its parameters; the authorise link where it leads nowhere. */
  readonly url: string;
  readonly code?: string;
  readonly state?: string;
  readonly sheet?: { readonly account: string; readonly scope: string };
  readonly snapshot?: true;
  readonly error?: PageError;
}

export interface AuthorisationRequest {
  readonly redirectUri: string;
  readonly scope: string;
  readonly state?: string;
  readonly from?: OpenedFrom;
}

/** The link that a correct application builds: parameters in the documented order, the fragment last. */
export function authoriseLink(base: string, account: Account, request: AuthorisationRequest): string {
  const parameters = [
    ['appid', account.appId],
    ['redirect_uri', request.redirectUri],
    ['response_type', 'code'],
    ['scope', request.scope],
    ['state', request.state ?? ''],
  ];
  const query = parameters.map(([name, value = '']) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${base}/connect/oauth2/authorize?${query}${authoriseFragment.value}`;
}

export interface Authorisation {
  readonly outcome: AuthorisationOutcome;
  /** Answers the sheet, when one was shown. */
  readonly answer?: (choice: 'allow' | 'refuse') => Authorisation | undefined;
}

function result(world: LiveWorld, link: string, outcome: AuthoriseOutcome): Authorisation {
  switch (outcome.kind) {
    case 'error': {
      const { code, text, why } = outcome.error;
      return { outcome: { url: link, error: { code, text, why } } };
    }
    case 'sheet':
      return {
        outcome: { url: link, sheet: { account: outcome.account, scope: outcome.scope } },
        answer(choice) {
          const answered = answerSheet(world, outcome.sheet, choice);
          return answered && result(world, link, answered);
        },
      };
    case 'refused': {
      const state = outcome.location === null ? null : new URL(outcome.location).searchParams.get('state');
      return { outcome: { url: outcome.location ?? link, ...(state !== null && { state }) } };
    }
    case 'confirmed':
      return { outcome: { url: link } };
    case 'redirect': {
      const { location, code, state, snapshot } = outcome;
      return { outcome: { url: location, code, state, ...(snapshot && { snapshot: true }) } };
    }
  }
}

export function startAuthorisation(
  world: LiveWorld,
  person: Person,
  account: Account,
  request: AuthorisationRequest,
): Authorisation {
  if (account.kind === 'website') return startWebsiteAuthorisation(world, person, account, request);
  const base = world.urls?.base ?? 'https://open.weixin.qq.com';
  const link = authoriseLink(base, account, request);
  const visit = {
    url: new URL(link),
    fragmentKnown: true,
    person,
    from: request.from ?? 'external',
    client: 'ios',
  } as const;
  return result(world, link, authorise(world, visit));
}
