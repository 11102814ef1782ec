/** A PostgreSQL of our own, on the core of this process. Without syncs: what is compared is who asks, and not the disk. */

import { startCluster } from '../../../packages/gateway/test/store/postgres.ts';
import { findPostgres } from '../../../scripts/system-parts.mjs';
import { serveQuestions } from '../worker.ts';

export type ClusterQuestion = { readonly stop?: boolean };

const programs = findPostgres();
if (programs === undefined) throw new Error('this figure needs PostgreSQL; CONTRIBUTING.md tells how');
const cluster = await startCluster(programs);
process.on('exit', () => void cluster.stop());

serveQuestions<ClusterQuestion>(async ({ stop = false }) => {
  if (!stop) return { url: await cluster.database() };
  await cluster.stop();
  return {};
});
