/**
 * The web view of one person's phone, without script: what a person can do in it, with the pages before and after the one
 * that is shown. What becomes of an address stands in page-visit.ts.
 */
import type { LiveWorld } from '../live-world.ts';
import type { Client, OpenedFrom } from '../world/authorisations.ts';
import { hostTime } from '../world/clock.ts';
import type { Account, Person, WorldState } from '../world/state.ts';
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
import { type PageOutcome, PageVisit, type Storage } from './page-visit.ts';

export interface OpenOptions {
  readonly from?: OpenedFrom;
  readonly client?: Client;
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
  readonly #storage: Storage = { wechat: new CookieJar(hostTime), browser: new CookieJar(hostTime) };
  readonly #earlier: string[] = [];
  readonly #later: string[] = [];
  #visit: PageVisit | null = null;
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
    const visit = this.#visit;
    return (
      visit && {
        outcome: visit.shown,
        html: visit.html,
        from: visit.from,
        client: visit.client,
        jar: visit.jar,
        earlier: this.#earlier.length > 0 || visit.passedCallback,
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
    const visit = this.#visit;
    if (!visit?.fresh || withoutHash(visit.shown.url) !== withoutHash(url)) return undefined;
    visit.fresh = false;
    return visit.html;
  }

  async open(url: string, { from = 'external', client = 'ios' }: OpenOptions = {}): Promise<PageOutcome> {
    noteAct(this.#world, 'open', this.#person, undefined, { from, client });
    if (this.#visit && this.#visit.shown.error === undefined) this.#earlier.push(this.#visit.shown.url);
    this.#later.length = 0;
    return this.#start(url, from, client);
  }

  /** Follows a link of the page that is shown, or loads it again. A snapshot page lets nobody press anything. */
  async tap(url: string): Promise<PageOutcome> {
    const visit = this.#visit;
    if (!visit || visit.onSnapshot) throw new Impossible('not_possible', 'no page with links is open');
    noteAct(this.#world, 'tap', this.#person);
    if (url !== visit.shown.url && visit.shown.error === undefined) this.#earlier.push(visit.shown.url);
    if (url !== visit.shown.url) this.#later.length = 0;
    return this.#start(url, visit.from, visit.client);
  }

  /** Presses the link or the button of the page that has these words on it. */
  async press(text: string): Promise<PageOutcome> {
    const visit = this.#visit;
    const control = visit && !visit.onSnapshot && controlsOf(visit.html, visit.shown.url).find(labelled(text));
    if (!control) throw new Impossible('not_possible', `no page with a link or button ${JSON.stringify(text)} is open`);
    if (control.fields === undefined) return this.tap(control.url);
    const sent = new URLSearchParams(control.fields as [string, string][]).toString();
    return control.method === 'post'
      ? this.submit(control.url, sent)
      : this.tap(`${control.url.split('?', 1)[0]}?${sent}`);
  }

  /** Sends a form of the page that is shown; `body` is url-encoded. A snapshot page lets nobody press anything. */
  async submit(url: string, body: string): Promise<PageOutcome> {
    const visit = this.#visit;
    if (!visit || visit.onSnapshot) throw new Impossible('not_possible', 'no page with a form is open');
    noteAct(this.#world, 'submit', this.#person);
    const page = visit.shown.url;
    this.#earlier.push(page);
    return visit.begin({ address: new URL(url, page).href, form: { page, body } });
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
    const visit = this.#visit;
    if (!pending && !visit?.awaitsAnswer) throw new Impossible('not_possible', 'no consent sheet is open');
    noteAct(this.#world, choice, this.#person);
    if (pending) return pending.outcome;
    return (visit as PageVisit).answerSheet(choice);
  }

  /** 使用完整服务. */
  async useFullService(): Promise<PageOutcome> {
    const visit = this.#visit;
    if (!visit?.onSnapshot) throw new Impossible('not_possible', 'no snapshot page is open');
    noteAct(this.#world, 'use-full-service', this.#person);
    return visit.askForFullService();
  }

  /** As a browser that kept the callback in its history: the used code is sent again (row A-34). Otherwise the page before. */
  async back(): Promise<PageOutcome> {
    const visit = this.#visit;
    if (!visit) throw new Impossible('not_possible', 'no page is open');
    noteAct(this.#world, 'back', this.#person);
    if (visit.passedCallback) return visit.backToCallback();
    const earlier = this.#earlier.pop();
    if (earlier === undefined) throw new Impossible('not_possible', 'there is no page before this one');
    this.#later.push(visit.shown.url);
    return this.#start(earlier, visit.from, visit.client);
  }

  /** To the page that `back` left. */
  async forward(): Promise<PageOutcome> {
    const visit = this.#visit;
    const later = this.#later.pop();
    if (!visit || later === undefined) throw new Impossible('not_possible', 'there is no page after this one');
    noteAct(this.#world, 'forward', this.#person);
    this.#earlier.push(visit.shown.url);
    return this.#start(later, visit.from, visit.client);
  }

  close(): void {
    this.#visit = null;
    this.#earlier.length = 0;
    this.#later.length = 0;
    this.#world.emit({ type: 'view', person: this.#person.name });
  }

  #start(url: string, from: OpenedFrom, client: Client): Promise<PageOutcome> {
    const visit = new PageVisit(this.#world, this.#person, this.#storage, { url, from, client }, () => this.#shows());
    this.#visit = visit;
    this.#pending = undefined;
    return visit.start();
  }

  #shows(): void {
    this.#step += 1;
    this.#followed = this.#following;
    this.#pressed = this.#pressing;
    this.#world.emit({ type: 'view', person: this.#person.name });
  }
}

function withoutHash(url: string): string {
  return url.split('#', 1)[0] ?? '';
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
