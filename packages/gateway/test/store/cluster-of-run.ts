/** One PostgreSQL for a whole run. Its database `migrated` is the template of those that tests get. */
import type { TestProject } from 'vitest/node';
import { openStore } from '../../src/store/open.ts';
import { freshDatabase, postgresPrograms, startCluster } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder with the socket of the run's PostgreSQL. */
    cluster: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error('The project "on PostgreSQL" needs PostgreSQL: CONTRIBUTING.md, Set up.');
  const cluster = await startCluster(programs);
  const store = openStore(await freshDatabase(cluster.folder, { name: 'migrated' }), { now: () => 0 });
  await store.migrate();
  await store.close();
  project.provide('cluster', cluster.folder);
  return () => cluster.stop();
}
