import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../src/config/error.ts';
import type { Config } from '../src/config/shape.ts';
import { parseConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { reloadOnHangup } from '../src/operations/reload.ts';
import { type Gateway, startGateway } from '../src/server.ts';
import {
  type EmptyDatabase,
  emptyDatabase,
  event,
  openidOf,
  pushAccount,
  type StandIn,
  standIn,
  start,
  textMessage,
  written,
  writtenAccount,
} from './harness.ts';
import { buildPush, type Fields, openReply } from './push-builder.ts';

const apiKey = randomBytes(32).toString('base64url');
const accounts = [writtenAccount('service')];
const config = (fields: Record<string, unknown> = {}): Config =>
  parseConfig(written({ accounts, database: { url: database.url }, ...fields }), { now: start });

let database: EmptyDatabase;
let gateway: Gateway;
let wechat: StandIn;
let lines: string[];
let log: ReturnType<typeof createLog>;
beforeEach(async () => {
  database = await emptyDatabase();
  wechat = standIn();
  lines = [];
  log = createLog({ write: (line) => lines.push(line) }, 'info');
  gateway = await startGateway(config(), { clock: { now: () => start }, transport: wechat.transport, log });
});
afterEach(async () => {
  await gateway.close();
  await database.giveBack();
});

const push = async (fields: Fields) => {
  const { query, body } = buildPush(pushAccount('service'), fields, { timestamp: start / 1000 });
  const reply = await fetch(`${gateway.urls.public}/wechat/service/webhook?${query}`, { method: 'POST', body });
  return reply.status === 200 ? openReply(pushAccount('service'), await reply.text()) : String(reply.status);
};
const follow = (name: string) => push(event('service', openidOf(name), 'subscribe'));
const status = async (path: string, init: RequestInit = {}) =>
  (await fetch(`${gateway.urls.public}${path}`, init)).status;

describe('another configuration while the gateway runs', () => {
  it('answers in the chat, signs in, calls through and shows as it says, from the next request on', async () => {
    expect(await follow('before')).toContain('欢迎来到service 店');
    expect(await status('/login/second')).toBe(404);
    const custody = { headers: { authorization: `Bearer ${apiKey}` } };
    expect(await status('/api/v1/accounts/service/token', custody)).toBe(404);
    expect(await status('/MP_verify_0123456789abcdef.txt')).toBe(404);

    const restart = await gateway.reload(
      config({
        language: 'en',
        accounts: [writtenAccount('service', { title: 'Tea' }), writtenAccount('second')],
        api_keys: [{ name: 'erp', api_key: apiKey, accounts: ['service'], scopes: ['token'] }],
        verify_files: ['MP_verify_0123456789abcdef.txt'],
        clients: [{ client_id: 'shop', redirect_uris: ['https://shop.example.com/cb'] }],
      }),
    );
    expect(restart).toEqual([]);
    expect(await follow('after')).toContain('Welcome to Tea');
    expect(await status('/login/second', { redirect: 'manual', headers: { 'user-agent': 'MicroMessenger' } })).toBe(
      303,
    );
    expect(await status('/api/v1/accounts/service/token', custody)).toBe(200);
    expect(await status('/MP_verify_0123456789abcdef.txt')).toBe(200);
    expect(gateway.parts.config.clients.map(({ clientId }) => clientId)).toEqual(['shop']);
    const figures = await (await fetch(gateway.urls.metrics)).text();
    expect(figures).toContain('mingpian_app_token_generation{account="second"} 0');

    await gateway.reload(config());
    expect(await status('/login/second')).toBe(404);
    expect(await status('/api/v1/accounts/service/token', custody)).toBe(404);
    expect(await (await fetch(gateway.urls.metrics)).text()).not.toContain('account="second"');
  });

  it('names what needs a restart, keeps it, and takes the rest', async () => {
    const restart = await gateway.reload(
      config({
        public_url: 'https://elsewhere.example.com',
        root_secret: randomBytes(32).toString('base64url'),
        database: { url: 'sqlite:./other.db' },
        language: 'en',
      }),
    );
    expect(restart).toEqual(['public_url', 'root_secret', 'database']);
    expect(gateway.parts.config.publicUrl).toBe(gateway.urls.public);
    expect(gateway.parts.config.database.url).toBe(database.url);
    expect(await follow('kept')).toContain('Welcome to');
  });

  it('leaves what is under way to the configuration it began with', async () => {
    let answer: (body: unknown) => void = () => {};
    const asked = new Promise<void>((resolve) => {
      wechat.answers.set('/cgi-bin/user/info', () => {
        resolve();
        return new Promise((settle) => (answer = settle));
      });
    });
    const pushed = follow('slow');
    await asked;
    await gateway.reload(config({ language: 'en' }));
    answer({ subscribe: 0, openid: openidOf('slow') });
    expect(await pushed).toContain('欢迎来到');
  });

  it('loses and repeats nothing while pushes come in', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `stream ${n}`);
    const replies = await Promise.all(
      names.map(async (name, n) => {
        if (n % 20 === 10) await gateway.reload(config({ language: n % 40 === 10 ? 'en' : 'zh' }));
        return follow(name);
      }),
    );
    expect(replies.filter((reply) => /欢迎来到|Welcome to/.test(reply))).toHaveLength(60);
    expect(await gateway.parts.store.people.count()).toBe(60);
    expect(wechat.sent()).toEqual([]);
    expect(await push(textMessage('service', openidOf('stream 1'), 'hello'))).toBe('success');
  });
});

describe('SIGHUP', () => {
  const written = (sentence: RegExp): Promise<void> =>
    new Promise((resolve) => {
      const look = () => (lines.some((line) => sentence.test(line)) ? resolve() : setImmediate(look));
      look();
    });

  it('reads the file anew; one that is wrong changes nothing and says why, not what', async () => {
    const signals = new EventEmitter();
    let read = (): Config => config({ language: 'en' });
    const stop = reloadOnHangup(gateway, () => read(), signals);
    signals.emit('SIGHUP');
    await written(/the configuration was taken/);
    expect(await follow('read')).toContain('Welcome');

    const canary = 'Canary7xQ9Canary7xQ9Canary7xQ9Ca';
    read = () => config({ accounts: [writtenAccount('service', { app_secret: canary })] });
    expect(read).toThrow(ConfigError);
    signals.emit('SIGHUP');
    await written(/the one before holds/);
    expect(lines.join()).toContain('accounts.0.app_secret');
    expect(lines.join()).not.toContain(canary);
    expect(await follow('still')).toContain('Welcome');

    read = () => config({ admin: { host: '127.0.0.1', port: 9 } });
    signals.emit('SIGHUP');
    await written(/"restart":\["admin"\].*need a restart/);
    stop();
    expect(signals.listenerCount('SIGHUP')).toBe(0);
  });
});
