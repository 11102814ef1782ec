// Signing in at the gateway as a person does it: its start page, WeChat's authorise page with or without the sheet, the callback.

import { type Browser, formsOf } from './browser.ts';
import type { Call } from './recorder.ts';
import type { Stage } from './stage.ts';

/** The start page's redirect to WeChat: silent, or with consent after the page that says what is asked for. */
export async function startSignIn(
  browser: Browser,
  { gateway }: Stage,
  scope: 'snsapi_base' | 'snsapi_userinfo',
): Promise<Call> {
  if (scope === 'snsapi_base') return browser.get(`${gateway.url}/login/service?return_to=/me`);
  const page = await browser.get(`${gateway.url}/login/service/profile?return_to=/me`);
  const form = formsOf(page).find(({ method }) => method === 'post');
  return form === undefined ? page : browser.submit(page, form);
}

/** Opens WeChat's page to which the start page redirected: the sheet, an error, or the redirect back. */
export const openAuthorisePage = (browser: Browser, started: Call): Promise<Call> =>
  started.location === null ? Promise.resolve(started) : browser.get(started.location);

export const isSheet = (page: Call): boolean => page.status === 200 && answerForm(page, 'allow') !== undefined;

/** Presses 允许 or 拒绝. */
export async function answerSheet(browser: Browser, page: Call, answer: 'allow' | 'refuse'): Promise<Call> {
  const form = answerForm(page, answer);
  if (form === undefined) throw new TypeError('this page shows no consent sheet');
  return browser.submit(page, form);
}

const answerForm = (page: Call, answer: string) => formsOf(page).find(({ fields }) => fields.answer === answer);

/** The whole way, with a press on 允许 where WeChat asks; answers the page that is shown at the end. */
export async function signIn(browser: Browser, stage: Stage, scope: 'snsapi_base' | 'snsapi_userinfo'): Promise<Call> {
  const page = await openAuthorisePage(browser, await startSignIn(browser, stage, scope));
  return browser.follow(isSheet(page) ? await answerSheet(browser, page, 'allow') : page);
}

/** The parameter that WeChat appended to the callback address. */
export const callbackParameter = ({ location }: Call, name: string): string | null =>
  location === null ? null : new URL(location).searchParams.get(name);
