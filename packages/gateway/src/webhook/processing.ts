/**
 * From a stored push to its reply. The reply is decided once, in the inbox: by the reaction if it is in time, as a bare
 * `success` if it is not, and then what it has to say goes into the chat as a customer-service message.
 */
import { readJson } from '@mingpian/wechat/json-reader';
import type { Push } from '@mingpian/wechat/push';
import { readPush } from '@mingpian/wechat/push-reading';
import { readXml } from '@mingpian/wechat/xml-reader';
import type { Account } from '../accounts.ts';
import type { Counts } from '../counts.ts';
import type { Parts } from '../parts.ts';
import type { InboxRow } from '../store/inbox.ts';
import type { Reaction } from './reaction.ts';

export const processingLimits = {
  /** A reply that is not ready by then becomes `success`, in milliseconds after the push came. */
  reply: 1200,
  /** How long a row belongs to whoever took it. */
  lease: 15_000,
  /** The pause before a row is tried again, doubled with each failure. */
  retry: 2_000,
  retryMost: 300_000,
  attempts: 8,
  /** Pushes at work in this process; what comes beyond is stored, answered at once, and dealt with when there is room. */
  flights: 500,
  /** How often a node looks whether another one has the reply of a duplicate. */
  poll: 100,
} as const;

/** Why a stored push could not even be begun. */
export class ProcessingError extends Error {
  override readonly name = 'ProcessingError';
  readonly code: 'unknown_account';
  constructor(code: ProcessingError['code']) {
    super(`A stored push cannot be dealt with: ${code}.`);
    this.code = code;
  }
}

export interface Processing {
  /** Runs the reactions to a push that was stored now; resolves to the text of the reply, empty for none. */
  fresh(row: InboxRow, push: Push): Promise<string>;
  /** The reply of a push that was stored before, in time even if somebody else is still at work on it. */
  again(row: InboxRow, push: Push): Promise<string>;
  /** Runs a row that was taken from the inbox, long after anybody waits for a passive reply. */
  resume(row: InboxRow): Promise<void>;
  /** Resolves when nothing is at work in this process. */
  idle(): Promise<void>;
}

export function createProcessing(
  parts: Pick<Parts, 'accounts' | 'clock' | 'config' | 'log' | 'store' | 'timer' | 'tracing'>,
  reaction: Reaction,
  counts: Counts,
): Processing {
  const { accounts, clock, log, store, timer, tracing } = parts;
  const { inbox } = store;
  const flights = new Map<string, Promise<string>>();
  /** The last thing at work for each person: one person's pushes are dealt with one after the other. */
  const queues = new Map<string, Promise<unknown>>();

  function run(row: InboxRow, push: Push): Promise<string> {
    const flying = flights.get(row.id);
    if (flying !== undefined) return flying;
    const queue = `${row.appId} ${row.openid ?? row.id}`;
    const before = queues.get(queue) ?? Promise.resolve();
    const flight = before.then(() => process(row, push));
    const settled = flight.then(
      () => {},
      (error) => log.error({ account: row.account, error }, 'the outcome of a push could not be stored'),
    );
    flights.set(row.id, flight);
    queues.set(queue, settled);
    void settled.then(() => {
      flights.delete(row.id);
      if (queues.get(queue) === settled) queues.delete(queue);
    });
    return flight;
  }

  async function process(row: InboxRow, push: Push): Promise<string> {
    const account = accounts.byName(row.account);
    // While a new configuration is rolled out, another node may know the account already.
    if (account === undefined) return failed(row, new ProcessingError('unknown_account'));
    let text: string;
    try {
      text = await react(row, push, account);
    } catch (error) {
      return failed(row, error);
    }
    const decided = await inbox.finish(row.id, text);
    // Another node took the row when our lease had run out, and has said what there is to say.
    if (decided === undefined) return inbox.reply(row.id, '');
    if (text !== '' && decided === '') await sayLate(account, row, text);
    return decided;
  }

  async function react(row: InboxRow, push: Push, account: Account): Promise<string> {
    if (push.type === 'malformed') return '';
    const flags = row.flags.split(',');
    const occasion = {
      account,
      openid: row.openid ?? '',
      at: row.createdAt ?? row.receivedAt,
      trusted: !flags.includes('untrusted'),
      late: flags.includes('late'),
      rowId: row.id,
    };
    const about = {
      account: row.account,
      push: row.id,
      kind: push.type === 'event' ? `event:${push.event}` : push.type,
    };
    const said: unknown = await tracing.step('push.react', about, () => reaction.react(push, occasion));
    if (said === undefined) return '';
    if (typeof said === 'string') return said;
    log.error({ account: row.account, kind: row.kind }, 'a reaction answered something that is no text');
    return '';
  }

  async function failed(row: InboxRow, error: unknown): Promise<string> {
    const attempts = row.attempts + 1;
    const dead = attempts >= processingLimits.attempts;
    counts.add(dead ? 'effect.dead' : 'effect.failed');
    log.error({ account: row.account, kind: row.kind, attempts, dead, error }, 'a push could not be dealt with');
    const pause = Math.min(processingLimits.retry * 2 ** row.attempts, processingLimits.retryMost);
    await inbox.failed(row.id, errorName(error), dead ? null : clock.now() + pause);
    return inbox.reply(row.id, '');
  }

  async function sayLate(account: Account, row: InboxRow, text: string): Promise<void> {
    counts.add('reply.too_late');
    if (!account.may('customerMessage') || row.openid === null) return;
    try {
      await account.wechat.customerMessage.text(row.openid, text);
    } catch (error) {
      log.warn({ account: account.name, error }, 'a late reply could not be sent into the chat');
    }
  }

  /** The reply if it is there in time; otherwise decides that there is none. */
  function inTime(id: string, flight: Promise<string>): Promise<string> {
    return new Promise((resolve, reject) => {
      const cancel = timer.after(processingLimits.reply, () => inbox.reply(id, '').then(resolve, reject));
      flight.then(resolve, reject).finally(cancel);
    });
  }

  /** Another node is at work on the row: look until the reply is decided. */
  async function elsewhere(id: string): Promise<string> {
    for (let waited = 0; waited < processingLimits.reply; waited += processingLimits.poll) {
      const row = await inbox.find(id);
      if (row === undefined) return '';
      if (row.reply !== null) return row.reply;
      await new Promise<void>((resolve) => timer.after(processingLimits.poll, resolve));
    }
    return inbox.reply(id, '');
  }

  return {
    fresh(row, push) {
      if (flights.size < processingLimits.flights) return inTime(row.id, run(row, push));
      // More work in memory would make every reply late: the row waits in the inbox for the worker instead.
      counts.add('push.deferred');
      return inbox.reply(row.id, '');
    },

    async again(row, push) {
      if (row.reply !== null) return row.reply;
      const flight = flights.get(row.id);
      if (flight !== undefined) return inTime(row.id, flight);
      const now = clock.now();
      const taken = await inbox.takeOne(row.id, now, now + processingLimits.lease);
      return taken === undefined ? elsewhere(row.id) : inTime(row.id, run(taken, push));
    },

    async resume(row) {
      await inbox.reply(row.id, '');
      // A withdrawal empties its own push together with all else, so nothing of it is left to do.
      if (row.document === '') return void (await inbox.finish(row.id, ''));
      let push: Push;
      try {
        push = readPush(row.document.startsWith('{') ? readJson(row.document) : readXml(row.document));
      } catch (error) {
        return void (await failed(row, error));
      }
      await run(row, push).catch(() => {});
    },

    async idle() {
      while (queues.size > 0) await Promise.all(queues.values());
    },
  };
}

/** What the inbox keeps of a failure: the class and the code, never a message. */
function errorName(error: unknown): string {
  const { name, code } = error as { name?: unknown; code?: unknown };
  return [name, code]
    .filter((part) => typeof part === 'string')
    .join(' ')
    .slice(0, 80);
}
