/**
 * The web view of one person's phone: opens links with that person's cookies and no script, follows redirects, and handles
 * WeChat's authorise page itself, with the sheet, the snapshot page and its throw-away cookies.
 */
import type { LiveWorld } from '../live-world.ts';
import { answerSheet, authorise } from '../wechat/connect/oauth2/authorise.ts';
import type { AuthoriseOutcome } from '../wechat/connect/visit.ts';
import { hostTime } from '../world/clock.ts';
import type { Account, Client, OpenedFrom, Person, WorldState } from '../world/state.ts';
import { noteAct } from './act.ts';
import {
  type Authorisation,
  type AuthorisationOutcome,
  type AuthorisationRequest,
  startAuthorisation,
} from './authorisation.ts';
import { CookieJar } from './cookie-jar.ts';
import { Impossible } from './impossible.ts';
import { controlsOf, labelled } from './page-controls.ts';
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

export interface OpenOptions {
  readonly from?: OpenedFrom;
  readonly client?: Client;
}

const MAX_REDIRECTS = 10;

/** One visit of a web view, from the link that was opened to what is shown now. */
interface View {
  /** What began the present step: a link, or a form that was sent. */
  origin: { readonly address: string; readonly form?: FormPost };
  readonly from: OpenedFrom;
  readonly client: Client;
  jar: CookieJar;
  /** The cookies that this step alone has brought. */
  visited: CookieJar;
  /** The person's cookies as they were before it. */
  before: CookieJar;
  /** The authorise link behind the snapshot page that is shown, or null. */
  snapshotOf: string | null;
  /** The person asked for the full service; `reopened` once the page was loaded again for it. */
  fullService: 'no' | 'asked' | 'reopened';
  /** Id of the sheet that waits for an answer. */
  sheet: string | null;
  /** The callback with its code, once this visit passed one. */
  callback: string | null;
  shown: PageOutcome;
  html: string;
  /** Nobody has been given `html` yet. */
  fresh: boolean;
}

/** What a web view shows, for whoever draws it. */
export interface Shown {
  readonly outcome: PageOutcome;
  readonly html: string;
  readonly from: OpenedFrom;
  readonly client: Client;
  /** Whose cookies the page's own requests carry. */
  readonly jar: CookieJar;
  /** Is there a page to go back to, or forward to? */
  readonly earlier: boolean;
  readonly later: boolean;
  /** Another number is another page, even under the same address. */
  readonly step: number;
  /** The frame that shows the page asked for it itself, and need not be sent there. */
  readonly followed: boolean;
  /** The words on the link or button in the page that led here, where there was one. */
  readonly pressed: string | null;
}

export class WebView {
  readonly #world: LiveWorld;
  readonly #person: Person;
  /** WeChat's cookies are not those of the phone's ordinary browser. */
  #jars = { wechat: new CookieJar(hostTime), browser: new CookieJar(hostTime) };
  readonly #earlier: string[] = [];
  readonly #later: string[] = [];
  #view: View | null = null;
  /** How many times something was shown, and whether the frame that shows it went there by itself. */
  #step = 0;
  #followed = false;
  #following = false;
  /** The words on the link or button that led to what is shown. */
  #pressed: string | null = null;
  #pressing: string | null = null;
  /** A sheet that `authorise` brought, without a page behind it. */
  #pending: Authorisation['answer'];

  constructor(world: LiveWorld, person: Person) {
    this.#world = world;
    this.#person = person;
  }

  /** What is shown now, with the page's own HTML; null while no page is open. */
  get current(): Shown | null {
    const view = this.#view;
    return (
      view && {
        outcome: view.shown,
        html: view.html,
        from: view.from,
        client: view.client,
        jar: view.jar,
        earlier: this.#earlier.length > 0 || view.callback !== null,
        later: this.#later.length > 0,
        step: this.#step,
        followed: this.#followed,
        pressed: this.#pressed,
      }
    );
  }

  /** A step that the frame itself takes: a link in it was tapped, a form sent, or the page goes on by itself. */
  async inFrame(pressed: string | null, step: (view: WebView) => Promise<PageOutcome>): Promise<PageOutcome> {
    this.#following = true;
    this.#pressing = pressed;
    try {
      return await step(this);
    } finally {
      this.#following = false;
      this.#pressing = null;
    }
  }

  /** The HTML that the last step brought, once: whoever asks again makes the page load again. */
  takeFresh(url: string): string | undefined {
    const view = this.#view;
    if (!view?.fresh || withoutHash(view.shown.url) !== withoutHash(url)) return undefined;
    view.fresh = false;
    return view.html;
  }

  async open(url: string, { from = 'external', client = 'ios' }: OpenOptions = {}): Promise<PageOutcome> {
    noteAct(this.#world, 'open', this.#person, undefined, { from, client });
    if (this.#view && this.#view.shown.error === undefined) this.#earlier.push(this.#view.shown.url);
    this.#later.length = 0;
    return this.#start(url, from, client);
  }

  /** Follows a link of the page that is shown, or loads it again. A snapshot page lets nobody press anything. */
  async tap(url: string): Promise<PageOutcome> {
    const view = this.#view;
    if (!view || view.snapshotOf !== null) throw new Impossible('not_possible', 'no page with links is open');
    noteAct(this.#world, 'tap', this.#person);
    if (url !== view.shown.url && view.shown.error === undefined) this.#earlier.push(view.shown.url);
    if (url !== view.shown.url) this.#later.length = 0;
    return this.#start(url, view.from, view.client);
  }

  /** Presses the link or the button of the page that has these words on it. */
  async press(text: string): Promise<PageOutcome> {
    const view = this.#view;
    const control = view && view.snapshotOf === null && controlsOf(view.html, view.shown.url).find(labelled(text));
    if (!control) throw new Impossible('not_possible', `no page with a link or button ${JSON.stringify(text)} is open`);
    if (control.fields === undefined) return this.tap(control.url);
    const sent = new URLSearchParams(control.fields as [string, string][]).toString();
    return control.method === 'post'
      ? this.submit(control.url, sent)
      : this.tap(`${control.url.split('?', 1)[0]}?${sent}`);
  }

  /** Sends a form of the page that is shown; `body` is url-encoded. A snapshot page lets nobody press anything. */
  async submit(url: string, body: string): Promise<PageOutcome> {
    const view = this.#view;
    if (!view || view.snapshotOf !== null) throw new Impossible('not_possible', 'no page with a form is open');
    noteAct(this.#world, 'submit', this.#person);
    const page = view.shown.url;
    this.#earlier.push(page);
    return this.#begin(view, { address: new URL(url, page).href, form: { page, body } });
  }

  /** The authorise page without a web view: nothing is visited. */
  authorise(account: Account, request: AuthorisationRequest): AuthorisationOutcome {
    noteAct(this.#world, 'authorize', this.#person, account, { scope: request.scope });
    const { outcome, answer } = startAuthorisation(this.#world, this.#person, account, request);
    this.#pending = answer;
    return outcome;
  }

  /** Answers the sheet that was shown last. */
  async answer(choice: 'allow' | 'refuse'): Promise<PageOutcome | AuthorisationOutcome> {
    const pending = this.#pending?.(choice);
    this.#pending = undefined;
    const view = this.#view;
    if (!pending && view?.sheet == null) throw new Impossible('not_possible', 'no consent sheet is open');
    noteAct(this.#world, choice, this.#person);
    if (pending) return pending.outcome;
    return this.#answerOnPage(view as View, choice);
  }

  /** 使用完整服务: leaves the snapshot page by way of the sheet. */
  async useFullService(): Promise<PageOutcome> {
    const view = this.#view;
    if (view?.snapshotOf == null) throw new Impossible('not_possible', 'no snapshot page is open');
    noteAct(this.#world, 'use-full-service', this.#person);
    view.fullService = 'asked';
    const outcome = authorise(this.#world, { ...this.#visit(view, new URL(view.snapshotOf)), fullService: true });
    return this.#afterAuthorise(view, view.snapshotOf, outcome, MAX_REDIRECTS);
  }

  /** As a browser that kept the callback in its history: the used code is sent again (row A-34). Otherwise the page before. */
  async back(): Promise<PageOutcome> {
    const view = this.#view;
    if (!view) throw new Impossible('not_possible', 'no page is open');
    noteAct(this.#world, 'back', this.#person);
    if (view.callback !== null) {
      const { callback } = view;
      view.callback = null;
      return this.#go(view, callback, MAX_REDIRECTS);
    }
    const earlier = this.#earlier.pop();
    if (earlier === undefined) throw new Impossible('not_possible', 'there is no page before this one');
    this.#later.push(view.shown.url);
    return this.#start(earlier, view.from, view.client);
  }

  /** To the page that `back` left. */
  async forward(): Promise<PageOutcome> {
    const view = this.#view;
    const later = this.#later.pop();
    if (!view || later === undefined) throw new Impossible('not_possible', 'there is no page after this one');
    noteAct(this.#world, 'forward', this.#person);
    this.#earlier.push(view.shown.url);
    return this.#start(later, view.from, view.client);
  }

  close(): void {
    this.#view = null;
    this.#earlier.length = 0;
    this.#later.length = 0;
    this.#world.emit({ type: 'view', person: this.#person.name });
  }

  #start(url: string, from: OpenedFrom, client: Client): Promise<PageOutcome> {
    const jar = client === 'browser' ? this.#jars.browser : this.#jars.wechat;
    const view: View = {
      origin: { address: url },
      from,
      client,
      jar,
      visited: jar,
      before: jar,
      snapshotOf: null,
      fullService: 'no',
      sheet: null,
      callback: null,
      shown: { url, status: null },
      html: '',
      fresh: false,
    };
    this.#view = view;
    this.#pending = undefined;
    return this.#begin(view, view.origin);
  }

  /** Takes a step: from here on cookies are kept apart, in case it ends on a snapshot page. */
  #begin(view: View, origin: View['origin']): Promise<PageOutcome> {
    Object.assign(view, {
      origin,
      visited: new CookieJar(hostTime),
      before: view.jar.copy(),
      callback: null,
      sheet: null,
    } satisfies Partial<View>);
    return this.#go(view, origin.address, MAX_REDIRECTS, origin.form);
  }

  /** Opens `address`, or sends a form there, and follows up to `redirects` redirects; those are all GET. */
  async #go(view: View, address: string, redirects: number, form?: FormPost): Promise<PageOutcome> {
    if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
      return this.#fail(view, address, '网页无法打开', 'the link is not an http or https URL');
    }
    const url = new URL(address);
    if (isAuthorisePage(this.#world, url)) {
      const visit = this.#visit(view, url);
      return this.#afterAuthorise(view, address, authorise(this.#world, visit), redirects);
    }
    if (!isReachable(this.#world, url)) {
      const why = `${url.hostname} is neither this machine nor a host that the world knows (oauthDomains, push URL, menu); the simulator contacts no other`;
      return this.#fail(view, address, `将要访问 ${url.hostname}，模拟器不会连接外部网站`, why);
    }
    const answer = await requestPage(this.#world, url, view, form);
    if (!answer) return this.#fail(view, address, '网页无法打开', `${url.host} does not answer`);
    if (answer.location !== null && answer.status >= 300 && answer.status < 400) {
      if (redirects === 0) return this.#fail(view, address, '网页无法打开', `more than ${MAX_REDIRECTS} redirects`);
      const next = URL.parse(answer.location, url);
      if (!next) return this.#fail(view, address, '网页无法打开', 'the page redirects to what is no URL');
      // As browsers do: the fragment is handed on unless the new address has its own.
      if (next.hash === '') next.hash = url.hash;
      return this.#go(view, next.href, redirects - 1);
    }
    const html = /html|^$/i.test(answer.contentType) ? answer.body : `<pre>${escapeHtml(answer.body)}</pre>`;
    return this.#show(view, html, {
      url: address,
      status: answer.status,
      ...(view.snapshotOf !== null && { snapshot: true }),
    });
  }

  #visit(view: View, url: URL) {
    const { from, client } = view;
    return { url, fragmentKnown: true, person: this.#person, from, client, fullService: view.fullService !== 'no' };
  }

  async #afterAuthorise(
    view: View,
    address: string,
    outcome: AuthoriseOutcome,
    redirects: number,
  ): Promise<PageOutcome> {
    view.sheet = null;
    switch (outcome.kind) {
      case 'error': {
        const { code, text, why } = outcome.error;
        return this.#show(view, '', { url: address, status: 200, error: { code, text, why } });
      }
      case 'sheet': {
        view.sheet = outcome.sheet;
        const { account, scope } = outcome;
        // On a snapshot page the sheet lies over the page that is already there.
        const under = view.fullService === 'asked' ? view.html : '';
        return this.#show(view, under, { url: address, status: 200, sheet: { account, scope } });
      }
      case 'refused':
        if (outcome.location !== null) return this.#go(view, outcome.location, redirects - 1);
        return this.#show(view, '', { url: address, status: 200 });
      case 'confirmed':
        return this.#show(view, '', { url: address, status: 200 });
      case 'redirect':
        if (view.fullService === 'asked') return this.#reopen(view, outcome.location, redirects);
        if (outcome.snapshot) this.#enterSnapshot(view, address);
        return this.#follow(view, outcome.location, redirects - 1);
    }
  }

  /** A snapshot page has throw-away storage: it begins with what this visit brought, and the person's own forgets that. */
  #enterSnapshot(view: View, authorisePage: string): void {
    view.snapshotOf = authorisePage;
    if (view.jar === view.visited) return;
    this.#jars = { ...this.#jars, wechat: view.before };
    view.jar = view.visited;
  }

  /** The full service was allowed: the original page is loaded again, now as the person. */
  #reopen(view: View, location: string, redirects: number): Promise<PageOutcome> {
    const { origin } = view;
    view.jar = this.#jars.wechat;
    view.snapshotOf = null;
    view.fullService = 'reopened';
    const direct = URL.canParse(origin.address) && isAuthorisePage(this.#world, new URL(origin.address));
    return direct ? this.#follow(view, location, redirects - 1) : this.#begin(view, origin);
  }

  /** Goes to the application's callback, by way of the faults that strike there. */
  async #follow(view: View, location: string, redirects: number): Promise<PageOutcome> {
    const fault = this.#world.takeFault('authorize', (name) => name === 'doubleOpen' || name === 'lostCookies');
    if (fault === 'lostCookies') view.jar.clear();
    view.callback = location;
    const url = URL.parse(location);
    const twin =
      fault === 'doubleOpen' && url && isReachable(this.#world, url) ? requestPage(this.#world, url, view) : undefined;
    const outcome = await this.#go(view, location, redirects);
    await twin;
    return outcome;
  }

  async #answerOnPage(view: View, choice: 'allow' | 'refuse'): Promise<PageOutcome> {
    const { sheet, shown } = view;
    view.sheet = null;
    const outcome = answerSheet(this.#world, sheet ?? '', choice);
    if (outcome === undefined) throw new Impossible('not_possible', 'the consent sheet is gone');
    return this.#afterAuthorise(view, shown.url, outcome, MAX_REDIRECTS);
  }

  #show(view: View, html: string, outcome: PageOutcome): PageOutcome {
    view.html = html;
    view.shown = outcome;
    view.fresh = true;
    this.#step += 1;
    this.#followed = this.#following;
    this.#pressed = this.#pressing;
    this.#world.emit({ type: 'view', person: this.#person.name });
    return outcome;
  }

  #fail(view: View, url: string, text: string, why: string): PageOutcome {
    return this.#show(view, '', { url, status: null, error: { code: null, text, why } });
  }
}

function withoutHash(url: string): string {
  return url.split('#', 1)[0] ?? '';
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Phones belong to a state: a reset, restored or forked world begins with fresh ones. */
const phones = new WeakMap<WorldState, Map<string, WebView>>();

export function webViewOf(world: LiveWorld, person: Person): WebView {
  const ofState = phones.get(world.state) ?? new Map<string, WebView>();
  phones.set(world.state, ofState);
  const view = ofState.get(person.name) ?? new WebView(world, person);
  ofState.set(person.name, view);
  return view;
}
