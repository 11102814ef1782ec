/** What a person does with the phone: each act is one call of the control API, then the screen that shows what came of it. */
import { personPath, Refused, send } from './control/client.ts';
import type { Menu, OpenedFrom, Push, View } from './control/types.ts';
import { type ChatLink, note } from './recording.ts';
import { go, goInstead, leaveWeb, screensOf, session, say as toast, words } from './session.ts';
import { textParts } from './text.tsx';
import { chatKey, refresh, refreshView, world } from './world.ts';

/** Runs an act; what the API refuses is said, not thrown. */
async function attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refused) && !(error instanceof TypeError)) throw error;
    toast(words().failed(error.message));
    return undefined;
  }
}

async function perform<T = { pushes: Push[] }>(
  person: string,
  verb: string,
  body: object = {},
  link?: ChatLink,
): Promise<T | undefined> {
  return attempt(async () => {
    const answer = await send<T>('POST', personPath(person, verb), body);
    note(person, verb, 'ticket' in body ? { ...body, ...placeOfCode(body.ticket) } : body, answer, link);
    return answer;
  });
}

export async function follow(person: string, account: string, ticket?: string): Promise<void> {
  const done = await perform(person, 'follow', ticket === undefined ? { account } : { account, ticket });
  if (!done) return;
  refresh('people');
  goInstead(person, { at: 'chat', account });
}

export async function unfollow(person: string, account: string): Promise<void> {
  await perform(person, 'unfollow', { account });
  refresh('people');
}

export async function enter(person: string, account: string): Promise<void> {
  goInstead(person, { at: 'chat', account });
  await perform(person, 'enter', { account });
}

export async function say(person: string, account: string, text: string): Promise<boolean> {
  return (await perform(person, 'say', { account, text })) !== undefined;
}

export async function tapMenu(person: string, account: string, path: string, opens: boolean): Promise<void> {
  if (opens) showWeb(person);
  const done = await perform<{ pushes: Push[]; page?: View }>(person, 'tap-menu', { account, path });
  if (done?.page) await settle(person);
  else if (opens) leaveWeb(person);
}

function showWeb(person: string): void {
  const top = screensOf(session.get(), person).at(-1);
  // Leaving the page leads back to where the person was before looking for it.
  if (top?.at === 'search' || top?.at === 'scan') goInstead(person, { at: 'web' });
  else if (top?.at !== 'web') go(person, { at: 'web' });
}

/** A code is found again by its account: its ticket is another one in another world. */
function placeOfCode(ticket: unknown): { codeOf?: string } {
  const code = world.get().qrcodes.find((row) => row.ticket === ticket);
  return code ? { codeOf: code.account } : {};
}

/** Where in the chat the link stands, counted among all links from the last one back. */
function chatLink(person: string, url: string): ChatLink | undefined {
  const { accounts, chats } = world.get();
  for (const { name } of accounts) {
    const links = (chats[chatKey(person, name)] ?? [])
      .filter(({ from }) => from === 'account')
      .flatMap(({ text = '' }) => textParts(text).flatMap((part) => part.url ?? []));
    const at = links.lastIndexOf(url);
    if (at >= 0) return { account: name, fromEnd: links.length - at };
  }
  return undefined;
}

export async function open(
  person: string,
  url: string,
  from: OpenedFrom,
  client: 'ios' | 'browser' = 'ios',
): Promise<void> {
  showWeb(person);
  const body = { url, from, ...(client !== 'ios' && { client }) };
  if (await perform(person, 'open', body, from === 'chat' ? chatLink(person, url) : undefined)) await settle(person);
  else leaveWeb(person);
}

/** Looks at what the web view shows after an act: a page without anything on it is one that WeChat closed. */
export async function settle(person: string): Promise<void> {
  const view = await refreshView(person);
  if (view && (view.frame !== null || view.sheet || view.error)) return;
  if (view) {
    await closeWeb(person);
    toast(words().pageGone);
  }
}

export async function closeWeb(person: string): Promise<void> {
  leaveWeb(person);
  await attempt(() => send('POST', personPath(person, 'close')));
}

export async function inWeb(
  person: string,
  verb: 'back' | 'forward' | 'allow' | 'refuse' | 'use-full-service',
): Promise<void> {
  if (await perform(person, verb)) await settle(person);
}

export async function reload(person: string, url: string): Promise<void> {
  await perform(person, 'tap', { url });
  await refreshView(person);
}

/** A parametric code shows its account to whoever does not follow it yet; any other code is opened as a link. */
export async function scan(person: string, code: { ticket: string } | { url: string }): Promise<void> {
  const { qrcodes } = world.get();
  const known = qrcodes.find((row) => ('ticket' in code ? row.ticket === code.ticket : row.url === code.url));
  const done = await perform<{ pushes?: Push[]; url?: string; error?: { text: string } }>(person, 'scan', code);
  if (!done) return;
  if (done.pushes !== undefined) {
    if (done.error) return toast(done.error.text);
    if (!known) return;
    const follows =
      world
        .get()
        .people.find(({ name }) => name === person)
        ?.follows.includes(known.account) ?? false;
    goInstead(person, follows ? { at: 'chat', account: known.account } : accountOf(known));
    return;
  }
  goInstead(person, { at: 'web' });
  await settle(person);
}

function accountOf({ account, ticket }: { account: string; ticket: string }) {
  return { at: 'account', account, ticket } as const;
}

export async function withdraw(person: string, account: string): Promise<void> {
  if (await perform(person, 'withdraw', { account })) toast(words().withdrawn);
  refresh('people');
}

export async function cancelWeChat(person: string): Promise<void> {
  await perform(person, 'cancel');
  refresh('people');
}

export async function cleanProfile(person: string): Promise<void> {
  if (await perform(person, 'clean-profile')) toast(words().cleaned);
  refresh('people');
}

export async function changePerson(person: string, change: object): Promise<void> {
  await attempt(async () => {
    await send('PUT', personPath(person), change);
    note(person, 'change', change, {});
  });
  refresh('people');
}

export async function addPerson(name: string, nickname: string): Promise<boolean> {
  const done = await attempt(() => send('POST', '/people', { name, nickname }));
  refresh('people');
  return done !== undefined;
}

export async function changeAccount(account: string, change: object): Promise<boolean> {
  const done = await attempt(() => send('PUT', `/accounts/${account}`, change));
  refresh('accounts');
  return done !== undefined;
}

export async function connect(account: string, url: string): Promise<{ ok: boolean; reason?: string } | undefined> {
  return attempt(() => send('POST', `/accounts/${account}/connect`, { url }));
}

/** Publishes a menu, or takes it down with null. */
export async function changeMenu(account: string, menu: Menu | null): Promise<boolean> {
  const done = await attempt(async () => {
    await send('PUT', `/accounts/${account}/menu`, menu);
    return true;
  });
  refresh('menus');
  return done === true;
}

export async function moveClock(change: object): Promise<void> {
  await attempt(async () => {
    await send('POST', '/clock', change);
    note(null, 'clock', change, {});
  });
}

export async function expire(account: string, kind: 'app' | 'user'): Promise<void> {
  const body = { account, kind };
  const done = await attempt(() => send<{ expired: number }>('POST', '/tokens/expire', body));
  if (!done) return;
  note(null, 'expire', body, {});
  toast(words().expiredSome(done.expired));
  refresh('tokens');
}

export async function setFaults(faults: readonly object[]): Promise<void> {
  await attempt(async () => {
    await send('PUT', '/faults', faults);
    note(null, 'faults', { faults }, {});
  });
  refresh('faults');
}

export async function worldAct<T>(verb: string, body: object = {}): Promise<T | undefined> {
  return attempt(() => send<T>('POST', `/${verb}`, body));
}
