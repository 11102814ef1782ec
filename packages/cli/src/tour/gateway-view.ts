// What the tour asks the gateway about people: the readings that it exports, nothing else.

import type { Gateway } from '@mingpian/gateway/server';

type Parts = Gateway['parts'];
export type PersonView = NonNullable<Awaited<ReturnType<Parts['people']['view']>>>;
export type FollowerView = NonNullable<Awaited<ReturnType<Parts['store']['followers']['find']>>>;

export class GatewayView {
  readonly url: string;
  readonly #parts: Parts;

  constructor({ urls, parts }: Gateway) {
    this.url = urls.public;
    this.#parts = parts;
  }

  follower(account: string, openid: string): Promise<FollowerView | undefined> {
    return this.#parts.store.followers.find(this.#account(account).appId, openid);
  }

  async person(account: string, openid: string): Promise<PersonView | undefined> {
    const person = await this.#parts.people.find(this.#account(account).appId, openid);
    return person && this.#parts.people.view(person.id);
  }

  /** How many people it knows. */
  count(): Promise<number> {
    return this.#parts.store.people.count();
  }

  /** Asks WeChat about somebody, with the app token that the gateway keeps for all its callers. */
  userInfo(account: string, openid: string) {
    return this.#account(account).wechat.user.info(openid);
  }

  #account(name: string) {
    const account = this.#parts.accounts.byName(name);
    if (account === undefined) throw new TypeError(`the gateway has no account ${name}`);
    return account;
  }
}
