/**
 * Pushes of a world: writes, signs and delivers what a person's act or the platform tells an account, one at a time for
 * each account, and shows in the chat what the person sees of the answer. The neighbours own the parts: messages.ts and
 * events.ts the fields, envelope.ts the wire, delivery.ts the tries, reply.ts the answer.
 */

import { failureNotice, pushFormat } from '@mingpian/facts/delivery';
import { valueAt } from '@mingpian/facts/fact';
import { lifetimes } from '@mingpian/facts/lifetimes';
import { limits } from '@mingpian/facts/limits';
import { rules } from '@mingpian/facts/rules';
import { callbackAddresses } from '../wechat/addresses.ts';
import { isPushFault, takeFault } from '../world/faults.ts';
import { base62Text, digitText } from '../world/identifiers.ts';
import type { Account, ChatMessage, Person, PushMode } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { type Attempt, type DeliveryRules, deliver } from './delivery.ts';
import type { Field } from './document.ts';
import { writeXml } from './document.ts';
import { envelope, type PushRequest, sealPush } from './envelope.ts';
import { eventFields, type PushEvent } from './events.ts';
import { messageFields, type PersonMessage } from './messages.ts';
import { enqueue, queueOf } from './queue.ts';
import { readReply } from './reply.ts';
import { type Verification, verifyUrl } from './verification.ts';

/** How one push went, after its last delivery. */
export interface PushReport {
  /** The MsgType of a message, the Event of an event. */
  readonly event: string;
  /** Of the last delivery; null without an answer. */
  readonly status: number | null;
  readonly ms: number;
  /** Deliveries in all. */
  readonly attempts: number;
  /** The message that the chat shows, or null. */
  readonly reply: ChatMessage | null;
}

/** How long the faults `delay` and `reorder` hold a push back, in milliseconds. */
const HELD_BACK = 1000;

/** Before encryption was announced every account pushes in clear. */
export function encryptionExists(at: number): boolean {
  return valueAt(rules.pushEncryption, at) === true;
}

export function pushModeNow(world: World, account: Account): PushMode {
  return account.push === null || !encryptionExists(world.now()) ? 'plain' : account.push.mode;
}

interface Subject {
  /** MsgType of a message, Event of an event. */
  readonly name: string;
  readonly fields: readonly Field[];
  /** FromUserName: the person's openid, or a platform account. */
  readonly from: string;
  /** In whose chat the answer shows; null where there is none. */
  readonly person: Person | null;
  /** Articles of a news reply that are shown. */
  readonly articles: number;
}

function deliveryRules(world: World, account: Account): DeliveryRules {
  const onTimeout = limits.pushAttempts.value;
  const onBadStatus = limits.pushAttemptsOnBadStatus.value;
  return {
    timeoutMs: lifetimes.pushTimeout.value * 1000,
    attempts: world.hasQuirk(account, 'retryFour') ? onTimeout + 1 : onTimeout,
    attemptsOnBadStatus: world.hasQuirk(account, 'badStatusThreeTries') ? onTimeout : onBadStatus,
  };
}

function seal(world: World, account: Account, subject: Subject, fault: string | undefined): PushRequest {
  const { push } = account;
  if (push?.url == null) throw new TypeError('account: has no push URL');
  const key = fault === 'oldKey' ? (push.previousEncodingAesKey ?? push.encodingAesKey) : push.encodingAesKey;
  const sealed = sealPush(subject.fields, {
    settings: { url: push.url, mode: pushModeNow(world, account), token: push.token, encodingAesKey: key },
    appId: fault === 'corruptAppid' ? `wx${'0'.repeat(16)}` : account.appId,
    openid: subject.from,
    timestamp: world.unixNow(),
    nonce: digitText(world.draw('nonce', 10)),
    random: Buffer.from(base62Text(world.draw('frame', 16))),
    format: world.hasQuirk(account, 'pushJson') ? 'json' : pushFormat.value,
    badSignature: fault === 'badSignature',
  });
  return world.state.forwardedFor ? { ...sealed, forwardedFor: callbackAddresses[0] } : sealed;
}

/** Notes one delivery in the ledger: where to, the clear document, what came back. */
function noteAttempt(world: World, account: Account, subject: Subject, attempt: Attempt, number: number): void {
  const address = new URL(account.push?.url ?? 'http://unknown');
  world.record({
    kind: 'push',
    operation: 'push',
    method: 'POST',
    account: account.name,
    ...(subject.person && { person: subject.person.name }),
    event: subject.name,
    attempt: number,
    url: `${address.origin}${address.pathname}`,
    status: attempt.status,
    ms: attempt.ms,
    result: attempt.result,
    ...(attempt.why !== undefined && { why: attempt.why }),
    request: writeXml(subject.fields),
  });
}

/** What the chat shows for the last delivery; null where nothing is shown. */
function showAnswer(world: World, account: Account, subject: Subject, last: Attempt | undefined): ChatMessage | null {
  const { person } = subject;
  const { push, originalId } = account;
  if (person === null || push === null || originalId === null) return null;
  const outcome =
    last?.body === undefined
      ? ({ kind: 'bad', reason: last?.why ?? 'no answer' } as const)
      : readReply(last.body, {
          mode: pushModeNow(world, account),
          token: push.token,
          encodingAesKeys: [push.encodingAesKey, ...(push.previousEncodingAesKey ? [push.previousEncodingAesKey] : [])],
          appId: account.appId,
          originalId,
          openid: subject.from,
          articles: subject.articles,
        });
  if (outcome.kind === 'nothing') return null;
  if (outcome.kind === 'bad') {
    if (last?.body !== undefined) world.finding('would-fail', 'M-20', `the reply to a push was bad: ${outcome.reason}`);
    return world.addMessage(person.name, account.name, {
      from: 'system',
      type: 'text',
      text: valueAt(failureNotice, world.now()) ?? '',
      why: outcome.reason,
    });
  }
  for (const remark of outcome.remarks) world.finding('would-fail', 'M-24', remark);
  return world.addMessage(person.name, account.name, { ...outcome.message, from: 'account' });
}

async function push(world: World, account: Account, subject: Subject): Promise<PushReport[]> {
  if (account.push?.url == null) return [];
  const { state } = world;
  const fault = takeFault(world, 'push', isPushFault);
  const request = seal(world, account, subject, fault);
  const ports = {
    fetch: world.http,
    after: (ms: number, run: () => void) => world.after(ms, run),
    now: () => world.now(),
  };
  const queue = queueOf(world, account.name);
  const hold = () => new Promise<void>((resolve) => void world.after(HELD_BACK, resolve));
  const send = async () => {
    const attempts = await deliver(request, deliveryRules(world, account), ports, (attempt, number) => {
      if (world.state === state) noteAttempt(world, account, subject, attempt, number);
    });
    const last = attempts.at(-1);
    // A reset in the meantime has taken the chat away; its echo must not show up in the new one.
    const reply = world.state === state ? showAnswer(world, account, subject, last) : null;
    const ms = attempts.reduce((sum, { ms }) => sum + ms, 0);
    return { event: subject.name, status: last?.status ?? null, ms, attempts: attempts.length, reply };
  };
  if (fault === 'reorder' || fault === 'delay') {
    // Held back outside of the queue, so that what comes after it overtakes it.
    await hold();
    return [await enqueue(queue, send)];
  }
  const report = enqueue(queue, send);
  if (fault !== 'duplicate') return [await report];
  const again = enqueue(queue, () =>
    deliver(request, deliveryRules(world, account), ports, (attempt, number) => {
      if (world.state === state) noteAttempt(world, account, subject, attempt, number);
    }),
  );
  const first = await report;
  return [{ ...first, attempts: first.attempts + (await again).length }];
}

/** `<unix time><32 random bits>`: as long as real ones, and beyond what a JavaScript number holds. */
function newMsgId(world: World): string {
  return String((BigInt(world.unixNow()) << 32n) | BigInt(world.draw('msgId', 4).readUInt32BE(0)));
}

/** A person's message to an account. */
export function pushMessage(
  world: World,
  account: Account,
  person: Person,
  message: PersonMessage,
): Promise<PushReport[]> {
  const from = world.openidOf(person, account);
  const fields = [
    ...envelope(account.originalId ?? '', from, world.unixNow(), message.type),
    ...messageFields(message, newMsgId(world)),
  ];
  const articles = limits.replyArticlesToMessage.value;
  return push(world, account, { name: message.type, fields, from, person, articles });
}

/** What a person did. The answer to an unsubscribe is not shown: there is no chat any more. */
export function pushEvent(world: World, account: Account, person: Person, event: PushEvent): Promise<PushReport[]> {
  const from = world.openidOf(person, account);
  const fields = [...envelope(account.originalId ?? '', from, world.unixNow(), 'event'), ...eventFields(event)];
  return push(world, account, {
    name: event.event,
    fields,
    from,
    person: event.event === 'unsubscribe' ? null : person,
    articles:
      event.event === 'subscribe' || event.event === 'SCAN'
        ? limits.replyArticles.value
        : limits.replyArticlesToMessage.value,
  });
}

/** What the platform itself tells: FromUserName is an account of WeChat that no person of the world is. */
export function pushPlatformEvent(world: World, account: Account, event: PushEvent): Promise<PushReport[]> {
  const from = world.openidOf('\u0000platform', account);
  const fields = [...envelope(account.originalId ?? '', from, world.unixNow(), 'event'), ...eventFields(event)];
  return push(world, account, { name: event.event, fields, from, person: null, articles: 0 });
}

/** The verification GET for a URL that is about to become the push URL of the account. */
export async function verifyPushUrl(world: World, account: Account, url: string): Promise<Verification> {
  if (account.push === null) return { ok: false, reason: 'this kind of account receives no pushes' };
  const started = world.now();
  const challenge = {
    token: account.push.token,
    timestamp: world.unixNow(),
    nonce: digitText(world.draw('nonce', 10)),
    echostr: digitText(world.draw('echostr', 19)),
  };
  const ports = {
    fetch: world.http,
    after: (ms: number, run: () => void) => world.after(ms, run),
    now: () => world.now(),
  };
  const verification = await verifyUrl(url, challenge, lifetimes.pushTimeout.value * 1000, ports);
  const address = new URL(url);
  world.record({
    kind: 'push',
    operation: 'push',
    method: 'GET',
    account: account.name,
    event: 'verification',
    url: `${address.origin}${address.pathname}`,
    status: verification.ok ? 200 : null,
    ms: world.now() - started,
    rule: 'M-01',
    ...(!verification.ok && { why: verification.reason }),
  });
  return verification;
}
