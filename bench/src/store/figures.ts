import type { Bench, Figure } from '../figure.ts';
import { openMicro } from '../micro/batches.ts';
import { startWorker } from '../worker.ts';

const variants = ['store', 'by hand'];
const goals = [{ kind: 'ratio', subject: 'store', than: ['by hand'], times: 0.8 }] as const;

export const sqliteStore: readonly Figure[] = [
  {
    id: 'S3 reads',
    what: 'store on SQLite, who an openid is (identity and person): questions',
    subject: 'store',
    goals,
    open: () => openMicro('../store/reads.ts', variants),
  },
  {
    id: 'S3 pushes',
    what: 'store on SQLite, pushes made durable, 32 a commit: pushes',
    subject: 'store',
    goals,
    open: () => openMicro('../store/pushes.ts', variants),
  },
  {
    id: 'S3 follows',
    what: 'store on SQLite, follows (person, identity, follower), 500 a transaction: follows',
    subject: 'store',
    goals: [...goals, { kind: 'megabytes', subject: 'store', most: 420 }],
    open: () => openMicro('../store/fans.ts', variants),
  },
];

export const postgresStore: readonly Figure[] = [
  {
    id: 'S4 batches',
    what: 'store on PostgreSQL, pushes, 100 a transaction: pushes',
    subject: 'store',
    goals,
    open: () => onPostgres('batches'),
  },
  {
    id: 'S4 rows',
    what: 'store on PostgreSQL, followers written one by one on 8 connections: followers',
    subject: 'store',
    goals,
    open: () => onPostgres('rows'),
  },
];

/** The database works on the other core, each variant in a database of its own. */
async function onPostgres(what: string): Promise<Bench> {
  const cluster = await startWorker('./store/cluster-process.ts', 'other');
  const urls: string[] = [];
  for (const _ of variants) urls.push((await cluster.ask<{ url: string }>({})).url);
  const bench = await openMicro(`../store/postgres-${what}.ts`, variants, urls);
  return {
    ...bench,
    async close() {
      await bench.close();
      await cluster.ask({ stop: true });
      await cluster.end();
    },
  };
}
