import { changePerson, type PersonChange } from '../control/people.ts';
import type { LiveWorld } from '../live-world.ts';
import type { AuthorisationOutcome, AuthorisationRequest } from '../phone/authorisation.ts';
import * as chat from '../phone/chat.ts';
import { Impossible } from '../phone/impossible.ts';
import { messagesSince } from '../phone/messages.ts';
import type { PageOutcome } from '../phone/page-visit.ts';
import { cancel, cleanProfile, withdraw } from '../phone/privacy.ts';
import { type OpenOptions, webViewOf } from '../phone/web-view.ts';
import type { PersonMessage } from '../push/messages.ts';
import type { PushReport } from '../push/push.ts';
import { mintJsCode } from '../world/grants.ts';
import type { ChatMessage, Person } from '../world/state.ts';

/** Somebody with a phone: what a person does with accounts. Each verb resolves after the last delivery of what it pushes. */
export class PersonNoun {
  readonly #world: LiveWorld;
  readonly name: string;

  constructor(world: LiveWorld, name: string) {
    this.#world = world;
    this.name = name;
  }

  /** The person's row of the state. */
  get state(): Person {
    return this.#world.personNamed(this.name);
  }

  /** Changes what is named, as `PUT /people/{name}` does. */
  set(change: PersonChange): this {
    changePerson(this.#world, this.state, change);
    return this;
  }

  openidIn(account: string): string {
    return this.#world.openidOf(this.state, this.#world.accountNamed(account));
  }

  follow(account: string, options: chat.FollowOptions = {}): Promise<PushReport[]> {
    return chat.follow(this.#world, this.state, this.#world.accountNamed(account), options);
  }

  unfollow(account: string): Promise<PushReport[]> {
    return chat.unfollow(this.#world, this.state, this.#world.accountNamed(account));
  }

  follows(account: string): boolean {
    return this.#world.isFollower(this.name, account);
  }

  say(account: string, text: string): Promise<PushReport[]> {
    return chat.say(this.#world, this.state, this.#world.accountNamed(account), text);
  }

  send(account: string, message: PersonMessage): Promise<PushReport[]> {
    return chat.send(this.#world, this.state, this.#world.accountNamed(account), message);
  }

  /** Opens the chat. */
  enter(account: string): Promise<PushReport[]> {
    return chat.enter(this.#world, this.state, this.#world.accountNamed(account));
  }

  /** `'A / B'`; what a view button opens is on the phone afterwards. */
  async tapMenu(account: string, path: string): Promise<PushReport[]> {
    const tap = chat.tapMenu(this.#world, this.state, this.#world.accountNamed(account), path);
    const opened = tap.url === null ? undefined : this.phone().open(tap.url, { from: 'menu' });
    const [reports] = await Promise.all([tap.pushes, opened]);
    return reports;
  }

  /** Taps a link in what the account wrote: the newest one, or the newest with this text. */
  tapLink(account: string, text?: string): Promise<PageOutcome> {
    const links = this.chat(account)
      .filter((message) => message.from === 'account')
      .flatMap((message) => linksOf(message.text ?? ''));
    const link = links.findLast((candidate) => text === undefined || candidate.text === text);
    if (link === undefined) throw new Impossible('not_possible', `there is no such link in the chat with ${account}`);
    return this.phone().open(link.url, { from: 'chat' });
  }

  /** Scans a code by its ticket: a follower's scan is pushed, others may follow with the ticket. */
  scan(ticket: string): Promise<PushReport[]> {
    const qrcode = chat.qrcodeOfTicket(this.#world, ticket);
    if (chat.isExpired(this.#world, qrcode)) throw new Impossible('not_possible', 'the QR code has expired');
    return chat.scan(this.#world, this.state, qrcode);
  }

  /** What stands in the chat, oldest first. */
  chat(account: string): ChatMessage[] {
    return messagesSince(this.#world, this.state, this.#world.accountNamed(account));
  }

  /** Takes back the authorisation of nickname and avatar. */
  withdraw(account: string): Promise<PushReport[]> {
    return withdraw(this.#world, this.state, this.#world.accountNamed(account));
  }

  /** Gives up the WeChat account. */
  cancel(): Promise<PushReport[]> {
    return cancel(this.#world, this.state);
  }

  cleanProfile(): Promise<PushReport[]> {
    return cleanProfile(this.#world, this.state);
  }

  /** A mini program's `wx.login`: the code for its server. */
  jsLogin(account: string): string {
    return mintJsCode(this.#world, this.state, this.#world.accountNamed(account)).value;
  }

  /** The authorise page without a web view: where it leads, the callback not visited. */
  authorise(account: string, request: AuthorisationRequest): AuthorisationOutcome {
    return webViewOf(this.#world, this.state).authorise(this.#world.accountNamed(account), request);
  }

  phone(): Phone {
    return new Phone(this.#world, this.name);
  }
}

/** The web view of a person's phone: no script, this person's cookies, redirects followed. */
export class Phone {
  readonly #world: LiveWorld;
  readonly #person: string;

  constructor(world: LiveWorld, person: string) {
    this.#world = world;
    this.#person = person;
  }

  get #view() {
    return webViewOf(this.#world, this.#world.personNamed(this.#person));
  }

  /** What is shown now, with the page's HTML; null while no page is open. */
  get current(): { readonly outcome: PageOutcome; readonly html: string } | null {
    return this.#view.current;
  }

  open(url: string | URL, options: OpenOptions = {}): Promise<PageOutcome> {
    return this.#view.open(String(url), options);
  }

  /** Sends a form of the page. */
  submit(url: string, fields: Record<string, string>): Promise<PageOutcome> {
    return this.#view.submit(url, new URLSearchParams(fields).toString());
  }

  /** The consent sheet that is shown. */
  readonly sheet = {
    allow: (): Promise<PageOutcome | AuthorisationOutcome> => this.#view.answer('allow'),
    refuse: (): Promise<PageOutcome | AuthorisationOutcome> => this.#view.answer('refuse'),
    /** Closes the page under it: nothing goes back to the application, in no era. */
    dismiss: (): void => this.#view.close(),
  };

  useFullService(): Promise<PageOutcome> {
    return this.#view.useFullService();
  }

  back(): Promise<PageOutcome> {
    return this.#view.back();
  }

  close(): void {
    this.#view.close();
  }

  /** Somebody else opens the address that is shown here. */
  shareTo(person: string): Promise<PageOutcome> {
    const shown = this.current?.outcome.url;
    if (shown === undefined) throw new Impossible('not_possible', 'no page is open that could be shared');
    return new Phone(this.#world, person).open(shown);
  }
}

function linksOf(text: string): { url: string; text: string }[] {
  const anchors = [...text.matchAll(/<a\s[^>]*?href\s*=\s*["']([^"']+)["'][^>]*>(.*?)<\/a>/gis)];
  if (anchors.length > 0)
    return anchors.map(([, url = '', label = '']) => ({ url: withoutEntities(url), text: label }));
  return [...text.matchAll(/https?:\/\/[^\s<>"']+/g)].map(([url]) => ({ url, text: url }));
}

function withoutEntities(url: string): string {
  return url.replaceAll('&amp;', '&');
}
