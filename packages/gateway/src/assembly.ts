/** The gateway, put together from one configuration. What it is made of stands here, in order; nothing registers itself. */
import fastify, { type FastifyInstance } from 'fastify';
import type { Metrics } from './admin/metrics.ts';
import { avatarRoutes } from './avatars/routes.ts';
import { browserHeaders } from './browser-headers.ts';
import type { Config } from './config/shape.ts';
import type { Counts } from './counts.ts';
import { custodyRoutes } from './custody/routes.ts';
import type { Application } from './door.ts';
import { failureRoutes } from './failures.ts';
import { besideOwn, forwarding, startDeliveries } from './forwarding/forwarding.ts';
import type { SignedPost } from './forwarding/signed-post.ts';
import { healthRoutes } from './health.ts';
import { noSchemas } from './no-schemas.ts';
import { createOpenIdConnect } from './oidc/openid-connect.ts';
import { backupKeys } from './operations/backup-keys.ts';
import type { Parts } from './parts.ts';
import { createPrivacy } from './people/privacy.ts';
import { createUserTokens } from './people/user-tokens.ts';
import { createSignIn } from './sign-in.ts';
import type { Timer } from './timer.ts';
import { conversation, signInKeyword } from './webhook/conversation.ts';
import { follow } from './webhook/follow.ts';
import { privacyEvents } from './webhook/privacy-events.ts';
import { createProcessing } from './webhook/processing.ts';
import { combined } from './webhook/reaction.ts';
import { webhookRoutes } from './webhook/routes.ts';
import { createSignInLink } from './webhook/sign-in-link.ts';
import { unfollow } from './webhook/unfollow.ts';
import { startWorker } from './webhook/worker.ts';

export interface Assembly {
  readonly parts: Parts;
  /** Answers requests. */
  readonly answer: Application;
  /** Begins what is done without a request: the inbox, deliveries, notices, housekeeping. */
  start(): void;
  /** Ends that; what is under way goes on. */
  stop(): void;
  /** Resolves when no push is at work. */
  idle(): Promise<void>;
}

const hour = 3_600_000;

export async function assemble(
  parts: Parts,
  from: { counts: Counts; metrics: Metrics; post: SignedPost; isClosing: () => boolean },
): Promise<Assembly> {
  const { config, accounts, store, log, clock, timer } = parts;
  const { counts, metrics, post } = from;
  warnOfPlainPushes(parts);

  const privacy = createPrivacy(store, parts);
  const oidc = createOpenIdConnect(parts);
  const signIn = createSignIn(parts, oidc);
  const signInLink = createSignInLink(accounts, config.publicUrl, signIn.tickets.create);
  const own = combined([
    signIn.scans(follow(parts, signInLink)),
    unfollow(store, privacy),
    conversation([signIn.answers, signIn.codes, signInKeyword(signInLink, config.language)]),
    privacyEvents(privacy, parts.people, createUserTokens(store, parts)),
  ]);
  const reaction = config.forwards.length === 0 ? own : besideOwn(forwarding(parts, post), own);
  const processing = createProcessing(parts, reaction, counts);

  const app = application(config);
  metrics.measure(app);
  parts.tracing.measure(app);
  browserHeaders(app, config);
  failureRoutes(app, parts);
  healthRoutes(app, parts, from.isClosing);
  webhookRoutes(app, parts, { processing, reaction, counts });
  if (config.avatars === 'copy') avatarRoutes(app, parts);
  if (config.apiKeys.length > 0) custodyRoutes(app, parts, metrics);
  oidc.routes(app);
  signIn.routes(app);
  await app.ready();

  let running: readonly { stop(): void }[] = [];
  return {
    parts,
    answer: (request, response) => app.routing(request, response),
    start() {
      running = [
        startWorker(parts, processing),
        startDeliveries(parts, post, counts),
        oidc.signOut.start(),
        every(hour, timer, () =>
          Promise.all([
            store
              .sweep(clock.now())
              .then(() => parts.avatars.catchUp())
              .then(() => oidc.housekeeping()),
            destroyBackupKeys(parts),
          ]).catch((error) => log.error({ error }, 'what has expired could not be removed')),
        ),
      ];
    },
    stop() {
      for (const each of running) each.stop();
    },
    idle: () => processing.idle(),
  };
}

/** It does not listen: the door does. */
function application({ trustedProxies }: Pick<Config, 'trustedProxies'>): FastifyInstance {
  return fastify({
    // Lines about requests are written by us, without query strings: they hold codes, states and signatures.
    logger: false,
    // A visitor's address is believed from our own proxies alone; hosts never are, since links come from public_url.
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    bodyLimit: 64 * 1024,
    schemaController: noSchemas,
  });
}

function warnOfPlainPushes({ config, log }: Parts): void {
  for (const { name, push } of config.accounts) {
    if (push?.mode !== 'plain') continue;
    const message = push.trustPlainPush
      ? 'this account trusts plain pushes: whoever learns one signed URL can sign in, link and erase as anybody'
      : 'this account receives plain pushes: signing in, linking and erasing by push are off';
    log.warn({ account: name }, message);
  }
}

async function destroyBackupKeys({ config: { database }, clock, log }: Parts): Promise<void> {
  const days = await backupKeys(database.backupKeys, () => clock.now())?.destroyOld();
  if (days !== undefined && days.length > 0)
    log.info({ days }, 'the keys of these days are destroyed, and with them their backups');
}

function every(ms: number, timer: Timer, work: () => Promise<unknown>): { stop(): void } {
  let stopped = false;
  let cancel = () => {};
  const turn = () =>
    void work().finally(() => {
      if (!stopped) cancel = timer.after(ms, turn);
    });
  turn();
  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}
