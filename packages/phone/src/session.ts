/** What this browser window shows: language, theme, who holds which phone, and where each person has got to. */
import type { OpenedFrom } from './control/types.ts';
import { createStore, useStore } from './store.ts';
import { en } from './words/en.ts';
import { type Words, zh } from './words/zh.ts';

export type Language = 'zh' | 'en';
export type Theme = 'light' | 'dark';

export type Screen =
  | { at: 'chats' }
  | { at: 'folder' }
  | { at: 'moments' }
  | { at: 'me' }
  | { at: 'search' }
  | { at: 'scan' }
  | { at: 'account'; account: string; ticket?: string }
  | { at: 'chat'; account: string }
  | { at: 'friend'; person: string }
  | { at: 'web' };

/** A link that somebody passed on; the simulator knows nothing of it until it is opened. */
export interface SharedLink {
  readonly by: string;
  /** A person's name, or null for Moments, which everybody sees. */
  readonly to: string | null;
  readonly url: string;
  readonly title: string;
  readonly at: number;
}

export type RailTab = 'ledger' | 'steps' | 'tokens' | 'faults' | 'report' | 'seed' | 'qrcodes';

export interface SessionState {
  language: Language;
  theme: Theme | null;
  /** Who holds the first and the second phone. */
  holders: readonly [string, string];
  second: boolean;
  /** The phone that was touched last: the people's list hands that one over. */
  active: 0 | 1;
  /** By person: where they are, from the first screen to the one on top. */
  screens: Readonly<Record<string, readonly Screen[]>>;
  shared: readonly SharedLink[];
  tab: RailTab;
  selected: string | null;
  /** The account whose console is open. */
  console: string | null;
  railOpen: boolean;
  peopleOpen: boolean;
  keysOpen: boolean;
  /** The first steps were done, or put away. */
  begun: boolean;
  toast: { text: string; at: number } | null;
  /** Pages are embedded directly, without the proxy. */
  plain: boolean;
  /** Chats whose messages up to this id have been seen. */
  seen: Readonly<Record<string, string>>;
}

const kept = 'mingpian.phone';

function remembered(): Partial<Pick<SessionState, 'language' | 'theme' | 'begun'>> {
  try {
    const { language, theme, begun } = JSON.parse(localStorage.getItem(kept) ?? '{}') as Record<string, unknown>;
    return {
      ...((language === 'zh' || language === 'en') && { language }),
      ...((theme === 'light' || theme === 'dark') && { theme }),
      ...(begun === true && { begun }),
    };
  } catch {
    return {};
  }
}

function preferred(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  if (asked === 'zh' || asked === 'en') return asked;
  return remembered().language ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');
}

export const session = createStore<SessionState>({
  language: preferred(),
  theme: remembered().theme ?? null,
  holders: ['xiaoming', 'xiaohong'],
  second: true,
  active: 0,
  screens: {},
  shared: [],
  tab: 'ledger',
  selected: null,
  console: null,
  railOpen: false,
  peopleOpen: false,
  keysOpen: false,
  begun: remembered().begun ?? false,
  toast: null,
  plain: false,
  seen: {},
});

session.subscribe(() => {
  const { language, theme, begun } = session.get();
  localStorage.setItem(kept, JSON.stringify({ language, theme, begun }));
});

export const useSession = (): SessionState => useStore(session);

export function wordsOf(language: Language): Words {
  return language === 'zh' ? zh : en;
}

export const useWords = (): Words => wordsOf(useSession().language);

/** A sentence for events that no component draws. */
export function words(): Words {
  return wordsOf(session.get().language);
}

const home: readonly Screen[] = [{ at: 'chats' }];

export function screensOf({ screens }: SessionState, person: string): readonly Screen[] {
  return screens[person] ?? home;
}

export function go(person: string, screen: Screen): void {
  session.set((now) => ({ screens: { ...now.screens, [person]: [...screensOf(now, person), screen] } }));
}

/** One of the three first screens. */
export function goHome(person: string, at: 'chats' | 'moments' | 'me' = 'chats'): void {
  session.set(({ screens }) => ({ screens: { ...screens, [person]: [{ at }] } }));
}

export function goBack(person: string): void {
  session.set((now) => {
    const stack = screensOf(now, person);
    return { screens: { ...now.screens, [person]: stack.length > 1 ? stack.slice(0, -1) : home } };
  });
}

/** Takes the web view off, wherever it lies. */
export function leaveWeb(person: string): void {
  session.set((now) => {
    const stack = screensOf(now, person).filter(({ at }) => at !== 'web');
    return { screens: { ...now.screens, [person]: stack.length > 0 ? stack : home } };
  });
}

/** Replaces what lies on top. */
export function goInstead(person: string, screen: Screen): void {
  session.set((now) => ({
    screens: { ...now.screens, [person]: [...screensOf(now, person).slice(0, -1), screen] },
  }));
}

export function say(text: string): void {
  session.set({ toast: { text, at: Date.now() } });
}

/** Wide enough for two phones beside the rail. */
export const roomForTwo = '(min-width: 1600px)';

/** Hands the phone that was touched last to this person; where one phone alone is seen, that one. */
export function hand(person: string): void {
  const seen = matchMedia(roomForTwo).matches;
  session.set(({ holders: [first, other], active, second }) => {
    const shown = { peopleOpen: false, console: null };
    if (!seen || !second) return { holders: [person, other === person ? first : other], active: 0, ...shown };
    if ((active === 0 ? other : first) === person) return { active: active === 0 ? 1 : 0, ...shown };
    return { holders: active === 0 ? [person, other] : [first, person], ...shown };
  });
}

/** Nobody holds a phone who is not in the world: the first people of it do. */
export function seat(people: readonly string[]): void {
  const { holders } = session.get();
  const first = people.includes(holders[0]) ? holders[0] : people.find((name) => name !== holders[1]);
  const second = people.includes(holders[1]) ? holders[1] : people.find((name) => name !== first);
  const seats = [first ?? second ?? holders[0], second ?? holders[1]] as const;
  if (seats[0] !== holders[0] || seats[1] !== holders[1]) session.set({ holders: seats });
}

export type { OpenedFrom };
