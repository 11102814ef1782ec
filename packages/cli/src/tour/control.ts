// The hands of the people in the story: a client of the simulator's control API. Acts are shown as exchanges, looking is not.

import type { Recorder } from './recorder.ts';

export interface PushReport {
  readonly event: string;
  readonly status: number | null;
  readonly ms: number;
  readonly attempts: number;
  readonly reply: { readonly type: string; readonly text?: string } | null;
}

/** What somebody looks at, or what an authorise link led to. */
export interface Page {
  readonly url: string;
  readonly status?: number | null;
  readonly code?: string;
  readonly state?: string;
  readonly sheet?: { readonly account: string; readonly scope: string };
  readonly snapshot?: true;
  readonly error?: { readonly code: number | null; readonly text: string; readonly why: string };
}

export interface ChatMessage {
  readonly id: string;
  readonly from: 'person' | 'account' | 'system';
  readonly type: string;
  readonly text?: string;
}

export interface Authorisation {
  readonly account: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly state?: string;
  readonly from?: 'chat' | 'menu' | 'moments' | 'external';
}

export interface AccountLine {
  readonly name: string;
  readonly title: string;
  readonly kind: 'service' | 'subscription' | 'sandbox' | 'website' | 'miniprogram';
  readonly verified: boolean;
  readonly appId: string;
  readonly appSecret: string;
  readonly originalId?: string;
}

export interface WorldLine {
  readonly id: string;
  readonly base: string;
  readonly accounts: readonly AccountLine[];
  readonly people: readonly { readonly name: string; readonly nickname: string }[];
}

/** The control API refused; a defect of the tour or of the simulator, not an outcome of a step. */
export class ControlRefused extends Error {
  readonly status: number;

  constructor(status: number, path: string, detail: string) {
    super(`${path}: ${detail}`);
    this.name = 'ControlRefused';
    this.status = status;
  }
}

export class ControlClient {
  /** Where this world answers for WeChat. */
  readonly base: string;
  readonly accounts: readonly AccountLine[];
  readonly #people: WorldLine['people'];
  readonly #control: string;
  readonly #world: string;
  readonly #recorder: Recorder;

  constructor(world: WorldLine, control: string, recorder: Recorder) {
    this.base = world.base;
    this.accounts = world.accounts;
    this.#people = world.people;
    this.#control = control;
    this.#world = world.id;
    this.#recorder = recorder;
  }

  account(name: string): AccountLine {
    const found = this.accounts.find((account) => account.name === name);
    if (found === undefined) throw new TypeError(`the world has no account ${name}`);
    return found;
  }

  /** The nickname with which this person of the seeded world began. */
  nicknameOf(name: string): string {
    return this.#people.find((person) => person.name === name)?.nickname ?? '';
  }

  person(name: string): PersonActs {
    const path = `/people/${name}`;
    const act = <T>(verb: string, body: object = {}) => this.#act<T>(`${path}/${verb}`, body);
    return {
      follow: (account, options) => act('follow', { account, ...options }),
      unfollow: (account) => act('unfollow', { account }),
      say: (account, text) => act('say', { account, text }),
      open: (url, options) => act('open', { url, ...options }),
      tapMenu: (account, name) => act('tap-menu', { account, path: name }),
      authorize: (request) => act('authorize', request),
      allow: () => act('allow'),
      refuse: () => act('refuse'),
      withdraw: (account) => act('withdraw', { account }),
      openid: (account) => this.#look(`${path}/openid?account=${account}`),
      chat: async (account) => (await this.#look<{ messages: ChatMessage[] }>(`/chats/${name}/${account}`)).messages,
      set: (fields) => this.#change('PUT', path, fields),
    };
  }

  addPerson(fields: { name: string; nickname: string; consent?: string }): Promise<unknown> {
    return this.#change('POST', '/people', fields);
  }

  setAccount(name: string, fields: object): Promise<unknown> {
    return this.#change('PUT', `/accounts/${name}`, fields);
  }

  setWorld(fields: object): Promise<unknown> {
    return this.#change('PUT', '', fields);
  }

  advance(duration: string): Promise<unknown> {
    return this.#act('/clock', { advance: duration });
  }

  freeze(): Promise<unknown> {
    return this.#change('POST', '/clock', { freeze: true });
  }

  expireTokens(account: string, kind: 'app' | 'user'): Promise<unknown> {
    return this.#act('/tokens/expire', { account, kind });
  }

  async report(): Promise<readonly { level: string; rule: string; why: string; count: number }[]> {
    return (await this.#look<{ findings: [] }>('/report')).findings;
  }

  /** Another world on a port of its own that starts at this instant, with the same people and nobody listening to its pushes. */
  async anotherWorld(clock: string): Promise<ControlClient> {
    const url = `${this.#control}/worlds`;
    const { urls, ...world } = await this.#request<WorldLine & { urls: { base: string } }>(url, 'POST', { clock });
    return new ControlClient({ ...world, base: urls.base }, this.#control, this.#recorder);
  }

  /** Closes this world's port; not for the first one. */
  async remove(): Promise<void> {
    await this.#change('DELETE', '');
  }

  #path(path: string): string {
    return `${this.#control}/worlds/${this.#world}${path}`;
  }

  #act<T>(path: string, body: object): Promise<T> {
    return this.#request(this.#path(path), 'POST', body);
  }

  #look<T>(path: string): Promise<T> {
    return this.#recorder.quietly(() => this.#request<T>(this.#path(path), 'GET'));
  }

  #change<T>(method: string, path: string, body?: object): Promise<T> {
    return this.#request(this.#path(path), method, body);
  }

  async #request<T>(url: string, method: string, body?: object): Promise<T> {
    const init: RequestInit = { method };
    if (body !== undefined) {
      init.headers = { 'content-type': 'application/json' };
      init.body = JSON.stringify(body);
    }
    const { status, reply } = await this.#recorder.fetch(url, init, { from: 'person', to: 'wechat' });
    const answer = reply === '' ? {} : JSON.parse(reply);
    if (status === null || status >= 300)
      throw new ControlRefused(status ?? 0, new URL(url).pathname, answer.detail ?? '');
    return answer;
  }
}

export interface PersonActs {
  follow(account: string, options?: { via?: string; ticket?: string }): Promise<{ pushes: PushReport[] }>;
  unfollow(account: string): Promise<{ pushes: PushReport[] }>;
  say(account: string, text: string): Promise<{ pushes: PushReport[] }>;
  open(url: string, options?: { from?: string; client?: string }): Promise<Page>;
  tapMenu(account: string, name: string): Promise<{ pushes: PushReport[]; page?: Page }>;
  authorize(request: Authorisation): Promise<Page>;
  allow(): Promise<Page>;
  refuse(): Promise<Page>;
  withdraw(account: string): Promise<{ pushes: PushReport[] }>;
  openid(account: string): Promise<{ openid: string; unionid?: string }>;
  chat(account: string): Promise<ChatMessage[]>;
  set(fields: object): Promise<unknown>;
}
