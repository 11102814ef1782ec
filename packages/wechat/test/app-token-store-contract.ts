import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppTokens } from '../src/app-token.ts';
import { hostsAt } from '../src/hosts.ts';
import type { AppTokenStore } from '../src/ports.ts';
import { systemClock, systemRandom, systemSleep } from '../src/system.ts';
import { fetchTransport } from '../src/transport.ts';
import { app } from './scripted-wechat.ts';
import type { SharedStoreAddress } from './shared-stores.ts';

export interface AppTokenStoreUnderTest {
  /** Gives stores on the same data, for as many holders as ask. */
  open(): Promise<AppTokenStore>;
  /** Where a process of its own finds the same data; absent for a store that is in one process alone. */
  readonly address?: () => SharedStoreAddress;
  /** False for a store without compare-and-set: two processes may then make a call each, and get the same token. */
  readonly atomic: boolean;
}

const now = Date.parse('2026-01-01T00:00:00+08:00');
const token = (value: string) => ({ value, issuedAt: now, expiresAt: now + 7_200_000 });

/** Several suites may share one database, so an account is never used twice. */
let accounts = 0;
const freshAppId = () => `wx${(++accounts).toString(16).padStart(16, '0')}`;

/** What every store of app tokens must do. */
export function describeAppTokenStore(name: string, { open, address, atomic }: AppTokenStoreUnderTest): void {
  describe(name, () => {
    it('reads nothing before anything was written, also while a lease is held', async () => {
      const [store, appId] = [await open(), freshAppId()];
      expect(await store.read(appId)).toBeUndefined();
      await store.lease(appId, 'a', 1000, now);
      expect(await store.read(appId)).toBeUndefined();
    });

    it('reads what the holder wrote, whole, as generation 1, and then 2', async () => {
      const [store, appId] = [await open(), freshAppId()];
      const long = token('x'.repeat(512));
      await store.lease(appId, 'a', 1000, now);
      expect(await store.write(appId, 'a', long, 0)).toEqual({ ...long, generation: 1 });
      expect(await store.read(appId)).toEqual({ ...long, generation: 1 });
      await store.lease(appId, 'b', 1000, now);
      expect(await store.write(appId, 'b', token('two'), 1)).toEqual({ ...token('two'), generation: 2 });
      expect(await (await open()).read(appId)).toEqual({ ...token('two'), generation: 2 });
    });

    it('leases to one holder at a time', async () => {
      const [store, appId] = [await open(), freshAppId()];
      expect(await store.lease(appId, 'a', 1000, now)).toBe(true);
      expect(await store.lease(appId, 'b', 1000, now)).toBe(false);
      expect(await store.lease(appId, 'b', 1000, now + 999)).toBe(false);
    });

    it('lets a holder renew its own lease', async () => {
      const [store, appId] = [await open(), freshAppId()];
      await store.lease(appId, 'a', 1000, now);
      expect(await store.lease(appId, 'a', 1000, now + 500)).toBe(true);
      expect(await store.lease(appId, 'b', 1000, now + 1400)).toBe(false);
    });

    it('leases to another when the lease has ended', async () => {
      const [store, appId] = [await open(), freshAppId()];
      await store.lease(appId, 'a', 1000, now);
      expect(await store.lease(appId, 'b', 1000, now + 1000)).toBe(true);
      expect(await store.lease(appId, 'a', 1000, now + 1001)).toBe(false);
    });

    it('leases to another when the holder gave the lease back, by writing or by releasing', async () => {
      const [store, appId] = [await open(), freshAppId()];
      await store.lease(appId, 'a', 1000, now);
      await store.release(appId, 'a');
      expect(await store.lease(appId, 'b', 1000, now)).toBe(true);
      await store.write(appId, 'b', token('one'), 0);
      expect(await store.lease(appId, 'c', 1000, now)).toBe(true);
    });

    it('takes a release from the holder alone', async () => {
      const [store, appId] = [await open(), freshAppId()];
      await store.lease(appId, 'a', 1000, now);
      await store.release(appId, 'b');
      expect(await store.lease(appId, 'b', 1000, now)).toBe(false);
    });

    it('does not write without the lease', async () => {
      const [store, appId] = [await open(), freshAppId()];
      expect(await store.write(appId, 'a', token('one'), 0)).toBeUndefined();
      await store.lease(appId, 'a', 1000, now);
      expect(await store.write(appId, 'b', token('one'), 0)).toBeUndefined();
      expect(await store.read(appId)).toBeUndefined();
    });

    it('does not let a holder write whose lease ended and was taken', async () => {
      const [store, appId] = [await open(), freshAppId()];
      await store.lease(appId, 'a', 1000, now);
      await store.lease(appId, 'b', 1000, now + 1000);
      expect(await store.write(appId, 'a', token('late'), 0)).toBeUndefined();
      expect(await store.write(appId, 'b', token('good'), 0)).toMatchObject({ value: 'good', generation: 1 });
    });

    it('writes only after the generation that the writer saw', async () => {
      const [store, appId] = [await open(), freshAppId()];
      await store.lease(appId, 'a', 1000, now);
      await store.write(appId, 'a', token('one'), 0);
      await store.lease(appId, 'b', 1000, now);
      expect(await store.write(appId, 'b', token('other'), 0)).toBeUndefined();
      expect(await store.write(appId, 'b', token('other'), 2)).toBeUndefined();
      expect(await store.read(appId)).toMatchObject({ value: 'one', generation: 1 });
      // It still has its lease, so that it can look again and release.
      expect(await store.lease(appId, 'c', 1000, now)).toBe(false);
    });

    it('keeps accounts apart', async () => {
      const [store, one, two] = [await open(), freshAppId(), freshAppId()];
      await store.lease(one, 'a', 1000, now);
      await store.write(one, 'a', token('of one'), 0);
      await store.lease(one, 'a', 1000, now);
      expect(await store.read(two)).toBeUndefined();
      expect(await store.lease(two, 'b', 1000, now)).toBe(true);
    });

    it('of twenty who ask for the lease at once one gets it', async () => {
      const appId = freshAppId();
      const store = await open();
      const stores = await Promise.all(Array.from({ length: 20 }, async () => (atomic ? open() : store)));
      const taken = await Promise.all(stores.map((each, holder) => each.lease(appId, `holder ${holder}`, 1000, now)));
      expect(taken.filter((each) => each)).toHaveLength(1);
    });

    it('ten keepers on one store make one fetch', async () => {
      const wechat = await countingWeChat();
      const store = await open();
      const own = { appId: freshAppId(), appSecret: app.appSecret };
      const keepers = await Promise.all(
        Array.from(
          { length: 10 },
          async () =>
            new AppTokens({
              app: own,
              hosts: hostsAt(wechat.base),
              method: 'stable',
              transport: fetchTransport(),
              clock: systemClock,
              random: systemRandom,
              sleep: systemSleep,
              store: atomic ? await open() : store,
            }),
        ),
      );
      const values = await Promise.all(keepers.map(async (keeper) => (await keeper.get()).value));
      expect([new Set(values), wechat.calls()]).toEqual([new Set(['token 1']), 1]);
    });

    if (address === undefined) return;

    it(`ten keepers in two processes ${atomic ? 'make one fetch' : 'get one token'}`, async () => {
      const wechat = await countingWeChat({ same: !atomic });
      const order = { address: address(), wechat: wechat.base, appId: freshAppId(), keepers: 5 };
      const values = (await Promise.all([keepersInProcess(order), keepersInProcess(order)])).flat();
      expect(values).toEqual(Array(10).fill('token 1'));
      expect(wechat.calls()).toBeLessThanOrEqual(atomic ? 1 : 2);
    });
  });
}

/** Answers `stable_token` after 20 ms: with the next token, or with the same one, as WeChat does within its life. */
async function countingWeChat({ same = false } = {}): Promise<{ base: string; calls(): number }> {
  let calls = 0;
  const server = createServer((_, response) => {
    calls += 1;
    const reply = JSON.stringify({ access_token: `token ${same ? 1 : calls}`, expires_in: 7200 });
    setTimeout(() => response.end(reply), 20);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls: () => calls };
}

/** What a process of its own is told to do; see `app-token-store-process.ts`. */
export interface KeepersOrder {
  readonly address: SharedStoreAddress;
  readonly wechat: string;
  readonly appId: string;
  readonly keepers: number;
}

function keepersInProcess(order: KeepersOrder): Promise<string[]> {
  const program = fileURLToPath(new URL('app-token-store-process.ts', import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (part: Buffer) => {
    said += part.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(said)) : reject(new Error(`keepers: exit ${code}`))));
  });
}
