import type { Push } from '@mingpian/wechat/push';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccounts } from '../../src/accounts.ts';
import { parseConfig } from '../../src/config.ts';
import { Counts } from '../../src/counts.ts';
import { createLog } from '../../src/log.ts';
import type { InboxRow, InboxStore, NewPush } from '../../src/store/inbox.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { createTracing } from '../../src/tracing.ts';
import { createInboxWriter, writerLimits } from '../../src/webhook/inbox-writer.ts';
import { createProcessing, type Processing, processingLimits } from '../../src/webhook/processing.ts';
import type { Reaction } from '../../src/webhook/reaction.ts';
import { startWorker } from '../../src/webhook/worker.ts';
import {
  type EmptyDatabase,
  emptyDatabase,
  type ManualTimer,
  manualTimer,
  openidOf,
  pushAccount,
  type StandIn,
  standIn,
  start,
  testGateway,
  textMessage,
  written,
} from '../harness.ts';
import { document } from '../push-builder.ts';

const { appId, originalId } = pushAccount('service');
const openid = openidOf('someone');

let database: EmptyDatabase;
let store: Store;
let timer: ManualTimer;
let wechat: StandIn;
let counts: Counts;
let time: number;
let react: Reaction['react'];
let processing: Processing;
let lines: string[];

beforeEach(async () => {
  database = await emptyDatabase();
  store = openStore(database.url, { now: () => start });
  await store.migrate();
  time = start;
  react = async () => undefined;
  lines = [];
  processing = node();
});
afterEach(async () => {
  await store.close();
  await database.giveBack();
});

/** One gateway process on the store. */
function node(): Processing {
  timer = manualTimer();
  wechat = standIn();
  counts = new Counts();
  const config = parseConfig(written(), { now: start });
  const clock = { now: () => time };
  const accounts = createAccounts(config, {
    transport: wechat.transport,
    clock,
    random: { bytes: (count) => new Uint8Array(count) },
    sleep: async () => {},
    appTokenStore: {
      read: async () => ({ value: 'x'.repeat(60), issuedAt: start, expiresAt: start + 7_200_000, generation: 1 }),
      lease: async () => true,
      write: async () => undefined,
      release: async () => {},
    },
  });
  const log = createLog({ write: (line) => lines.push(line) }, 'debug');
  const reaction: Reaction = { wants: () => true, react: (push, occasion) => react(push, occasion) };
  return createProcessing({ accounts, clock, config, log, store, timer, tracing: createTracing() }, reaction, counts);
}

let serial = 0;
function newPush(fields: Partial<NewPush> = {}): NewPush {
  const id = `push-${++serial}`;
  const text = document({
    ToUserName: originalId,
    FromUserName: openid,
    CreateTime: start / 1000,
    MsgType: 'text',
    Content: 'hello',
    MsgId: String(serial),
  });
  return {
    id,
    account: 'service',
    appId,
    dedupeKey: `message:${serial}`,
    openid,
    kind: 'text',
    createdAt: start,
    receivedAt: start,
    document: text,
    documentDigest: id,
    flags: '',
    state: 'new',
    leasedUntil: time + processingLimits.lease,
    signature: id,
    ...fields,
  };
}
const push = {
  type: 'text',
  from: openid,
  to: originalId,
  createTime: start / 1000,
  content: 'hello',
  msgId: '1',
  raw: {},
} as unknown as Push;

async function stored(fields: Partial<NewPush> = {}): Promise<InboxRow> {
  const [accepted] = await store.inbox.accept([newPush(fields)]);
  if (accepted?.outcome !== 'fresh') throw new Error('not fresh');
  return accepted.row;
}

/** A promise that the test settles. */
function gate<T>() {
  let open: (value: T) => void = () => {};
  const passed = new Promise<T>((resolve) => (open = resolve));
  return { passed, open };
}
/** Lets what is under way go on; each question to the database takes as long as one of the gateway. */
const turn = async (turns = 20) => {
  for (let n = 0; n < turns; n++) {
    await store.audit.head();
    await new Promise((resolve) => setImmediate(resolve));
  }
};

it('R34 what comes beyond the room of a process is answered at once, stays in the inbox, and is dealt with later', async () => {
  let finish = () => {};
  const until = new Promise<void>((resolve) => {
    finish = resolve;
  });
  react = () => until.then(() => undefined);
  const rows = Array.from({ length: processingLimits.flights + 1 }, (_, n) =>
    newPush({ openid: openidOf(`crowd ${n}`) }),
  );
  const accepted = await store.inbox.accept(rows);
  const fresh = accepted.map((each) => processing.fresh((each as { row: InboxRow }).row, push));
  expect(await fresh.at(-1)).toBe('');
  expect(counts.get('push.deferred')).toBe(1);
  expect(await store.inbox.find(rows.at(-1)!.id)).toMatchObject({ state: 'new', reply: '' });
  finish();
  await Promise.all(fresh);
  time += 60_000;
  for (const row of await store.inbox.take(10, time, time + 1000)) await processing.resume(row);
  expect(await store.inbox.backlog()).toMatchObject({ waiting: 0 });
});

describe('a reply', () => {
  it('that is in time is the passive reply, and stands in the inbox', async () => {
    react = async () => 'hello';
    const row = await stored();
    expect(await processing.fresh(row, push)).toBe('hello');
    expect(await store.inbox.find(row.id)).toMatchObject({ state: 'done', reply: 'hello' });
  });

  it('WH-18 that is not ready in 1.2 s becomes success, and goes into the chat later', async () => {
    const work = gate<string>();
    react = () => work.passed;
    const row = await stored();
    const answered = processing.fresh(row, push);
    await turn();
    timer.pass(processingLimits.reply);
    expect(await answered).toBe('');
    work.open('at last');
    await processing.idle();
    expect(wechat.sent()).toEqual([{ openid, text: 'at last' }]);
    expect(await store.inbox.find(row.id)).toMatchObject({ state: 'done', reply: '' });
    expect(counts.get('reply.too_late')).toBe(1);
  });

  it('RPL-05 of a retry is the same as of the first delivery', async () => {
    react = async () => 'hello';
    const row = await stored();
    await processing.fresh(row, push);
    react = async () => 'something else';
    expect(await processing.again((await store.inbox.find(row.id))!, push)).toBe('hello');
  });

  it('a duplicate that comes while the first is at work waits for the same reply', async () => {
    const work = gate<string>();
    let runs = 0;
    react = () => {
      runs++;
      return work.passed;
    };
    const row = await stored();
    const first = processing.fresh(row, push);
    const second = processing.again(row, push);
    await turn();
    work.open('once');
    expect(await Promise.all([first, second])).toEqual(['once', 'once']);
    expect(runs).toBe(1);
  });

  it('WH-09 of a push that another node is at work on is read from the inbox', async () => {
    const row = await stored();
    const answered = processing.again(row, push);
    await turn();
    await store.inbox.finish(row.id, 'from the other node');
    timer.pass(processingLimits.poll);
    expect(await answered).toBe('from the other node');
  });

  it('of a push that another node does not finish in time is success', async () => {
    const row = await stored();
    let answer: string | undefined;
    void processing.again(row, push).then((text) => (answer = text));
    for (let waited = 0; waited <= processingLimits.reply; waited += processingLimits.poll) {
      await turn();
      timer.pass(processingLimits.poll);
    }
    await turn();
    expect(answer).toBe('');
    expect(await store.inbox.finish(row.id, 'too late')).toBe('');
  });

  it.each([
    ['an object', { text: 'x' }],
    ['a number', 7],
  ])('RPL-04 that is %s is never sent', async (_title, said) => {
    react = async () => said as unknown as string;
    const row = await stored();
    expect(await processing.fresh(row, push)).toBe('');
    expect(lines.join('')).toContain('no text');
  });
});

describe('the order of work', () => {
  it('is one after the other for one person, and independent between people', async () => {
    const first = gate<undefined>();
    const order: string[] = [];
    react = async (_push, { rowId, openid: about }) => {
      order.push(`start ${rowId}`);
      if (about === openid && order.length === 1) await first.passed;
      order.push(`end ${rowId}`);
      return undefined;
    };
    const [a, b, other] = [await stored(), await stored(), await stored({ openid: openidOf('other') })];
    const all = [a, b, other].map((row) => processing.fresh(row, push));
    await turn();
    expect(order).toEqual([`start ${a.id}`, `start ${other.id}`, `end ${other.id}`]);
    first.open(undefined);
    await Promise.all(all);
    expect(order.slice(3)).toEqual([`end ${a.id}`, `start ${b.id}`, `end ${b.id}`]);
  });
});

describe('failures', () => {
  it('WH-19 are acked, tried again with growing pauses, and end as a dead letter after eight tries', async () => {
    react = async () => {
      throw new TypeError('no');
    };
    const row = await stored();
    expect(await processing.fresh(row, push)).toBe('');
    const pauses: number[] = [];
    for (let attempt = 1; attempt < processingLimits.attempts; attempt++) {
      const failed = (await store.inbox.find(row.id))!;
      expect(failed).toMatchObject({ state: 'new', attempts: attempt, lastError: 'TypeError' });
      pauses.push(failed.leasedUntil - time);
      time = failed.leasedUntil;
      const [taken] = await store.inbox.take(1, time, time + processingLimits.lease);
      await processing.resume(taken!);
    }
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128].map((seconds) => seconds * 1000));
    expect(await store.inbox.find(row.id)).toMatchObject({ state: 'dead', attempts: 8 });
    expect(counts.get('effect.dead')).toBe(1);
  });

  it('a node that does not know the account yet leaves the push to one that does', async () => {
    react = async () => 'hello';
    const row = await stored({ account: 'new-shop' });
    expect(await processing.fresh(row, push)).toBe('');
    expect(await store.inbox.find(row.id)).toMatchObject({
      state: 'new',
      attempts: 1,
      lastError: 'ProcessingError unknown_account',
    });
    expect(lines.join('')).toContain('a push could not be dealt with');
  });

  it('a push whose withdrawal emptied it before a crash is finished, once', async () => {
    let runs = 0;
    react = async () => {
      runs++;
      return undefined;
    };
    const row = await stored();
    await store.inbox.forget(appId, openid, row.id);
    time += processingLimits.lease;
    for (const taken of await store.inbox.take(10, time, time + processingLimits.lease)) await processing.resume(taken);
    expect(await store.inbox.find(row.id)).toMatchObject({ state: 'done', attempts: 0 });
    expect(runs).toBe(0);
  });

  it('a stored push that cannot be read counts its failures like any other', async () => {
    const row = await stored({ document: '<xml' });
    time += processingLimits.lease;
    for (const taken of await store.inbox.take(10, time, time + processingLimits.lease)) await processing.resume(taken);
    expect(await store.inbox.find(row.id)).toMatchObject({ state: 'new', attempts: 1 });
    expect(counts.get('effect.failed')).toBe(1);
  });

  it('a node that comes to its end after another one finished says nothing more', async () => {
    const slow = gate<string>();
    react = () => slow.passed;
    const row = await stored();
    const first = processing.fresh(row, push);
    await turn();
    timer.pass(processingLimits.reply);
    expect(await first).toBe('');
    const slowChat = wechat;
    const quick = node();
    react = async () => 'hello';
    time += processingLimits.lease;
    for (const taken of await store.inbox.take(10, time, time + processingLimits.lease)) await quick.resume(taken);
    slow.open('hello');
    await Promise.all([processing.idle(), quick.idle()]);
    expect([slowChat.sent(), wechat.sent()]).toEqual([[], [{ openid, text: 'hello' }]]);
  });
});

describe('after a crash', () => {
  it('R02 the retry of WeChat is recognised, does the work that was left, and gets its reply', async () => {
    const row = await stored();
    const after = node();
    await store.inbox.voidLeases();
    let runs = 0;
    react = async () => `run ${++runs}`;
    const [accepted] = await store.inbox.accept([
      { ...newPush(), dedupeKey: row.dedupeKey, documentDigest: row.documentDigest },
    ]);
    expect(accepted).toMatchObject({ outcome: 'duplicate', row: { id: row.id, reply: null } });
    expect(await after.again((accepted as { row: InboxRow }).row, push)).toBe('run 1');
    expect(await after.again((await store.inbox.find(row.id))!, push)).toBe('run 1');
  });

  it('R03 without a retry the worker does the work once, and a reply goes into the chat', async () => {
    const row = await stored();
    const after = node();
    await store.inbox.voidLeases();
    react = async () => 'hello again';
    const log = createLog({ write: () => {} });
    const worker = startWorker({ clock: { now: () => time }, log, store, timer }, after);
    for (let second = 1; second <= 10; second++) {
      time += 1000;
      timer.pass(1000);
      await turn();
    }
    worker.stop();
    await after.idle();
    expect(await store.inbox.find(row.id)).toMatchObject({ state: 'done', reply: '' });
    expect(wechat.sent()).toEqual([{ openid, text: 'hello again' }]);
  });
});

describe('the inbox writer', () => {
  const counting = (accept: InboxStore['accept']) => {
    const groups: number[] = [];
    const write = createInboxWriter({
      ...store.inbox,
      accept: (pushes) => {
        groups.push(pushes.length);
        return accept(pushes);
      },
    });
    return { groups, write };
  };

  it('commits what arrives in one turn together, and the rest while it syncs together', async () => {
    const { groups, write } = counting((pushes) => store.inbox.accept(pushes));
    const early = Array.from({ length: 5 }, () => write(newPush()));
    await new Promise((resolve) => setImmediate(resolve));
    const late = Array.from({ length: 3 }, () => write(newPush()));
    const outcomes = (await Promise.all([...early, ...late])).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(Array.from({ length: 8 }, () => 'fresh'));
    expect(groups).toEqual([5, 3]);
  });

  it('stores the others when the database refuses one', async () => {
    const poison = newPush();
    const { write } = counting(async (pushes) => {
      if (pushes.some(({ id }) => id === poison.id)) throw new Error('refused');
      return store.inbox.accept(pushes);
    });
    const results = await Promise.allSettled([write(newPush()), write(poison), write(newPush())]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('I-24 takes no more than its limit and says so at once', async () => {
    const { write } = counting(() => new Promise(() => {}));
    const waiting = Array.from({ length: writerLimits.waiting }, () => write(newPush()));
    await expect(write(newPush())).rejects.toMatchObject({ code: 'inbox_unavailable' });
    void Promise.allSettled(waiting);
  });
});

describe('the database', () => {
  it('WH-20, R15 that cannot be written never lets a success out', async () => {
    const gateway = await testGateway();
    try {
      await gateway.parts.store.close();
      const answer = await gateway.push('service', textMessage('service', openid, 'hi'));
      expect(answer).toMatchObject({ status: 503, body: '' });
      expect(gateway.counts.get('push.unavailable')).toBe(1);
    } finally {
      await gateway.close();
    }
  });
});
