/**
 * One visit of a web view, from the link that was opened to what is shown: follows redirects, handles WeChat's authorise
 * page itself, with the sheet and the snapshot page, and keeps that page's throw-away cookies apart.
 */

import type { LiveWorld } from '../live-world.ts';
import { answerSheet, authorise } from '../wechat/connect/oauth2/authorise.ts';
import type { AuthoriseOutcome, Visit } from '../wechat/connect/visit.ts';
import type { Client, OpenedFrom } from '../world/authorisations.ts';
import { hostTime } from '../world/clock.ts';
import { takeFault } from '../world/faults.ts';
import type { Person } from '../world/state.ts';
import { CookieJar } from './cookie-jar.ts';
import { Impossible } from './impossible.ts';
import { type FormPost, isAuthorisePage, isReachable, requestPage } from './page-request.ts';

export interface PageError {
  /** Of WeChat's page; null where the page has none. */
  readonly code: number | null;
  readonly text: string;
  readonly why: string;
}

/** What the person looks at after a step; the optional parts only where they apply. */
export interface PageOutcome {
  readonly url: string;
  /** Null when nothing answered. */
  readonly status: number | null;
  readonly sheet?: { readonly account: string; readonly scope: string };
  readonly snapshot?: true;
  readonly error?: PageError;
}

/** WeChat's cookies are not those of the phone's ordinary browser. */
export interface Storage {
  wechat: CookieJar;
  readonly browser: CookieJar;
}

/** What begins a step: a link, or a form that is sent. */
export interface Origin {
  readonly address: string;
  readonly form?: FormPost;
}

const maxRedirects = 10;

export class PageVisit {
  readonly #world: LiveWorld;
  readonly #person: Person;
  readonly #storage: Storage;
  readonly #onShow: () => void;
  readonly from: OpenedFrom;
  readonly client: Client;
  /** What began the present step. */
  #origin: Origin;
  /** Whose cookies are sent. */
  jar: CookieJar;
  /** The cookies that this step alone has brought. */
  visited: CookieJar;
  /** The person's cookies as they were before it. */
  #before: CookieJar;
  /** The authorise link behind the snapshot page that is shown, or null. */
  #snapshotOf: string | null = null;
  /** The person asked for the full service; `reopened` once the page was loaded again for it. */
  #fullService: 'no' | 'asked' | 'reopened' = 'no';
  /** Id of the sheet that waits for an answer. */
  #sheet: string | null = null;
  /** The callback with its code, once this visit passed one. */
  #callback: string | null = null;
  shown: PageOutcome;
  html = '';
  /** Nobody has been given `html` yet. */
  fresh = false;

  /** `onShow` hears of everything that comes to be shown. */
  constructor(
    world: LiveWorld,
    person: Person,
    storage: Storage,
    link: { url: string; from: OpenedFrom; client: Client },
    onShow: () => void,
  ) {
    this.#world = world;
    this.#person = person;
    this.#storage = storage;
    this.#onShow = onShow;
    this.from = link.from;
    this.client = link.client;
    this.#origin = { address: link.url };
    this.jar = link.client === 'browser' ? storage.browser : storage.wechat;
    this.visited = this.jar;
    this.#before = this.jar;
    this.shown = { url: link.url, status: null };
  }

  get onSnapshot(): boolean {
    return this.#snapshotOf !== null;
  }

  get awaitsAnswer(): boolean {
    return this.#sheet !== null;
  }

  /** A browser keeps the callback in its history. */
  get passedCallback(): boolean {
    return this.#callback !== null;
  }

  /** Opens the link of the visit. */
  start(): Promise<PageOutcome> {
    return this.begin(this.#origin);
  }

  /** Takes a step: from here on cookies are kept apart, in case it ends on a snapshot page. */
  begin(origin: Origin): Promise<PageOutcome> {
    this.#origin = origin;
    this.visited = new CookieJar(hostTime);
    this.#before = this.jar.copy();
    this.#callback = null;
    this.#sheet = null;
    return this.#go(origin.address, maxRedirects, origin.form);
  }

  /** The callback is requested once more, with its used code (row A-34). */
  backToCallback(): Promise<PageOutcome> {
    const callback = this.#callback ?? '';
    this.#callback = null;
    return this.#go(callback, maxRedirects);
  }

  async answerSheet(choice: 'allow' | 'refuse'): Promise<PageOutcome> {
    const sheet = this.#sheet ?? '';
    this.#sheet = null;
    const outcome = answerSheet(this.#world, sheet, choice);
    if (outcome === undefined) throw new Impossible('not_possible', 'the consent sheet is gone');
    return this.#afterAuthorise(this.shown.url, outcome, maxRedirects);
  }

  /** 使用完整服务: leaves the snapshot page by way of the sheet. */
  async askForFullService(): Promise<PageOutcome> {
    const link = this.#snapshotOf ?? '';
    this.#fullService = 'asked';
    const outcome = authorise(this.#world, { ...this.#visitOf(new URL(link)), fullService: true });
    return this.#afterAuthorise(link, outcome, maxRedirects);
  }

  /** Opens `address`, or sends a form there, and follows up to `redirects` redirects; those are all GET. */
  async #go(address: string, redirects: number, form?: FormPost): Promise<PageOutcome> {
    if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
      return this.#fail(address, '网页无法打开', 'the link is not an http or https URL');
    }
    const url = new URL(address);
    if (isAuthorisePage(this.#world, url)) {
      return this.#afterAuthorise(address, authorise(this.#world, this.#visitOf(url)), redirects);
    }
    if (!isReachable(this.#world, url)) {
      const why = `${url.hostname} is neither this machine nor a host that the world knows (oauthDomains, push URL, menu); the simulator contacts no other`;
      return this.#fail(address, `将要访问 ${url.hostname}，模拟器不会连接外部网站`, why);
    }
    const answer = await requestPage(this.#world, url, this, form);
    if (!answer) return this.#fail(address, '网页无法打开', `${url.host} does not answer`);
    if (answer.location !== null && answer.status >= 300 && answer.status < 400) {
      if (redirects === 0) return this.#fail(address, '网页无法打开', `more than ${maxRedirects} redirects`);
      const next = URL.parse(answer.location, url);
      if (!next) return this.#fail(address, '网页无法打开', 'the page redirects to what is no URL');
      // As browsers do: the fragment is handed on unless the new address has its own.
      if (next.hash === '') next.hash = url.hash;
      return this.#go(next.href, redirects - 1);
    }
    const html = /html|^$/i.test(answer.contentType) ? answer.body : `<pre>${escapeHtml(answer.body)}</pre>`;
    return this.#show(html, {
      url: address,
      status: answer.status,
      ...(this.#snapshotOf !== null && { snapshot: true }),
    });
  }

  #visitOf(url: URL): Visit {
    const { from, client } = this;
    return { url, fragmentKnown: true, person: this.#person, from, client, fullService: this.#fullService !== 'no' };
  }

  async #afterAuthorise(address: string, outcome: AuthoriseOutcome, redirects: number): Promise<PageOutcome> {
    this.#sheet = null;
    switch (outcome.kind) {
      case 'error': {
        const { code, text, why } = outcome.error;
        return this.#show('', { url: address, status: 200, error: { code, text, why } });
      }
      case 'sheet': {
        this.#sheet = outcome.sheet;
        const { account, scope } = outcome;
        // On a snapshot page the sheet lies over the page that is already there.
        const under = this.#fullService === 'asked' ? this.html : '';
        return this.#show(under, { url: address, status: 200, sheet: { account, scope } });
      }
      case 'refused':
        if (outcome.location !== null) return this.#go(outcome.location, redirects - 1);
        return this.#show('', { url: address, status: 200 });
      case 'confirmed':
        return this.#show('', { url: address, status: 200 });
      case 'redirect':
        if (this.#fullService === 'asked') return this.#reopen(outcome.location, redirects);
        if (outcome.snapshot) this.#enterSnapshot(address);
        return this.#follow(outcome.location, redirects - 1);
    }
  }

  /** A snapshot page has throw-away storage: it begins with what this visit brought, and the person's own forgets that. */
  #enterSnapshot(authorisePage: string): void {
    this.#snapshotOf = authorisePage;
    if (this.jar === this.visited) return;
    this.#storage.wechat = this.#before;
    this.jar = this.visited;
  }

  /** The full service was allowed: the original page is loaded again, now as the person. */
  #reopen(location: string, redirects: number): Promise<PageOutcome> {
    this.jar = this.#storage.wechat;
    this.#snapshotOf = null;
    this.#fullService = 'reopened';
    const direct = URL.canParse(this.#origin.address) && isAuthorisePage(this.#world, new URL(this.#origin.address));
    return direct ? this.#follow(location, redirects - 1) : this.begin(this.#origin);
  }

  /** Goes to the application's callback, by way of the faults that strike there. */
  async #follow(location: string, redirects: number): Promise<PageOutcome> {
    const fault = takeFault(this.#world, 'authorize', (name) => name === 'doubleOpen' || name === 'lostCookies');
    if (fault === 'lostCookies') this.jar.clear();
    this.#callback = location;
    const url = URL.parse(location);
    const twin =
      fault === 'doubleOpen' && url && isReachable(this.#world, url) ? requestPage(this.#world, url, this) : undefined;
    const outcome = await this.#go(location, redirects);
    await twin;
    return outcome;
  }

  #show(html: string, outcome: PageOutcome): PageOutcome {
    this.html = html;
    this.shown = outcome;
    this.fresh = true;
    this.#onShow();
    return outcome;
  }

  #fail(url: string, text: string, why: string): PageOutcome {
    return this.#show('', { url, status: null, error: { code: null, text, why } });
  }
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
