/** Both databases, for suites that have to hold on each of them. */
import { postgresPrograms, startCluster } from './store/postgres.ts';

export interface TestDatabase {
  readonly name: string;
  /** A fresh one as the configuration names it, and what stops it. */
  open(): Promise<{ database: { url: string }; stop(): void }>;
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
