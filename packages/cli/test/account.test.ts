import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@mingpian/gateway/config';
import { withParts } from '@mingpian/gateway/opening';
import { type Simulator, startSimulator } from '@mingpian/simulator/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trialConfig } from '../src/trial/gateway-config.ts';
import { runHere } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'mingpian-account-'));
const file = join(folder, 'mingpian.yaml');
let simulator: Simulator;

const control = async (path: string, method: string, body?: unknown) => {
  const reply = await fetch(`${simulator.urls.control}/worlds/default${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(reply.status).toBeLessThan(300);
  return reply.json() as Promise<{ openid: string }>;
};
const account = (...args: string[]) => runHere(['account', ...args, '--config', file, '--json'], { now: Date.now });

beforeAll(async () => {
  simulator = await startSimulator();
  const world = simulator.ready();
  const options = {
    host: '127.0.0.1',
    port: 4015,
    folder,
    language: 'en',
    clientSecret: 'uYq2gkHJ0mT8xVb4NsWd6Zr1Lp3Ec5Af',
  } as const;
  writeFileSync(file, JSON.stringify(trialConfig({ ...options, world, at: Date.now() })));
  await runHere(['migrate', '--config', file], { now: Date.now });
});
afterAll(async () => {
  await simulator?.close();
  rmSync(folder, { recursive: true });
});

describe('account openids migrate', () => {
  const wechat = (name: string) => simulator.ready().accounts.find((each) => each.name === name)!;

  it('gives people the openids that the new account has for them', async () => {
    const old = await control('/people/xiaohong/openid?account=service', 'GET');
    const renewed = await control('/people/xiaohong/openid?account=subscription', 'GET');
    const config = loadConfig(file);
    const personId = await withParts(config, {}, async ({ accounts, people }) => {
      const service = accounts.byName('service')!;
      return (await people.see({ account: service, openid: old.openid, origin: 'push', at: 1 })).id;
    });
    const migrate = ['openids', 'migrate', 'subscription', '--from', wechat('service').appId];

    // Before WeChat has approved a migration it says so itself.
    expect(await account(...migrate)).toMatchObject({ code: 1, stdout: '' });
    await control('/accounts/subscription', 'PUT', { migratedFrom: 'service' });
    const ran = await account(...migrate);
    expect(JSON.parse(ran.stdout)).toEqual({
      account: 'subscription',
      openids: { moved: 1, joined: 0, unknown: 0, conflicts: 0 },
    });
    await withParts(config, {}, async ({ people }) => {
      expect((await people.find(wechat('subscription').appId, renewed.openid))?.id).toBe(personId);
      expect(await people.find(wechat('service').appId, old.openid)).toBeUndefined();
    });
  });

  it.each([
    [['openids', 'migrate', 'service']],
    [['openids', 'apply', 'service', '--from', 'wx0123456789abcdef']],
    [['menu', 'migrate', 'service']],
    [['openids', 'migrate', '--from', 'wx0123456789abcdef']],
  ])('%j is no command', async (args) => {
    expect(await account(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining('--from OLD_APPID') });
  });
});

describe('account menu', () => {
  it('is published and shown, of the accounts that have one', async () => {
    expect(JSON.parse((await account('menu', 'apply')).stdout)).toMatchObject({ account: 'service' });
    expect(JSON.parse((await account('menu', 'show', 'service')).stdout).menu).toBeTruthy();
    expect(await account('menu', 'show', 'nobody')).toMatchObject({ code: 2 });
  });
});
