/** The gateway as one process: it opens its database, listens, takes another configuration while it runs, and stops. */
import { adminListener } from './admin/listener.ts';
import { type Assembly, assemble } from './assembly.ts';
import type { Config } from './config/shape.ts';
import { closedAtOnce, connectionRoom } from './connection-limit.ts';
import type { Counts } from './counts.ts';
import { createDoor } from './door.ts';
import { signedPost } from './forwarding/signed-post.ts';
import { keptKeys, keptPurposes } from './kept-keys.ts';
import { listen, withPort } from './listen.ts';
import { type GatewayDeps, type Opened, openParts } from './opening.ts';
import { settleRestore } from './operations/backup.ts';
import { withFixed } from './operations/reload.ts';
import type { Parts } from './parts.ts';
import type { Timer } from './timer.ts';

export interface Gateway {
  readonly urls: { readonly public: string; readonly metrics: string };
  /** Those in use now. */
  readonly parts: Parts;
  readonly counts: Counts;
  /**
   * Takes another configuration. Requests from then on are answered by it; those under way end as they began. Answers the
   * fields that need a restart and stay as they were. If it throws, nothing has changed.
   */
  reload(config: Config): Promise<readonly string[]>;
  /** Finishes what is under way and frees ports and database, within five seconds. */
  close(): Promise<void>;
}

/** Parts of the five seconds that a stop may take, in milliseconds. */
const patience = { connections: 2_500, work: 1_500 } as const;

/** @throws {StoreError} @throws {ListenError} */
export async function startGateway(written: Config, deps: GatewayDeps = {}): Promise<Gateway> {
  const config = await withPort(written);
  const opened = openParts(config, deps, { exclusive: true });
  try {
    await prepare(opened.parts);
    return await serve(opened, written, deps.post ?? signedPost);
  } catch (error) {
    await opened.parts.store.close();
    throw error;
  }
}

async function prepare({ config, store, sealer, clock }: Parts): Promise<void> {
  await store.migrate();
  // Now, and not when they are wanted: by then there may be another root secret.
  for (const purpose of keptPurposes) await keptKeys(store, sealer, purpose);
  // A restore that was cut short: nobody is served before the receipts of erasures are applied.
  await settleRestore(store, sealer, clock.now());
  await store.check();
  // One process has an SQLite file to itself: whatever was at work on a row before is gone.
  if (config.database.url.startsWith('sqlite:')) await store.inbox.voidLeases();
}

async function serve(opened: Opened, written: Config, post: typeof signedPost): Promise<Gateway> {
  const { counts, metrics } = opened;
  const { config, store, log, timer, clock } = opened.parts;
  let closing = false;
  const isClosing = () => closing;
  const from = { counts, metrics, post, isClosing };

  let current = await assemble(opened.parts, from);
  /** Those before, as long as something of them may be under way. */
  const former = new Set<Assembly>();
  const room = connectionRoom(config.listen.maxConnections);
  const door = createDoor(() => current.answer, { room, turnedAway: closedAtOnce(log, counts, clock, room) });
  const admin = adminListener(opened.parts, metrics, isClosing);
  await listen(door, config.listen);
  try {
    await listen(admin, config.admin);
  } catch (error) {
    await door.close();
    throw error;
  }
  current.start();

  async function reload(next: Config): Promise<readonly string[]> {
    const { config: taken, restart } = withFixed(next, { written, used: config });
    const fresh = await assemble(opened.furnish(taken), from);
    if (closing) return restart;
    const old = current;
    current = fresh;
    opened.adopt(fresh.parts);
    old.stop();
    fresh.start();
    former.add(old);
    void old.idle().finally(() => former.delete(old));
    log.info({ restart }, 'the configuration was taken');
    return restart;
  }

  let turn: Promise<unknown> = Promise.resolve();
  return {
    urls: { public: config.publicUrl, metrics: `${admin.listeningOrigin}/metrics` },
    get parts() {
      return current.parts;
    },
    counts,
    reload(next) {
      const taken = turn.then(() => reload(next));
      turn = taken.catch(() => {});
      return taken;
    },
    async close() {
      closing = true;
      current.stop();
      await atMost(patience.connections, timer, Promise.all([door.close(), admin.close()]), () => {
        door.cut();
        admin.server.closeAllConnections();
      });
      await atMost(patience.work, timer, Promise.all([current, ...former].map((each) => each.idle())));
      await store.close();
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
