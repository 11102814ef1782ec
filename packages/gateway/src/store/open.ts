import { CamelCasePlugin, Kysely, sql } from 'kysely';
import { StoreError } from './errors.ts';
import { appTokenTable } from './sql/app-tokens.ts';
import { auditStore } from './sql/audit.ts';
import { avatarStore } from './sql/avatars.ts';
import { copyStore } from './sql/copies.ts';
import { deliveryStore } from './sql/deliveries.ts';
import { erasureStore } from './sql/erasures.ts';
import { followerStore } from './sql/followers.ts';
import { grantStore } from './sql/grants.ts';
import { handoffStore } from './sql/handoffs.ts';
import { inboxStore } from './sql/inbox.ts';
import { keptKeyStore } from './sql/kept-keys.ts';
import { linkCodeStore, linkTicketStore } from './sql/links.ts';
import { mergeStore } from './sql/merges.ts';
import { checkHistory, migrate } from './sql/migrations.ts';
import { clientStore, logoutNoticeStore, oidcArtifactStore, signingKeyStore } from './sql/oidc.ts';
import { peopleStore } from './sql/people.ts';
import { portableStore } from './sql/portable.ts';
import { postgresDialect } from './sql/postgres.ts';
import { profileStore } from './sql/profiles.ts';
import { reviewStore } from './sql/reviews.ts';
import { revokedKeyStore } from './sql/revoked-keys.ts';
import { sealedValueStore } from './sql/sealed-values.ts';
import { codeStore, loginStore, sessionStore } from './sql/sign-in.ts';
import { ColumnNames, holdSqlite, openSqlite, sqliteDialect } from './sql/sqlite.ts';
import { subjectStore } from './sql/subjects.ts';
import { sweep } from './sql/sweep.ts';
import type { Capabilities, Db, Tables } from './sql/tables.ts';
import { tryStore } from './sql/tries.ts';
import type { Store } from './store.ts';
import { storeErrorOf } from './unavailable.ts';

const minute = 60_000;

export interface StoreOptions {
  /** Milliseconds since the epoch; stamps the migrations. */
  now(): number;
  /** Holds an SQLite file for this process alone; a second holder gets `store_in_use`. */
  exclusive?: boolean;
  /** Connections to PostgreSQL; 10 if left out. */
  connections?: number;
  /** Milliseconds after which PostgreSQL gives a statement up, migrations and the sweep apart; never if left out. */
  statementTimeout?: number;
  /** Hears of connections that broke while nobody used them. */
  onError?: (error: Error) => void;
}

/** Opens the store that a URL names: `sqlite:PATH`, `sqlite::memory:`, `postgres://…`. */
export function openStore(url: string, options: StoreOptions): Store {
  if (/^postgres(ql)?:/.test(url)) {
    const db: Db = new Kysely<Tables>({ dialect: postgresDialect(url, options), plugins: [new CamelCasePlugin()] });
    return assemble(db, { rowLocks: true }, options.now);
  }
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (path === undefined) throw new TypeError('url must begin with sqlite: or postgres:');
  const release = options.exclusive === true && path !== ':memory:' ? holdSqlite(path) : () => {};
  try {
    const db: Db = new Kysely<Tables>({ dialect: sqliteDialect(openSqlite(path)), plugins: [new ColumnNames()] });
    return assemble(db, { rowLocks: false }, options.now, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** The store on a database that is open. */
export function assemble(db: Db, capabilities: Capabilities, now: () => number, release: () => void = () => {}): Store {
  let closed: Promise<void> | undefined;
  return {
    ...subjects(db, capabilities),
    transaction: (work) =>
      retrying(() => db.transaction().execute((transaction) => work(within(transaction, capabilities)))),
    async migrate() {
      try {
        return await unhurried(db, capabilities, (connection) => migrate(connection, capabilities, now));
      } catch (cause) {
        throw storeErrorOf(cause) ?? cause;
      }
    },
    async check() {
      try {
        await checkHistory(db);
        if (await portableStore(db, capabilities).pending()) {
          throw new StoreError('store_restoring', 'A backup was restored and its erasures are not applied yet.');
        }
        // A count that grows: SQLite writes nothing where a row stays what it was.
        await tryStore(db).add('check', now(), minute);
      } catch (cause) {
        throw storeErrorOf(cause) ?? new StoreError('store_unavailable', 'The database does not answer.', { cause });
      }
    },
    sweep: (at) => unhurried(db, capabilities, (connection) => sweep(connection, at)),
    close: () => (closed ??= db.destroy().then(release)),
  };
}

/** Does work that may take long on one connection, without the timeout that requests have. */
function unhurried<T>(db: Db, { rowLocks }: Capabilities, work: (connection: Db) => Promise<T>): Promise<T> {
  if (!rowLocks) return work(db);
  return db.connection().execute(async (connection) => {
    await sql`SET statement_timeout = 0`.execute(connection);
    try {
      return await work(connection);
    } finally {
      await sql`RESET statement_timeout`.execute(connection);
    }
  });
}

/** PostgreSQL ends one of two transactions that wait for each other; run again, it finds what the other has written. */
async function retrying<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const { code } = error as { code?: unknown };
      if ((code !== '40P01' && code !== '40001') || attempt === 3) throw error;
    }
  }
}

/** The store as it is inside a transaction. */
function within(db: Db, capabilities: Capabilities): Store {
  const outside = () => {
    throw new TypeError('This belongs outside a transaction.');
  };
  return {
    ...subjects(db, capabilities),
    transaction: outside,
    migrate: outside,
    check: outside,
    sweep: (at) => sweep(db, at),
    close: outside,
  };
}

function subjects(db: Db, capabilities: Capabilities) {
  const people = peopleStore(db, capabilities);
  return {
    inbox: inboxStore(db, capabilities),
    people,
    profiles: profileStore(db),
    avatars: avatarStore(db),
    followers: followerStore(db),
    grants: grantStore(db),
    appTokens: appTokenTable(db),
    logins: loginStore(db),
    codes: codeStore(db),
    sessions: sessionStore(db),
    linkTickets: linkTicketStore(db),
    linkCodes: linkCodeStore(db),
    handoffs: handoffStore(db),
    tries: tryStore(db),
    subjects: subjectStore(db, people),
    oidcArtifacts: oidcArtifactStore(db),
    signingKeys: signingKeyStore(db),
    keptKeys: keptKeyStore(db),
    clients: clientStore(db),
    logoutNotices: logoutNoticeStore(db),
    audit: auditStore(db),
    reviews: reviewStore(db),
    erasures: erasureStore(db),
    merges: mergeStore(db),
    copies: copyStore(db, people),
    sealedValues: sealedValueStore(db),
    deliveries: deliveryStore(db, capabilities),
    revokedKeys: revokedKeyStore(db),
    portable: portableStore(db, capabilities),
  };
}
