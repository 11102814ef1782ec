/** The gateway, put together. What it is made of stands here, in order; nothing registers itself. */
import fastify, { type FastifyInstance } from 'fastify';
import { adminListener } from './admin/listener.ts';
import { avatarRoutes } from './avatars/routes.ts';
import { browserHeaders } from './browser-headers.ts';
import type { Config } from './config/shape.ts';
import type { Counts } from './counts.ts';
import { custodyRoutes } from './custody/routes.ts';
import { failureRoutes } from './failures.ts';
import { besideOwn, forwarding, startDeliveries } from './forwarding/forwarding.ts';
import { type SignedPost, signedPost } from './forwarding/signed-post.ts';
import { healthRoutes } from './health.ts';
import { listen, withPort } from './listen.ts';
import { noSchemas } from './no-schemas.ts';
import { createOpenIdConnect } from './oidc/openid-connect.ts';
import { type GatewayDeps, type Opened, openParts } from './opening.ts';
import { settleRestore } from './operations/backup.ts';
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

export interface Gateway {
  readonly urls: { readonly public: string; readonly metrics: string };
  readonly parts: Parts;
  readonly counts: Counts;
  /** Finishes what is under way and frees ports and database, within five seconds. */
  close(): Promise<void>;
}

const hour = 3_600_000;
/** Parts of the five seconds that a stop may take, in milliseconds. */
const patience = { connections: 2_500, work: 1_500 } as const;

/** @throws {StoreError} @throws {ListenError} */
export async function startGateway(written: Config, deps: GatewayDeps = {}): Promise<Gateway> {
  const config = await withPort(written);
  const opened = openParts(config, deps, { exclusive: true });
  try {
    return await assemble(opened, deps.post ?? signedPost);
  } catch (error) {
    await opened.parts.store.close();
    throw error;
  }
}

async function assemble({ parts, counts, metrics }: Opened, post: SignedPost): Promise<Gateway> {
  const { config, accounts, store, sealer, log, clock, wechatClock, random, timer } = parts;
  await store.migrate();
  // A restore that was cut short: nobody is served before the receipts of erasures are applied.
  await settleRestore(store, sealer, clock.now());
  await store.check();
  // One process has an SQLite file to itself: whatever was at work on a row before is gone.
  if (config.database.url.startsWith('sqlite:')) await store.inbox.voidLeases();
  warnOfPlainPushes(parts);

  const privacy = createPrivacy(store, { sealer, random, wechatClock, log });
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

  let closing = false;
  const isClosing = () => closing;
  const app = httpServer(config);
  metrics.measure(app);
  parts.tracing.measure(app);
  browserHeaders(app, config);
  failureRoutes(app, parts);
  healthRoutes(app, parts, isClosing);
  webhookRoutes(app, parts, { processing, reaction, counts });
  if (config.avatars === 'copy') avatarRoutes(app, parts);
  if (config.apiKeys.length > 0) custodyRoutes(app, parts, metrics);
  oidc.routes(app);
  signIn.routes(app);
  const admin = adminListener(parts, metrics, isClosing);

  await listen(app, config.listen);
  try {
    await listen(admin, config.admin);
  } catch (error) {
    await app.close();
    throw error;
  }
  const worker = startWorker(parts, processing);
  const deliveries = startDeliveries(parts, post);
  const notices = oidc.signOut.start();
  const housekeeping = every(hour, timer, () =>
    store
      .sweep(clock.now())
      .then(() => parts.avatars.catchUp())
      .then(() => oidc.housekeeping())
      .catch((error) => log.error({ error }, 'what has expired could not be removed')),
  );

  return {
    urls: { public: config.publicUrl, metrics: `${admin.listeningOrigin}/metrics` },
    parts,
    counts,
    async close() {
      closing = true;
      worker.stop();
      deliveries.stop();
      notices.stop();
      housekeeping.stop();
      await atMost(patience.connections, timer, Promise.all([app.close(), admin.close()]), () => {
        app.server.closeAllConnections();
        admin.server.closeAllConnections();
      });
      await atMost(patience.work, timer, processing.idle());
      await store.close();
    },
  };
}

function httpServer({ trustedProxies }: Pick<Config, 'trustedProxies'>): FastifyInstance {
  return fastify({
    // Lines about requests are written by us, without query strings: they hold codes, states and signatures.
    logger: false,
    // A visitor's address is believed from our own proxies alone; hosts never are, since links come from public_url.
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    bodyLimit: 64 * 1024,
    requestTimeout: 4_000,
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
    schemaController: noSchemas,
    http: { headersTimeout: 3_000, connectionsCheckingInterval: 500, maxHeaderSize: 16 * 1024 },
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

function every(ms: number, timer: Timer, work: () => Promise<void>): { stop(): void } {
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

/** Waits for the work, but not longer; then `otherwise`, and no more waiting. */
function atMost(ms: number, timer: Timer, work: Promise<unknown>, otherwise: () => void = () => {}): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timer.after(ms, () => {
      otherwise();
      resolve();
    });
    work
      .then(
        () => resolve(),
        () => resolve(),
      )
      .finally(cancel);
  });
}
