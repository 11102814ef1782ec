/** What the page knows of the world: loaded once, then kept true by the event stream. */
import { findWorld, get, personPath, Refused } from './control/client.ts';
import { openStream, type Stream, type StreamEvent } from './control/stream.ts';
import type {
  Account,
  Fault,
  Finding,
  LedgerEntry,
  Menu,
  Message,
  Person,
  QrCode,
  Token,
  View,
} from './control/types.ts';
import { note } from './recording.ts';
import { say, seat, words } from './session.ts';
import { createStore, useStore } from './store.ts';
import { plainText } from './text.tsx';

export interface WorldState {
  id: string;
  /** `loading` until the first answer, `lost` while the stream is down. */
  connection: 'loading' | 'open' | 'lost';
  retryAt: number;
  lostAt: number;
  accounts: readonly Account[];
  people: readonly Person[];
  menus: Readonly<Record<string, Menu | null>>;
  chats: Readonly<Record<string, readonly Message[]>>;
  ledger: readonly LedgerEntry[];
  views: Readonly<Record<string, View | null>>;
  clock: { now: number; frozen: boolean; readAt: number };
  faults: readonly Fault[];
  findings: readonly Finding[];
  qrcodes: readonly QrCode[];
  tokens: readonly Token[];
}

const empty: WorldState = {
  id: 'default',
  connection: 'loading',
  retryAt: 0,
  lostAt: 0,
  accounts: [],
  people: [],
  menus: {},
  chats: {},
  ledger: [],
  views: {},
  clock: { now: Date.now(), frozen: false, readAt: Date.now() },
  faults: [],
  findings: [],
  qrcodes: [],
  tokens: [],
};

export const world = createStore<WorldState>(empty);
export const useWorld = (): WorldState => useStore(world);

export function chatKey(person: string, account: string): string {
  return `${person}/${account}`;
}

/** The world's time now, in milliseconds since the epoch. */
export function worldNow({ clock }: WorldState): number {
  return clock.frozen ? clock.now : clock.now + (Date.now() - clock.readAt);
}

/** More than this nobody scrolls through; the simulator keeps the rest. */
const ledgerShown = 500;

const loaders = {
  accounts: async () => {
    const { accounts } = await get<{ accounts: Account[] }>('/accounts');
    world.set({ accounts });
  },
  people: async () => {
    const { people } = await get<{ people: Person[] }>('/people');
    world.set({ people });
  },
  menus: async () => {
    const talking = world.get().accounts.filter(({ originalId }) => originalId !== undefined);
    const menus = await Promise.all(
      talking.map(async ({ name }) => [name, await get<Menu | null>(`/accounts/${name}/menu`)] as const),
    );
    world.set({ menus: Object.fromEntries(menus) });
  },
  faults: async () => world.set({ faults: (await get<{ faults: Fault[] }>('/faults')).faults }),
  findings: async () => world.set({ findings: (await get<{ findings: Finding[] }>('/report')).findings }),
  qrcodes: async () => world.set({ qrcodes: (await get<{ qrcodes: QrCode[] }>('/qrcodes')).qrcodes }),
  tokens: async () => world.set({ tokens: (await get<{ tokens: Token[] }>('/tokens')).tokens }),
};
type Topic = keyof typeof loaders;

const due = new Set<Topic>();

/** Loads these parts again, once however many events ask for it. */
export function refresh(...topics: Topic[]): void {
  if (due.size === 0) {
    setTimeout(() => {
      const now = [...due];
      due.clear();
      for (const topic of now) loaders[topic]().catch(ignoreLoss);
    }, 60);
  }
  for (const topic of topics) due.add(topic);
}

/** The stream says that the connection is gone; a request that failed with it has nothing to add. */
function ignoreLoss(error: unknown): void {
  if (!(error instanceof TypeError) && !(error instanceof Refused)) throw error;
}

export async function refreshView(person: string): Promise<View | null> {
  const view = await get<View | null>(personPath(person, 'view'));
  const before = world.get().views[person];
  if (view?.followed && view.pressed !== null && before && before.step !== view.step) {
    note(person, 'press', { text: view.pressed }, view);
  }
  world.set(({ views }) => ({ views: { ...views, [person]: view } }));
  return view;
}

/** Which parts a state change or a ledger entry makes stale. */
function staleBy(event: StreamEvent): Topic[] {
  if (event.type === 'state') {
    const { what } = event.data as { what: string };
    if (what === 'accounts') return ['accounts', 'menus'];
    if (what === 'people' || what === 'faults' || what === 'findings') return [what];
    return ['people', 'tokens', 'qrcodes'];
  }
  if (event.type === 'clock') return ['tokens', 'qrcodes'];
  if (event.type !== 'ledger') return [];
  const { kind, operation } = event.data as LedgerEntry;
  if (kind === 'control') return ['people'];
  if (operation === 'authorize') return ['people', 'tokens', 'qrcodes'];
  if (operation.includes('/menu/')) return ['menus'];
  if (operation.includes('qrcode') || operation.includes('qrconnect')) return ['qrcodes'];
  return /token|oauth2/.test(operation) ? ['tokens'] : [];
}

let lastId = 0;
let stream: Stream | undefined;

function take(events: readonly StreamEvent[]): void {
  const now = world.get();
  const chats: Record<string, readonly Message[]> = { ...now.chats };
  const known = new Set(now.ledger.slice(-50).map(({ id }) => id));
  const entries: LedgerEntry[] = [];
  const stale = new Set<Topic>();
  let { clock } = now;
  for (const event of events) {
    if (event.type === 'clock') {
      const { now: at, frozen } = event.data as { now: string; frozen: boolean };
      clock = { now: Date.parse(at), frozen, readAt: Date.now() };
      // A world that counts from lower on is another one: it was reset, restored, or the simulator was started again.
      if (event.id < lastId) {
        lastId = 0;
        startAnew();
        return;
      }
    } else if (event.type === 'message') {
      const { person, account, message } = event.data as { person: string; account: string; message: Message };
      const key = chatKey(person, account);
      const list = chats[key] ?? [];
      if (!list.some(({ id }) => id === message.id)) chats[key] = [...list, message];
    } else if (event.type === 'ledger') {
      const entry = event.data as LedgerEntry;
      if (!known.has(entry.id)) entries.push(entry);
    } else if (event.type === 'view') {
      void refreshView((event.data as { person: string }).person).catch(ignoreLoss);
    }
    for (const topic of staleBy(event)) stale.add(topic);
    if (event.type === 'ledger' || event.type === 'message') lastId = Math.max(lastId, event.id);
  }
  tellSilent(entries);
  world.set({ chats, clock, ...(entries.length > 0 && { ledger: [...now.ledger, ...entries].slice(-ledgerShown) }) });
  refresh(...stale);
}

const silentRules = new Set(['A-14', 'A-17', 'A-39']);

/** Nothing was shown on the phone, so it is told beside it. What was missed while the page was away is not news. */
function tellSilent(entries: readonly LedgerEntry[]): void {
  const state = world.get();
  const silent = entries.findLast(
    ({ operation, outcome, rule = '', at }) =>
      operation === 'authorize' &&
      outcome === 'redirect' &&
      silentRules.has(rule) &&
      worldNow(state) - Date.parse(at) < 3000,
  );
  if (!silent) return;
  const appId = new URLSearchParams(silent.query).get('appid');
  const account = state.accounts.find((one) => one.appId === appId || one.name === silent.account);
  say(words().silentToast(plainText(account?.title ?? '')));
}

async function load(): Promise<void> {
  await findWorld().then((id) => world.set({ id }));
  await Promise.all([loaders.accounts(), loaders.people()]);
  seat(world.get().people.map(({ name }) => name));
  const rest: Topic[] = ['menus', 'faults', 'findings', 'qrcodes', 'tokens'];
  await Promise.all([
    ...rest.map((topic) => loaders[topic]()),
    ...world.get().people.map(({ name }) => refreshView(name)),
  ]);
}

function startAnew(): void {
  stream?.close();
  world.set({ chats: {}, ledger: [], views: {} });
  follow();
}

function follow(): void {
  stream = openStream({
    lastId: () => lastId,
    onEvents: take,
    onOpen() {
      world.set({ connection: 'open' });
      // What changed between the last answer and the first event would be missed otherwise.
      void load().catch(ignoreLoss);
    },
    onLost(retryAt) {
      world.set(({ connection, lostAt }) => ({
        connection: 'lost',
        retryAt,
        lostAt: connection === 'lost' ? lostAt : Date.now(),
      }));
    },
  });
}

/** Loads the world and follows it from now on. */
export async function start(): Promise<void> {
  await findWorld().catch(ignoreLoss);
  follow();
}

export function retryNow(): void {
  stream?.retry();
}
