/** Both databases, for suites that have to hold on each of them on every `npm test`. */
import { emptyDatabase } from './harness.ts';
import { postgresPrograms, startCluster } from './store/postgres.ts';

export interface TestDatabase {
  readonly name: string;
  /** A fresh one as the configuration names it, and what stops it. */
  open(): Promise<{ database: { url: string }; stop(): void | Promise<void> }>;
}

const programs = postgresPrograms();

export const databases: readonly TestDatabase[] = [
  { name: 'SQLite', open: async () => ({ database: { url: 'sqlite::memory:' }, stop: () => {} }) },
  ...(programs === undefined
    ? []
    : [
        {
          name: 'PostgreSQL',
          async open() {
            const cluster = await startCluster(programs);
            return { database: { url: await cluster.database() }, stop: () => cluster.stop() };
          },
        },
      ]),
];

/** That of the run, for suites which `on-postgres.ts` repeats. */
export const databaseOfRun: TestDatabase = {
  name: 'the database of the run',
  async open() {
    const { url, giveBack } = await emptyDatabase();
    return { database: { url }, stop: giveBack };
  },
};
