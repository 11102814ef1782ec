/** What is around the device: the bar above, the people beside it, the ledger's last entries, and why. */
import { readFileSync } from 'node:fs';
import type { LiveWorld } from '../../live-world.ts';
import type { Account, LedgerEntry, Person } from '../../world/state.ts';
import { Html, html, stranger } from './html.ts';
import type { Language, Words } from './words.ts';

const style = new Html(readFileSync(new URL('./page.css', import.meta.url), 'utf8'));

export interface View {
  readonly world: LiveWorld;
  readonly person: Person;
  readonly words: Words;
  readonly language: Language;
  /** Unlocks links and forms inside the embedded page. */
  readonly key: string;
  /** Of this very page: where an act of the rail leads back to. */
  readonly path: string;
  /** For the one small script that keeps the page up to date. */
  readonly nonce: string;
}

const paths: Record<string, string> = {
  back: '<path d="M12.5 4.5L7 10l5.5 5.5"/>',
  x: '<path d="M5 5l10 10M15 5L5 15"/>',
  user: '<circle cx="10" cy="7" r="3.2"/><path d="M3.8 17c.8-3.3 3.2-5 6.2-5s5.4 1.7 6.2 5"/>',
  menu: '<path d="M4 6h12M4 10h12M4 14h12"/>',
  check: '<path d="M4 10.5l4 4 8-9"/>',
  find: '<circle cx="9" cy="9" r="5.2"/><path d="M13 13l4 4"/>',
  lock: '<rect x="4.5" y="8.5" width="11" height="8.5" rx="1.8"/><path d="M7 8.5V6.2a3 3 0 0 1 6 0v2.3"/>',
  hand: '<path d="M7 11V5.2a1.3 1.3 0 0 1 2.6 0V9l4.6.9c1 .2 1.6 1 1.5 2l-.5 3.1c-.2 1.2-1.2 2-2.4 2h-2.3c-.9 0-1.7-.4-2.2-1.1L5 12"/>',
  to: '<path d="M4 10h11M11 5.5l4.5 4.5-4.5 4.5"/>',
  in: '<path d="M16 10H5M9 5.5L4.5 10 9 14.5"/>',
  warn: '<path d="M10 3.2L17.5 16.5h-15z"/><path d="M10 8.2v3.6M10 14.2h.01"/>',
  list: '<path d="M7.5 5.5H17M7.5 10H17M7.5 14.5H17M3.5 5.5h.01M3.5 10h.01M3.5 14.5h.01"/>',
};

export function icon(name: keyof typeof paths, size = ''): Html {
  return new Html(`<svg class="i ${size}" viewBox="0 0 20 20" aria-hidden="true">${paths[name]}</svg>`);
}

export const stamp = new Html('<span class="stamp">SIMULATED 模拟</span>');
const mark = new Html(
  '<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect x="3" y="6.5" width="26" height="19" rx="3" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8 12h9M8 16.5h5" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><rect class="seal" x="18.5" y="15" width="6.5" height="6.5" rx="1"/></svg>',
);

/** People are round, accounts are square. The ground follows the place in the world's list, the letter the name. */
export function avatar({ state }: LiveWorld, of: Person | Account, size = ''): Html {
  const isPerson = 'nickname' in of;
  const place = isPerson ? state.people.indexOf(of) : state.accounts.indexOf(of) + 2;
  const letters = [...(isPerson ? of.nickname : of.title)].filter((character) => /[\p{L}\p{N}]/u.test(character));
  const letter = (letters.length === 2 || !isPerson ? letters.at(-1) : letters[0]) ?? '?';
  return html`<span class="av c${(place % 6) + 1} ${!isPerson && 'acc'} ${size}" aria-hidden="true">${letter}</span>`;
}

export function clockText(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(11, 16);
}

function people({ world, person, words }: View): Html {
  const rows = world.state.people.map((one) => {
    const follows = world.state.accounts.filter((account) => world.isFollower(one.name, account.name)).length;
    const about = one.visitor ? words.visits : one.consent === 'refuse' ? words.refuses : words.follows(follows);
    return html`<a class="who" href="/phone/${encodeURIComponent(one.name)}" ${one === person && new Html('aria-current="true"')} data-testid="person-${one.name}">${avatar(world, one, 's')}<span><b>${stranger(one.nickname)}</b><small>${about}</small></span></a>`;
  });
  return html`<aside class="people" id="people" aria-label="${words.people}"><a class="shut" href="#">${words.close}</a><p class="cap">${words.people}</p>${rows}</aside>`;
}

const directions: Record<LedgerEntry['kind'], keyof typeof paths> = {
  call: 'in',
  push: 'to',
  page: 'in',
  control: 'hand',
};

function result(entry: LedgerEntry): Html {
  if (entry.errcode !== undefined && entry.errcode !== 0) return html`<b class="bad">${entry.errcode}</b>`;
  if (entry.status === null) return html`<b class="bad">${String(entry.result ?? 'none')}</b>`;
  if (entry.kind === 'control') return html`${entry.account ?? ''}`;
  const bad = entry.status >= 400 || entry.outcome === 'error';
  const plain = entry.status === 200 && entry.outcome === undefined;
  return html`<b class="${bad ? 'bad' : plain ? '' : 'mid'}">${String(entry.outcome ?? entry.status)}</b> ${entry.ms} ms`;
}

function row(view: View, entry: LedgerEntry): Html {
  const person = entry.person === undefined ? undefined : view.world.findPerson(entry.person);
  const verb = view.words.verbs[entry.operation as keyof Words['verbs']] ?? entry.operation;
  const name =
    entry.kind === 'push'
      ? `push ${String(entry.event)}`
      : entry.kind === 'control'
        ? verb
        : `${entry.method ?? ''} ${entry.operation}`;
  const time = new Date(entry.at + 8 * 3_600_000).toISOString().slice(14, 23);
  const note = [entry.rule, entry.why].filter(Boolean).join(' ');
  return html`<div class="le" role="listitem"><time>${time}</time>${icon(entry.kind === 'page' && entry.url !== undefined ? 'to' : directions[entry.kind], 'x')}<span class="op ${entry.kind === 'control' && 'act'}">${entry.kind === 'control' && person && html`${stranger(person.nickname)} `}${name}</span><span class="st">${result(entry)}</span>${note !== '' && html`<span class="rule">${note}</span>`}</div>`;
}

export interface Why {
  readonly question: string;
  readonly answer: string;
}

function rail(view: View, { question, answer }: Why): Html {
  const { world, words } = view;
  const { ledger } = world.state;
  const now = new Date(world.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const entries = ledger.slice(-60).reverse();
  const list =
    entries.length > 0
      ? entries.map((entry) => row(view, entry))
      : html`<div class="empty">${mark}${words.emptyLedger}</div>`;
  const steps = [
    ['5m', '+5 min'],
    ['2h', '+2 h'],
    ['30d', '+30 d'],
  ].map(
    ([advance = '', label = '']) => html`<button class="btn tiny" name="advance" value="${advance}">${label}</button>`,
  );
  return html`<aside class="rail" id="ledger" aria-label="${view.language === 'zh' ? '开发者' : 'Developer'}"><a class="shut" href="#">${words.close}</a><section class="why" aria-live="polite"><h2>${question}</h2><p>${answer}</p></section><form class="clock" method="post" action="/phone/${encodeURIComponent(view.person.name)}/clock"><input type="hidden" name="to" value="${view.path}"><time>${now}</time>${steps}</form><h2 class="ltitle">${words.ledger}<span class="num">${ledger.length}</span></h2><div class="led" role="list" aria-label="${words.ledger}" tabindex="0" data-live="ledger">${list}</div></aside>`;
}

/** Fetches the page again when something happened and puts the new chat and ledger in; without script one reloads. */
const script = (events: string) => `
const show=()=>fetch(location.href).then(r=>r.text()).then(t=>{const d=new DOMParser().parseFromString(t,'text/html');
document.querySelectorAll('[data-live]').forEach(e=>{const n=d.querySelector('[data-live="'+e.dataset.live+'"]');if(n&&n.innerHTML!==e.innerHTML){e.innerHTML=n.innerHTML;down()}})});
const down=()=>document.querySelectorAll('.chat').forEach(c=>{c.scrollTop=c.scrollHeight});
let timer;const s=new EventSource(${JSON.stringify(events)});
for(const k of['ledger','message'])s.addEventListener(k,()=>{clearTimeout(timer);timer=setTimeout(show,120)});down();
addEventListener('keydown',e=>{if(e.key==='Escape'){const b=document.querySelector('[data-escape]');if(b)b.click()}});`;

/** The whole page around the screen of the device. */
export function layout(view: View, screen: Html, why: Why): string {
  const { world, person, words, language, nonce } = view;
  const other = language === 'zh' ? 'en' : 'zh';
  const count = world.state.ledger.length;
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><meta name="robots" content="noindex"><link rel="icon" href="data:,"><title>${person.nickname} · ${words.title}</title><style>${style}</style></head><body><div class="sim"><header class="sim-top"><a class="brand" href="/phone/">${mark}<span class="wide">Mingpian</span></a>${stamp}<span class="dim wide">${words.world} <b>${world.state.id}</b></span><a class="btn tiny wide push" href="?lang=${other}" lang="${other}">${words.other}</a><a class="btn tiny fab ppl push" href="#people">${avatar(world, person, 'xs')} ${stranger(person.nickname)}</a><a class="btn tiny fab" href="#ledger">${icon('list', 'x')}${words.ledger} <span class="num">${count}</span></a></header><div class="sim-body">${people(view)}<main class="stage"><div class="unit"><section class="dev" aria-label="${words.phoneOf(person.nickname)}"><div class="sb"><span class="num">${clockText(world.now())}</span>${stamp}<span class="num">5G</span></div>${screen}<i class="home"></i></section><p class="of">${stranger(person.nickname)} <span class="mono">${person.name}</span></p></div></main>${rail(view, why)}</div></div><script nonce="${nonce}">${new Html(script(`/_sim/v1/worlds/${world.state.id}/events`))}</script></body></html>`
    .text;
}
