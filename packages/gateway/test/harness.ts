/** A gateway on a free port with a stand-in for WeChat behind the transport, a clock and a timer in the test's hand. */
import { createHash, randomBytes } from 'node:crypto';
import type { Transport, WireRequest } from '@mingpian/wechat/ports';
import { parseConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import type { GatewayDeps } from '../src/opening.ts';
import { type Gateway, startGateway } from '../src/server.ts';
import type { Timer } from '../src/timer.ts';
import { type BuiltPush, buildPush, type Fields, openReply, type PushAccount, type Wire } from './push-builder.ts';
import { emptyTables, freshDatabase } from './store/postgres.ts';

export const start = Date.parse('2026-03-01T10:00:00+08:00');

const hex = (text: string, length: number) => createHash('sha256').update(text).digest('hex').slice(0, length);
const letters = (text: string, length: number) =>
  createHash('sha512').update(text).digest('base64').replace(/[+/=]/g, '').slice(0, length);

/** An openid of the right shape, the same for the same name. */
export const openidOf = (name: string) => `o${letters(`openid ${name}`, 27)}`;
export const unionidOf = (name: string) => `o${letters(`unionid ${name}`, 27)}`;

export function pushAccount(name: string): PushAccount & { appSecret: string } {
  return {
    appId: `wx${hex(`appid ${name}`, 16)}`,
    appSecret: hex(`secret ${name}`, 32),
    originalId: `gh_${hex(`gh ${name}`, 12)}`,
    token: letters(`push ${name}`, 32),
    encodingAesKey: letters(`aes ${name}`, 43),
  };
}

export function writtenAccount(name: string, fields: Record<string, unknown> = {}, push: Record<string, unknown> = {}) {
  const { appId, appSecret, originalId, token, encodingAesKey } = pushAccount(name);
  return {
    name,
    title: `${name} 店`,
    kind: 'service',
    verified: true,
    app_id: appId,
    app_secret: appSecret,
    original_id: originalId,
    push: { mode: 'safe', token, encoding_aes_key: encodingAesKey, ...push },
    ...fields,
  };
}

export function written(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    public_url: 'http://127.0.0.1:0',
    listen: { host: '127.0.0.1', port: 0 },
    admin: { host: '127.0.0.1', port: 0 },
    root_secret: letters('root', 43),
    database: { url: 'sqlite::memory:' },
    accounts: [writtenAccount('service')],
    ...fields,
  };
}

/** Answers calls to WeChat; what a test does not define is answered with errcode 48001. */
export interface StandIn {
  readonly transport: Transport;
  readonly calls: WireRequest[];
  readonly answers: Map<string, (request: WireRequest) => unknown>;
  sent(): { openid: string; text: string }[];
}

export function standIn(): StandIn {
  const calls: WireRequest[] = [];
  const answers = new Map<string, (request: WireRequest) => unknown>([
    ['/cgi-bin/stable_token', () => ({ access_token: `86_${letters(`token ${calls.length}`, 80)}`, expires_in: 7200 })],
    ['/cgi-bin/message/custom/send', () => ({ errcode: 0, errmsg: 'ok' })],
  ]);
  return {
    calls,
    answers,
    sent: () =>
      calls
        .filter(({ operation }) => operation === '/cgi-bin/message/custom/send')
        .map(({ body }) => JSON.parse(String(body)))
        .map(({ touser, text }) => ({ openid: touser, text: text.content })),
    async transport(request) {
      calls.push(request);
      const answer = await answers.get(request.operation)?.(request);
      const body = answer ?? { errcode: 48001, errmsg: 'api unauthorized' };
      return { status: 200, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
    },
  };
}

/** Waiting that happens when the test says so. */
export interface ManualTimer extends Timer {
  /** Lets `ms` milliseconds pass; what falls due is called in order of time. */
  pass(ms: number): void;
}

export function manualTimer(): ManualTimer {
  let now = 0;
  const waiting = new Set<{ at: number; callback: () => void }>();
  return {
    after(ms, callback) {
      const entry = { at: now + ms, callback };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
    pass(ms) {
      now += ms;
      for (const entry of [...waiting].sort((a, b) => a.at - b.at)) {
        if (entry.at <= now && waiting.delete(entry)) entry.callback();
      }
    },
  };
}

/** Where the project "on PostgreSQL" runs; every database of a suite is then one of its own there. */
const cluster = process.env.MINGPIAN_TEST_CLUSTER;

export interface EmptyDatabase {
  readonly url: string;
  /** For the next test; nobody may use it any more. */
  giveBack(): Promise<void>;
}

const unused: string[] = [];

/** An empty database of the kind that this run is about; on SQLite in memory, or in the file that is named. */
export async function emptyDatabase(file = ':memory:'): Promise<EmptyDatabase> {
  if (cluster === undefined) return { url: `sqlite:${file}`, giveBack: async () => {} };
  const url = unused.pop() ?? (await freshDatabase(cluster, { template: 'migrated' }));
  return {
    url,
    async giveBack() {
      await emptyTables(url);
      unused.push(url);
    },
  };
}

export interface TestGateway extends Gateway {
  readonly wechat: StandIn;
  readonly clock: { time: number };
  readonly timer: ManualTimer;
  readonly lines: string[];
  url(path: string): string;
  /** Posts a push as WeChat does; signed now unless the wire says otherwise. */
  push(account: string, fields: Fields | string, wire?: Partial<Wire>): Promise<PushAnswer>;
  post(account: string, push: BuiltPush, init?: RequestInit): Promise<PushAnswer>;
}

export interface PushAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** The clear reply; `success` for none. */
  readonly reply: string;
}

export async function testGateway(
  fields: Record<string, unknown> = {},
  deps: GatewayDeps & { wechat?: StandIn } = {},
): Promise<TestGateway> {
  const clock = { time: start };
  const lines: string[] = [];
  const wechat = deps.wechat ?? standIn();
  const timer = manualTimer();
  const now = { now: () => clock.time };
  const database = fields.database === undefined ? await emptyDatabase() : undefined;
  const own = database && { database: { url: database.url } };
  const gateway = await startGateway(parseConfig(written({ ...own, ...fields }), { now: start }), {
    clock: now,
    timer,
    transport: wechat.transport,
    random: { bytes: (count) => randomBytes(count) },
    sleep: async () => {},
    log: createLog({ write: (line) => lines.push(line) }, 'debug'),
    ...deps,
  });
  const post = async (account: string, { query, body }: BuiltPush, init: RequestInit = {}): Promise<PushAnswer> => {
    const reply = await fetch(`${gateway.urls.public}/wechat/${account}/webhook${query === '' ? '' : `?${query}`}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/xml' },
      ...init,
    });
    const text = await reply.text();
    const clear = reply.status === 200 ? openReply(pushAccount(account), text) : text;
    return { status: reply.status, headers: reply.headers, body: text, reply: clear };
  };
  return {
    ...gateway,
    async close() {
      await gateway.close();
      await database?.giveBack();
    },
    wechat,
    clock,
    timer,
    lines,
    url: (path) => `${gateway.urls.public}${path}`,
    post,
    push: (account, push, wire = {}) =>
      post(account, buildPush(pushAccount(account), push, { timestamp: Math.floor(clock.time / 1000), ...wire })),
  };
}

let serial = 24_762_637_395_683_000n;

/** A text message of now. */
export function textMessage(account: string, from: string, content: string, at = start): Fields {
  return {
    ToUserName: pushAccount(account).originalId,
    FromUserName: from,
    CreateTime: Math.floor(at / 1000),
    MsgType: 'text',
    Content: content,
    MsgId: String(serial++),
  };
}

export function event(account: string, from: string, name: string, more: Fields = {}, at = start): Fields {
  return {
    ToUserName: pushAccount(account).originalId,
    FromUserName: from,
    CreateTime: Math.floor(at / 1000),
    MsgType: 'event',
    Event: name,
    ...more,
  };
}
