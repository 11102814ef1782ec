/**
 * Pushes for other systems of the house, by rules of the configuration. One of them may answer in the chat, within the budget
 * that WeChat gives; the others listen, and hear of every push at least once, in their own time, from a queue in the store.
 */
import type { ForwardConfig } from '../config/shape.ts';
import type { Counts } from '../counts.ts';
import type { Parts } from '../parts.ts';
import type { Delivery } from '../store/deliveries.ts';
import { kindOf } from '../webhook/push-kind.ts';
import type { Reaction } from '../webhook/reaction.ts';
import { ForwardError, type SignedPost } from './signed-post.ts';

export const forwardLimits = {
  /** What the answering system may take, in milliseconds: a passive reply is decided after 1.2 s. */
  answer: 900,
  listen: 5_000,
  batch: 20,
  lease: 15_000,
  retry: 5_000,
  retryMost: 3_600_000,
  attempts: 12,
} as const;

type ForwardParts = Pick<Parts, 'config' | 'store' | 'log' | 'clock' | 'timer' | 'tracing'>;

/** What the rules ask for; `besideOwn` puts it beside what the gateway itself does. */
export function forwarding({ config, store, log, clock, tracing }: ForwardParts, post: SignedPost): Reaction {
  const rulesFor = (account: string, kind: string) =>
    config.forwards.filter((rule) => rule.accounts.includes(account) && rule.kinds.some((each) => matches(each, kind)));

  return {
    wants: (push, { account, late }) => !late && rulesFor(account.name, kindOf(push)).length > 0,

    async react(push, { account, rowId, trusted }) {
      const rules = rulesFor(account.name, kindOf(push));
      const now = clock.now();
      await store.deliveries.put(
        rules.filter(({ answers }) => !answers).map(({ name }) => ({ pushId: rowId, target: name, nextAt: now })),
      );
      const answering = rules.find(({ answers }) => answers);
      const row = answering === undefined ? undefined : await store.inbox.find(rowId);
      if (answering === undefined || row === undefined) return undefined;
      try {
        const answer = await tracing.step('push.forward', { target: answering.name, push: rowId }, () =>
          post(notification(answering, row, trusted, now), forwardLimits.answer),
        );
        return replyOf(answer);
      } catch (error) {
        // The person gets what the gateway itself has to say; a system that answers is not asked twice.
        log.warn({ account: account.name, target: answering.name, error }, 'a system that answers did not');
        return undefined;
      }
    },
  };
}

/** Both happen, at the same time: the gateway keeps its people whoever answers them. Another system's answer comes first. */
export function besideOwn(forwarded: Reaction, own: Reaction): Reaction {
  return {
    wants: (push, occasion) => forwarded.wants(push, occasion) || own.wants(push, occasion),
    async react(push, occasion) {
      const replies = await Promise.all(
        [forwarded, own].map((each) => (each.wants(push, occasion) ? each.react(push, occasion) : undefined)),
      );
      return replies.find((reply) => reply !== undefined);
    },
  };
}

/** Brings listeners what they have not heard yet, until it is stopped. */
export function startDeliveries(
  { config, store, log, clock, timer, tracing }: ForwardParts,
  post: SignedPost,
  counts: Counts,
): { stop(): void } {
  let stopped = false;
  let cancel = timer.after(1_000, tick);

  async function deliver({ pushId, target, attempts }: Delivery): Promise<void> {
    const row = await store.inbox.find(pushId);
    // The person asked to be forgotten before we came to it.
    if (row === undefined || row.document === '') return store.deliveries.remove(pushId, target);
    try {
      const rule = config.forwards.find(({ name }) => name === target);
      // While a new configuration is rolled out, another node may know the rule already.
      if (rule === undefined) throw new ForwardError('unknown_rule');
      await tracing.step('push.forward', { target, push: pushId }, () =>
        post(notification(rule, row, !row.flags.includes('untrusted'), clock.now()), forwardLimits.listen),
      );
      await store.deliveries.remove(pushId, target);
    } catch (error) {
      const given = attempts >= forwardLimits.attempts;
      counts.add(given ? 'delivery.given_up' : 'delivery.failed');
      log.warn({ target, attempts, given, error }, 'a listening system was not reached');
      if (given) return store.deliveries.remove(pushId, target);
      const pause = Math.min(forwardLimits.retry * 2 ** (attempts - 1), forwardLimits.retryMost);
      await store.deliveries.later(pushId, target, clock.now() + pause);
    }
  }

  async function round(): Promise<void> {
    for (;;) {
      const now = clock.now();
      const due = await store.deliveries.take(forwardLimits.batch, now, now + forwardLimits.lease);
      await Promise.all(due.map(deliver));
      if (due.length < forwardLimits.batch || stopped) return;
    }
  }

  function tick(): void {
    round()
      .catch((error) => log.error({ error }, 'the deliveries could not be looked through'))
      .finally(() => {
        if (!stopped) cancel = timer.after(1_000, tick);
      });
  }

  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}

function notification(
  { url, secret }: ForwardConfig,
  row: { id: string; account: string; kind: string; openid: string | null; createdAt: number | null; document: string },
  trusted: boolean,
  now: number,
) {
  const { id, account, kind, openid, createdAt, document } = row;
  const data = {
    account,
    kind,
    openid,
    at: createdAt === null ? null : new Date(createdAt).toISOString(),
    trusted,
    document,
  };
  const timestamp = Math.floor(now / 1000);
  return { url, secret, id, timestamp, body: JSON.stringify({ type: 'wechat.push', timestamp, data }) };
}

/** `{"reply": "…"}` is a reply; anything else is none. */
function replyOf(answer: string): string | undefined {
  try {
    const { reply } = JSON.parse(answer) as { reply?: unknown };
    return typeof reply === 'string' && reply !== '' ? reply : undefined;
  } catch {
    return undefined;
  }
}

/** `text`, `event:subscribe`, `event:*`, `*`; `other` is every type that nobody knows. */
function matches(pattern: string, kind: string): boolean {
  if (pattern === '*' || pattern === kind) return true;
  return pattern === 'other'
    ? kind.startsWith('other:')
    : pattern.endsWith(':*') && kind.startsWith(pattern.slice(0, -1));
}
