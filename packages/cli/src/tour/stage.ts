// What a step can use: the world, the gateway, browsers, and plain calls to WeChat as an application without the gateway makes them.

import { type Fact, valueAt } from '@mingpian/facts/fact';
import { rules } from '@mingpian/facts/rules';
import type { Gateway } from '@mingpian/gateway/server';
import type { Language } from '../language.ts';
import type { Trial } from '../trial/trial.ts';
import { Browser } from './browser.ts';
import { ControlClient } from './control.ts';
import { GatewayView } from './gateway-view.ts';
import type { Call, Recorder } from './recorder.ts';

export interface StageOptions {
  readonly trial: Trial;
  readonly recorder: Recorder;
  readonly language: Language;
}

/** A reply of WeChat's API, as JSON. */
export type Reply = Readonly<Record<string, unknown>>;

export class Stage {
  readonly world: ControlClient;
  readonly gateway: GatewayView;
  readonly recorder: Recorder;
  readonly language: Language;
  readonly #trial: Trial;

  constructor({ trial, recorder, language }: StageOptions) {
    const { urls, accounts, people, world } = trial.simulator.ready();
    this.#trial = trial;
    this.recorder = recorder;
    this.language = language;
    this.world = new ControlClient({ id: world, base: urls.base, accounts, people }, urls.control, recorder);
    this.gateway = new GatewayView(trial.gateway satisfies Gateway);
  }

  /** The world's time in milliseconds since 1970. */
  get now(): number {
    return this.#trial.simulator.world.now();
  }

  /** What a dated rule of WeChat says in this world. */
  rule<Name extends keyof typeof rules>(name: Name): (typeof rules)[Name][number]['value'] | undefined {
    return valueAt(rules[name] as unknown as readonly Fact<(typeof rules)[Name][number]['value']>[], this.now);
  }

  /** Has this day come in the world? Midnight in Beijing. */
  since(date: string): boolean {
    return this.now >= Date.parse(`${date}T00:00:00+08:00`);
  }

  browser(person: string): Browser {
    return this.browserOf(this.world, person);
  }

  browserOf(world: ControlClient, person: string): Browser {
    return new Browser(this.recorder, person, world.base, this.language === 'zh' ? 'zh-CN' : 'en');
  }

  /** A scratch world of the same date in which clocks and settings may be changed without the gateway noticing. */
  async inAnotherWorld(work: (world: ControlClient) => Promise<void>): Promise<void> {
    const world = await this.recorder.quietly(() => this.world.anotherWorld(new Date(this.now).toISOString()));
    try {
      await work(world);
    } finally {
      await this.recorder.quietly(() => world.remove());
    }
  }

  /** `GET` of an API path with these parameters, as an application would call it. */
  async api(path: string, parameters: Readonly<Record<string, string>>, world = this.world): Promise<Reply> {
    const url = `${world.base}${path}?${new URLSearchParams(parameters)}`;
    const { reply } = await this.recorder.fetch(url, {}, { from: 'application', to: 'wechat' });
    return JSON.parse(reply);
  }

  /** Exchanges a code for a user token. */
  exchange(account: string, code: string, world = this.world): Promise<Reply> {
    const { appId: appid, appSecret: secret } = world.account(account);
    return this.api('/sns/oauth2/access_token', { appid, secret, code, grant_type: 'authorization_code' }, world);
  }

  /** The authorise link with the parameters in the documented order. */
  authoriseLink(
    account: string,
    { redirectUri, scope, state = 'tour' }: { redirectUri: string; scope: string; state?: string },
    world = this.world,
  ): string {
    const query = new URLSearchParams({
      appid: world.account(account).appId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope,
      state,
    });
    return `${world.base}/connect/oauth2/authorize?${query}#wechat_redirect`;
  }

  /** An app token of one's own, fetched in the way of the time. */
  async appToken(account: string, world = this.world): Promise<string> {
    const { appId: appid, appSecret: secret } = world.account(account);
    const reply = this.rule('stableToken')
      ? await this.#post('/cgi-bin/stable_token', { grant_type: 'client_credential', appid, secret }, world)
      : await this.api('/cgi-bin/token', { grant_type: 'client_credential', appid, secret }, world);
    return String(reply.access_token ?? '');
  }

  async #post(path: string, body: object, world: ControlClient): Promise<Reply> {
    const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const { reply } = await this.recorder.fetch(`${world.base}${path}`, init, { from: 'application', to: 'wechat' });
    return JSON.parse(reply);
  }
}

/** The calls to one path of WeChat's API, in their order. */
export const callsTo = (calls: readonly Call[], path: string): Call[] =>
  calls.filter(({ url, to }) => to === 'wechat' && new URL(url).pathname === path);
