/**
 * P13: people come, are known in every way that the gateway knows people, and withdraw one after the other while the clock goes
 * on by weeks; in the middle the database is put back to before the first of them left, and in the end that backup is too old to be read.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { restoreBackup, verifyBackup, writeBackup } from '../../src/operations/backup.ts';
import { backupKeys } from '../../src/operations/backup-keys.ts';
import { unsealed } from '../../src/operations/backup-seal.ts';
import { brake, undoWindow } from '../../src/people/privacy.ts';
import { openStore } from '../../src/store/open.ts';
import type { Timer } from '../../src/timer.ts';
import { event, openidOf, pushAccount, type StandIn, standIn, start, testGateway, textMessage } from '../harness.ts';
import { browser, callback, issueCodes } from '../login/browser.ts';
import type { Fields } from '../push-builder.ts';
import { dump, rowsOf } from '../store/dump.ts';
import { postgresPrograms, startCluster } from '../store/postgres.ts';
import { seeded } from './generator.ts';
import type { DatabaseName } from './world.ts';

export interface ErasureReport {
  readonly database: DatabaseName;
  readonly people: number;
  readonly erased: number;
  /** Milliseconds in real time from the event until nobody finds the person any more, at most. */
  readonly slowestMs: number;
  /** Names and openids of the erased in any table, after each part and at the end. */
  readonly traces: number;
  readonly inLog: number;
  /** Hours by the injected clock that a sealed copy was kept, at most. */
  readonly copyHours: number;
  readonly receiptsMissing: number;
  /** After the old backup was restored: over the database, and into an empty one with the receipts of a newer backup. */
  readonly cameBack: number;
  readonly staying: { readonly expected: number; readonly over: number; readonly fresh: number; readonly end: number };
  /** The erased whom the file of the old backup names: to whoever has its key, in the end, and to whoever has none. */
  readonly namedInBackup: { readonly withKey: number; readonly without: number };
  /** Why the old backup does not open thirty days later; undefined if it does. */
  readonly oldBackup: string | undefined;
  /** Whether one of the last day opens then. */
  readonly lastBackupOpens: boolean;
}

const { appId } = pushAccount('service');
const hour = 3_600_000;

export async function erasures(options: {
  database: DatabaseName;
  seed: number;
  people: number;
}): Promise<ErasureReport> {
  const { database, seed, people } = options;
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-erasures-'));
  const cluster = database === 'postgres' ? await startCluster(postgresPrograms() ?? '') : undefined;
  const fresh = async (name: string) => (cluster === undefined ? `sqlite:${join(folder, name)}` : cluster.database());
  const url = await fresh('live.db');
  const names = Array.from(
    { length: people },
    (_, index) => `guest-${seed}-${String(index).padStart(6, '0')}-withdraws`,
  );
  const wechat = acquainted(names);
  const codes = issueCodes(wechat.standIn);
  wechat.teach();
  let time = start;
  const keys = backupKeys(join(folder, 'keys'), () => time);
  let hours = hourTimer();
  const open = () => {
    hours = hourTimer();
    return testGateway(
      { database: { url, backup_keys: keys.folder } },
      { wechat: wechat.standIn, clock: { now: () => time }, timer: hours.timer },
    );
  };
  let gateway = await open();
  const push = (fields: Fields) => gateway.push('service', fields, { timestamp: Math.floor(time / 1000) });
  const gone = new Set<string>();
  const seen = { slowestMs: 0, traces: 0, inLog: 0, copyHours: 0, cameBack: 0 };

  /** Every twentieth name stays. */
  const random = seeded(seed);
  const leaving = names.filter((_, index) => index % 20 !== 0).sort(() => random() - 0.5);
  const expected = names.length - leaving.length;

  async function meet(name: string): Promise<void> {
    time += 1000;
    await push(event('service', openidOf(name), 'subscribe', {}, time));
    await push(textMessage('service', openidOf(name), `我是 ${name}`, time));
    const visitor = browser(gateway);
    const started = await visitor.get('/login/service?scope=profile');
    const back = await visitor.get(callback(started.location, codes.of(name, 'snsapi_userinfo')));
    if (back.status !== 303) throw new Error(`the sign-in ended with ${back.status}`);
    wechat.standIn.calls.length = 0;
  }

  async function withdraw(name: string): Promise<void> {
    const started = performance.now();
    const cancelled = { AppID: appId, OpenID: openidOf(name) };
    await push(event('service', openidOf('a platform'), 'user_authorization_cancellation', cancelled, time));
    while ((await gateway.parts.people.find(appId, openidOf(name))) !== undefined) {
      if (performance.now() - started > 60_000) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    seen.slowestMs = Math.max(seen.slowestMs, Math.round(performance.now() - started));
    gone.add(name);
  }

  /** Lets hours pass, with the housekeeping at the end of each, and looks how old the oldest sealed copy has become. */
  async function wait(count: number): Promise<void> {
    for (let passed = 0; passed < count; passed++) {
      await hours.armed();
      time += hour;
      seen.copyHours = Math.max(seen.copyHours, (await oldestCopy()) / hour);
      hours.strike();
    }
    await hours.armed();
  }

  async function oldestCopy(): Promise<number> {
    const [oldest] = await rowsOf(url, 'SELECT min(at) AS at FROM sealed_copies');
    return oldest?.at == null ? 0 : time - Number(oldest.at);
  }

  const contentOf = async (file: string) => gunzipSync(await buffer(unsealed(file, keys))).toString();

  const tracesIn = (text: string): number => {
    const found = new Set(text.match(/guest-\d+-\d{6}-withdraws|o[A-Za-z0-9]{27}/g));
    return [...gone].filter((name) => found.has(name) || found.has(openidOf(name))).length;
  };

  async function look(): Promise<void> {
    seen.traces += tracesIn(await dump(url));
    seen.inLog += tracesIn(gateway.lines.join('\n'));
    gateway.lines.length = 0;
  }

  /** Puts the old backup over the database, and into an empty one, as after the loss of a machine. */
  async function goBack(old: string): Promise<{ over: number; fresh: number }> {
    const { sealer } = gateway.parts;
    await gateway.close();
    const newer = join(folder, 'newer.backup');
    await writeBackup(url, newer, () => time, keys);
    const counts = { over: 0, fresh: 0 };
    for (const [place, target, ledgers] of [
      ['fresh', await fresh('fresh.db'), [newer]],
      ['over', url, []],
    ] as const) {
      const store = openStore(target, { now: () => time });
      await store.migrate();
      await restoreBackup(store, sealer, old, { at: time, ledgers, keys });
      counts[place] = (await store.people.count()) - (leaving.length - gone.size);
      await store.close();
      seen.cameBack += tracesIn(await dump(target));
    }
    gateway = await open();
    return counts;
  }

  try {
    for (const name of names) await meet(name);
    const old = join(folder, 'old.backup');
    await writeBackup(url, old, () => time, keys);
    const made = time;
    const content = await contentOf(old);
    let back = { over: 0, fresh: 0 };
    let restored = false;
    for (let next = 0; next < leaving.length; ) {
      // Longer than the window of the brake.
      await wait(brake.window / hour + 1);
      const allowed = Math.max(brake.always, Math.floor((names.length - next) * brake.share * 0.9));
      const part = leaving.slice(next, next + Math.min(allowed, Math.ceil(leaving.length / 2)));
      for (const name of part) await withdraw(name);
      next += part.length;
      // A dump of everything costs more than a part.
      if (next >= leaving.length || random() < 0.05) await look();
      if (!restored && next >= leaving.length / 2) {
        back = await goBack(old);
        restored = true;
      }
    }
    await wait(undoWindow / hour + 1);
    await look();
    const receipts = await gateway.parts.store.erasures.countSince(0);
    const end = await gateway.parts.store.people.count();
    time = Math.max(time, made + 30 * 24 * hour - 2 * hour);
    await wait(2);
    const last = join(folder, 'last.backup');
    await writeBackup(url, last, () => time, keys);
    const opening = (file: string) =>
      verifyBackup(file, keys).then(
        () => undefined,
        (error) => String(error.code),
      );
    return {
      database,
      people,
      erased: gone.size,
      ...seen,
      copyHours: Math.round(seen.copyHours * 10) / 10,
      receiptsMissing: leaving.length - receipts,
      staying: { expected, ...back, end },
      namedInBackup: { withKey: tracesIn(content), without: tracesIn(readFileSync(old, 'latin1')) },
      oldBackup: await opening(old),
      lastBackupOpens: (await opening(last)) === undefined,
    };
  } finally {
    await gateway.close();
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Keeps what is to happen in an hour until the hour strikes; nothing else ever happens by it. */
function hourTimer() {
  let due: (() => void) | undefined;
  let arm: () => void = () => {};
  const timer: Timer = {
    after(ms, callback) {
      if (ms !== hour) return () => {};
      due = callback;
      arm();
      return () => {};
    },
  };
  return {
    timer,
    /** Resolves when the work of the last hour is done. */
    armed: () => (due === undefined ? new Promise<void>((resolve) => (arm = resolve)) : Promise.resolve()),
    strike() {
      const work = due;
      due = undefined;
      work?.();
    },
  };
}

/** A WeChat that knows these people by name. */
function acquainted(names: readonly string[]): { standIn: StandIn; teach(): void } {
  const byOpenid = new Map(names.map((name) => [openidOf(name), name]));
  const wechat = standIn();
  const about = ({ url }: { url: string }) => {
    const openid = new URL(url).searchParams.get('openid') ?? '';
    const nickname = byOpenid.get(openid);
    return {
      openid,
      nickname,
      sex: 0,
      language: '',
      city: '',
      province: '',
      country: '',
      headimgurl: '',
      privilege: [],
    };
  };
  return {
    standIn: wechat,
    teach() {
      wechat.answers.set('/sns/userinfo', about);
      wechat.answers.set('/cgi-bin/user/info', (request) => ({ ...about(request), subscribe: 1, tagid_list: [] }));
    },
  };
}
