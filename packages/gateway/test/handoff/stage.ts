/** Desktops that wait, phones that confirm, and a chat: browsers that share nothing, in front of one gateway. */

import { createHandoffs } from '../../src/handoff/handoffs.ts';
import { createCookies } from '../../src/login/cookies.ts';
import type { GatewayDeps } from '../../src/opening.ts';
import type { TestDatabase } from '../databases.ts';
import { event, textMessage } from '../harness.ts';
import {
  type Browser,
  browser,
  callback,
  openidOf,
  type SignInWorld,
  signInWorld,
  type Visit,
} from '../login/browser.ts';

export const desktopAgent = {
  'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0',
};
export const phoneAgent = {
  'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 Safari/604.1',
};
const shop = {
  client_id: 'shop',
  client_secret: 'Zq3vT7hK9mXw2bNc5rYd8fLg4sPj6aEu1',
  name: '半盏茶铺',
  redirect_uris: ['https://shop.test.invalid/cb'],
  pkce: 'optional',
};
/** The shop's request to sign somebody in. */
export const request = (scope = 'openid') =>
  `/oauth2/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: 'shop',
    redirect_uri: 'https://shop.test.invalid/cb',
    scope,
    state: 'abc',
  })}`;

export interface Waiting {
  readonly desktop: Browser;
  readonly path: string;
  readonly page: Visit;
  row(): Promise<NonNullable<Awaited<ReturnType<SignInWorld['gateway']['parts']['store']['handoffs']['find']>>>>;
  /** How it stands, as the page is told. */
  state(): Promise<string>;
  /** What the code on the screen holds: the address, the scene, or the digits. */
  handle(): Promise<string>;
}

export async function handoffStage(
  database: TestDatabase,
  fields: Record<string, unknown> = {},
  deps: GatewayDeps = {},
) {
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  const opened = await database.open();
  const world = await signInWorld(
    { clients: [shop], database: opened.database, ...fields },
    { clock, wechatClock: clock, ...deps },
  ).catch(async (error) => {
    await opened.stop();
    throw error;
  });
  const { gateway, codes } = world;
  const { parts } = gateway;
  const now = () => ({ timestamp: Math.floor(clock.now() / 1000) });
  gateway.wechat.answers.set('/cgi-bin/qrcode/create', ({ body }) => {
    const { action_info, expire_seconds } = JSON.parse(String(body));
    const { scene_str } = action_info.scene;
    return { ticket: `gQ${scene_str}`, url: `http://weixin.qq.com/q/${scene_str.slice(0, 12)}`, expire_seconds };
  });

  async function waitingOn(desktop: Browser, started: Visit, agent: Record<string, string>): Promise<Waiting> {
    const path = started.location;
    if (!/^\/login\/wait\//.test(path)) throw new Error(`no waiting page: ${started.status} ${path}`);
    const id = path.split('/').at(-1)!;
    return {
      desktop,
      path,
      page: await desktop.get(path, agent),
      row: async () => (await parts.store.handoffs.find(id))!,
      state: async () => JSON.parse((await desktop.get(`${path}/state`)).body).state,
      async handle() {
        // Only its digest is in the store, so it is computed as the page does.
        const handoffs = createHandoffs(parts, createCookies(gateway.urls.public));
        const { handoff, binding } = await handoffs.waiting(id, { cookies: desktop.jar });
        return handoffs.handle(handoff, binding);
      },
    };
  }

  return {
    ...world,
    clock,
    async close() {
      await gateway.close();
      await opened.stop();
    },

    /** A browser on its waiting page, sent there by the shop. */
    async waits(agent: Record<string, string> = desktopAgent, scope?: string): Promise<Waiting> {
      const desktop = browser(gateway);
      const asked = await desktop.get(request(scope), agent);
      return waitingOn(desktop, await desktop.get(asked.location, agent), agent);
    },

    /** The same without a client, by the address of an account. */
    async waitsAt(path: string, agent: Record<string, string> = desktopAgent): Promise<Waiting> {
      const desktop = browser(gateway);
      return waitingOn(desktop, await desktop.get(path, agent), agent);
    },

    /** Begins anew, perhaps by another method. */
    async again(waiting: Waiting, method?: string): Promise<Waiting> {
      const started = await waiting.desktop.post(`${waiting.path}/again`, method === undefined ? {} : { method });
      return waitingOn(waiting.desktop, started, desktopAgent);
    },

    /** Scans and authorises; ends on the page that asks for the number. */
    async scans(waiting: Waiting, name: string, phone = browser(gateway)) {
      const path = `/login/scan/${await waiting.handle()}`;
      const started = await phone.get(path);
      if (started.location === '') return { phone, path, page: started };
      const back = await phone.get(callback(started.location, codes.of(name)));
      return { phone, path, page: await phone.get(back.location) };
    },

    say: (name: string, text: string) =>
      gateway.push('service', textMessage('service', openidOf(name), text, clock.now()), now()),

    /** Somebody who follows scans a code of the account, or follows by it. */
    scene: (
      name: string,
      scene: string,
      following: 'SCAN' | 'subscribe' = 'SCAN',
      wire: { timestamp: number } = now(),
    ) =>
      gateway.push(
        'service',
        event(
          'service',
          openidOf(name),
          following,
          { EventKey: following === 'SCAN' ? scene : `qrscene_${scene}`, Ticket: `gQ${scene}` },
          clock.now(),
        ),
        wire,
      ),
  };
}

export type HandoffStage = Awaited<ReturnType<typeof handoffStage>>;
