/** Tells the harness of the run's PostgreSQL, by a variable: the harness is imported where there is no Vitest, too. */
import process from 'node:process';
import { inject } from 'vitest';

process.env.MINGPIAN_TEST_CLUSTER = inject('cluster');
