/**
 * A complete webhook without a framework: query and body in, status and body out. It opens pushes, refuses replays,
 * lets each push have its effect once however often it is delivered, and answers within WeChat's five seconds.
 */

import { PushRefused } from './errors.ts';
import type { Sleep } from './ports.ts';
import type { Push } from './push.ts';
import { PushMemory } from './push-memory.ts';
import {
  type AuthenticQuery,
  createPushReceiver,
  type OpenedPush,
  type PushReceiver,
  type PushReceiverOptions,
  pushFreshness,
} from './push-receiver.ts';
import type { Reply } from './reply.ts';
import { systemClock, systemSleep } from './system.ts';

export interface PushContext {
  /** The push is older than an hour or from the future: let it have no effect. */
  readonly late: boolean;
  /** The authenticated document, as text. */
  readonly document: string;
  /** The same for every delivery of one push: a key for a table of yours, where several processes get deliveries. */
  readonly dedupeKey: string;
}

export interface PushHandlerOptions extends PushReceiverOptions {
  /**
   * Called once for each push, not for each delivery, by this process: another one knows nothing of it. What it gives is
   * the reply; nothing means no reply. When it throws, WeChat gets an error, delivers again, and it is called again.
   */
  readonly onPush: (push: Push, context: PushContext) => Reply | undefined | Promise<Reply | undefined>;
  /** Told of every request that was refused. The refusal contains no secret. */
  readonly onRefused?: (refusal: PushRefused) => void;
  /** Told what `onPush` or `onLateReply` threw, or that `onPush` gave something that is no reply. */
  readonly onError?: (error: unknown, push: Push) => void;
  /** Gets a reply that came after the deadline, to send it as a customer-service message. A promise may be given. */
  readonly onLateReply?: (reply: Reply, push: Push) => unknown;
  /** Milliseconds after which WeChat gets `success` while `onPush` goes on; 4000 by default, WeChat waits for 5000. */
  readonly replyWithinMs?: number;
  readonly sleep?: Sleep;
}

export interface PushAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface PushHandler {
  /** The URL check of WeChat's console. `query` is without `?`. */
  get(query: string): PushAnswer;
  /** Looks at a POST before its body is read: the answer that refuses it, or what `post` goes on with. */
  begin(query: string): PushAnswer | AuthenticQuery;
  /** A promise only if `onPush` gave one. */
  post(query: string | AuthenticQuery, body: Uint8Array | string): PushAnswer | Promise<PushAnswer>;
}

const PLAIN = 'text/plain; charset=utf-8';
const XML = 'text/xml; charset=utf-8';
/** A signature older than this is stale anyway, so nothing need be remembered longer. */
const MEMORY = { seconds: 2 * pushFreshness.signedSeconds, most: 100_000 };

/** `onPush` threw, which `onError` was told. WeChat delivers again, and then it may work. */
const FAILED: PushAnswer = { status: 500, contentType: PLAIN, body: '' };

/** Stands for a push that was answered with nothing. */
const NO_REPLY = 'no reply';

const refusalStatus = (refusal: PushRefused): number =>
  ['query', 'xml', 'format_mismatch'].includes(refusal.reason) ? 400 : refusal.reason === 'too_large' ? 413 : 403;

export function createPushHandler(options: PushHandlerOptions): PushHandler {
  return new Handler(options, createPushReceiver(options));
}

class Handler implements PushHandler {
  readonly #options: PushHandlerOptions;
  readonly #receiver: PushReceiver;
  readonly #memory: PushMemory<Promise<Reply | undefined> | Reply | typeof NO_REPLY>;

  constructor(options: PushHandlerOptions, receiver: PushReceiver) {
    this.#options = options;
    this.#receiver = receiver;
    this.#memory = new PushMemory(options.clock ?? systemClock, MEMORY);
  }

  get(query: string): PushAnswer {
    try {
      return { status: 200, contentType: PLAIN, body: this.#receiver.verify(query) };
    } catch (error) {
      return this.#refused(error);
    }
  }

  begin(query: string): PushAnswer | AuthenticQuery {
    try {
      return this.#receiver.authenticate(query);
    } catch (error) {
      return this.#refused(error);
    }
  }

  post(query: string | AuthenticQuery, body: Uint8Array | string): PushAnswer | Promise<PushAnswer> {
    let opened: OpenedPush;
    try {
      opened = this.#receiver.open(query, body);
      // WeChat's own retries repeat signature and body. The same signature with another body was captured and altered.
      if (this.#memory.isReplay(opened.signature, opened.print)) throw new PushRefused('replay');
    } catch (error) {
      return this.#refused(error);
    }
    try {
      const reply = this.#replyInTime(opened);
      if (!(reply instanceof Promise)) return answer(opened, reply);
      return reply.then((value) => answer(opened, value)).catch(() => FAILED);
    } catch {
      return FAILED;
    }
  }

  #replyInTime(opened: OpenedPush): Reply | undefined | Promise<Reply | undefined> {
    const { dedupeKey, push } = opened;
    const seen = this.#memory.answer(dedupeKey);
    if (seen instanceof Promise) return this.#beforeDeadline(seen);
    if (seen !== undefined) return seen === NO_REPLY ? undefined : seen;
    const reply = this.#run(opened);
    if (!(reply instanceof Promise)) {
      this.#memory.setAnswer(dedupeKey, reply ?? NO_REPLY);
      return reply;
    }
    this.#memory.setAnswer(dedupeKey, reply);
    reply.catch(() => this.#memory.deleteAnswer(dedupeKey));
    return this.#beforeDeadline(reply, push);
  }

  #run(opened: OpenedPush): Reply | undefined | Promise<Reply | undefined> {
    const { push } = opened;
    const failed = (error: unknown): never => {
      this.#options.onError?.(error, push);
      throw error;
    };
    try {
      const reply = this.#options.onPush(push, opened);
      if (reply instanceof Promise) return reply.then((value) => this.#checked(value, push), failed);
      return this.#checked(reply, push);
    } catch (error) {
      return failed(error);
    }
  }

  /** What is no reply must never be sent raw: the user would see a failure notice. */
  #checked(reply: Reply | undefined, push: Push): Reply | undefined {
    if (reply === undefined || (typeof reply === 'object' && typeof reply?.xml === 'string')) return reply;
    this.#options.onError?.(new TypeError('onPush must give a reply or undefined'), push);
    return undefined;
  }

  /** `push` is given for the delivery that started the work: it alone passes a late reply on. */
  async #beforeDeadline(reply: Promise<Reply | undefined>, push?: Push): Promise<Reply | undefined> {
    const { sleep = systemSleep, replyWithinMs = 4000, onLateReply, onError } = this.#options;
    const late = Symbol('late');
    const first = await Promise.race([reply, sleep(replyWithinMs).then(() => late)]);
    if (typeof first !== 'symbol') return first;
    if (push !== undefined) {
      const passOn = (value: Reply | undefined) => (value === undefined ? undefined : onLateReply?.(value, push));
      // What `onPush` itself threw was told already.
      reply.then(passOn, () => {}).catch((error) => onError?.(error, push));
    }
    return undefined;
  }

  #refused(error: unknown): PushAnswer {
    if (!(error instanceof PushRefused)) throw error;
    this.#options.onRefused?.(error);
    return { status: refusalStatus(error), contentType: PLAIN, body: '' };
  }
}

function answer(opened: OpenedPush, reply: Reply | undefined): PushAnswer {
  return { status: 200, contentType: reply === undefined ? PLAIN : XML, body: opened.seal(reply) };
}
