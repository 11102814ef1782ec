// Simulator and gateway in one process, wired as an administrator would wire them: the gateway configured with the accounts'
// credentials, each push URL connected by WeChat's real verification, the menu published by the real call. `try` leaves it
// running, `tour` walks through it.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '@mingpian/gateway/log';
import type { Gateway } from '@mingpian/gateway/server';
import type { Simulator } from '@mingpian/simulator/server';
import type { Transport } from '@mingpian/wechat/ports';
import { Failure } from '../failure.ts';
import type { Shop } from '../shop/shop.ts';
import { startSimulatorHere } from '../simulator-start.ts';
import type { Terminal } from '../terminal.ts';
import { devClientId, shopClientId, trialConfig } from './gateway-config.ts';

export interface TrialOptions {
  readonly host: string;
  /** The simulator's; the gateway listens on the next one. 0 is any free port for both. */
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  /** The world's first instant in milliseconds since 1970; now if left out. */
  readonly date?: number;
  readonly seed?: string;
  /** Starts the demo shop on the port after the gateway's. */
  readonly withShop?: boolean;
  /** How the simulator reaches out: pushes and the phone's web view. Plain HTTP if left out. */
  readonly fetch?: typeof fetch;
  /** How the gateway reaches WeChat. Plain HTTP if left out. */
  readonly transport?: Transport;
  /** The gateway's log; stderr if left out. */
  readonly log?: Log;
}

export interface Trial {
  readonly simulator: Simulator;
  readonly gateway: Gateway;
  /** For an application of the reader's own; undefined in years without web authorisation. */
  readonly client: { readonly issuer: string; readonly client_id: string; readonly client_secret: string } | undefined;
  /** Address of the demo shop, where there is one. */
  readonly demo: string | undefined;
  close(): Promise<void>;
}

export async function startTrial(options: TrialOptions): Promise<Trial> {
  const { host, port, env, terminal, date, seed, withShop = false, fetch, transport, log } = options;
  const simulator = await startSimulatorHere(
    {
      host,
      port,
      env,
      ...(date !== undefined && { date }),
      ...(seed !== undefined && { seed }),
      ...(fetch && { fetch }),
    },
    terminal,
  );
  const folder = await mkdtemp(join(tmpdir(), 'mingpian-'));
  let gateway: Gateway | undefined;
  let shop: Shop | undefined;
  const close = async () => {
    await shop?.close();
    await gateway?.close();
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const [{ parseConfig }, { applyMenu }, { startGateway }] = await Promise.all([
      import('@mingpian/gateway/config'),
      import('@mingpian/gateway/menu'),
      import('@mingpian/gateway/server'),
    ]);
    const world = simulator.ready();
    const at = simulator.world.now();
    const clientSecret = randomBytes(32).toString('base64url');
    const shopSecret = randomBytes(32).toString('base64url');
    if (withShop) {
      const { startShop } = await import('../shop/shop.ts');
      shop = await startShop({ host, port: port === 0 ? 0 : port + 2 });
    }
    const written = trialConfig({
      world,
      host,
      port: port === 0 ? 0 : port + 1,
      folder,
      at,
      language: terminal.language,
      clientSecret,
      shop: shop && { url: shop.url, secret: shopSecret },
    });
    gateway = await startGateway(parseConfig(written, { now: at }), {
      // One clock rules both sides of WeChat; browser sessions keep the real one, so that sign-in goes on working in any year.
      wechatClock: { now: () => simulator.world.now() },
      ...(transport && { transport }),
      ...(log && { log }),
    });
    const service = gateway.parts.accounts.byName('service');
    if (service !== undefined) await applyMenu(service, gateway.parts.config);
    await connectPushes(simulator, gateway.urls.public, terminal);
    const client = gateway.parts.config.clients.some(({ clientId }) => clientId === devClientId)
      ? { issuer: gateway.urls.public, client_id: devClientId, client_secret: clientSecret }
      : undefined;
    shop?.connect({ issuer: gateway.urls.public, client_id: shopClientId, client_secret: shopSecret });
    return { simulator, gateway, client, demo: client && shop?.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Has WeChat verify the gateway's webhook of every account that receives messages, as saving the form in its console does. */
async function connectPushes(simulator: Simulator, gatewayUrl: string, terminal: Terminal): Promise<void> {
  const { accounts, urls } = simulator.ready();
  for (const { name, token } of accounts) {
    if (token === undefined) continue;
    const reply = await fetch(`${urls.control}/worlds/default/accounts/${name}/connect`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: `${gatewayUrl}/wechat/${name}/webhook` }),
    });
    const { ok, reason } = (await reply.json()) as { ok?: boolean; reason?: string };
    if (ok !== true) {
      throw new Failure(
        'failure',
        terminal.words({
          zh: `微信验证账号 ${name} 的服务器地址失败：${reason}`,
          en: `WeChat's verification of ${name}'s webhook failed: ${reason}`,
        }),
      );
    }
  }
}
