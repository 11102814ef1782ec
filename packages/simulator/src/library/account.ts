import { type AccountChange, changeAccount } from '../control/accounts.ts';
import { verifyPushUrl } from '../push/push.ts';
import type { Verification } from '../push/verification.ts';
import { expireAppTokens } from '../world/app-tokens.ts';
import { expireUserTokens } from '../world/grants.ts';
import type { Account, Menu, PushMode } from '../world/state.ts';
import type { World } from '../world/world.ts';

/** An account as a developer sees it: credentials, settings, and the buttons of its console. */
export class AccountNoun {
  readonly #world: World;
  readonly name: string;

  constructor(world: World, name: string) {
    this.#world = world;
    this.name = name;
  }

  /** The account's row of the state. */
  get state(): Account {
    return this.#world.accountNamed(this.name);
  }

  get appId(): string {
    return this.state.appId;
  }

  get appSecret(): string {
    return this.state.appSecret;
  }

  /** 原始ID; null for an account without a chat, like the three that follow. */
  get originalId(): string | null {
    return this.state.originalId;
  }

  get pushToken(): string | null {
    return this.state.push?.token ?? null;
  }

  get encodingAesKey(): string | null {
    return this.state.push?.encodingAesKey ?? null;
  }

  get menu(): Menu | null {
    return this.#world.state.menus[this.name] ?? null;
  }

  /** Changes what is named, as `PUT /accounts/{name}` does. */
  set(change: AccountChange): this {
    changeAccount(this.#world, this.state, change);
    return this;
  }

  /** Pushes go there from now on, unverified. */
  pushTo(url: string | null, mode: PushMode = 'safe'): this {
    return this.set({ push: { url, mode } });
  }

  /** Performs the verification GET; the URL is stored when it succeeds. */
  async connect(url: string): Promise<Verification> {
    const verification = await verifyPushUrl(this.#world, this.state, url);
    if (verification.ok) this.set({ push: { url } });
    return verification;
  }

  /** The name of a person inside this account. */
  openidOf(person: string): string {
    return this.#world.openidOf(this.#world.personNamed(person), this.state);
  }

  unionidOf(person: string): string | null {
    return this.#world.unionidOf(this.#world.personNamed(person), this.state);
  }

  /** The account's app tokens, classic and stable. */
  readonly token = {
    /** They answer 42001 from now on, though their time is not over. */
    expireNow: (): void => expireAppTokens(this.#world, this.state),
  };

  /** User tokens of this account's grants. Refresh tokens live on. */
  readonly userTokens = {
    expireNow: (person?: string): void => expireUserTokens(this.#world, this.state, person),
  };
}
