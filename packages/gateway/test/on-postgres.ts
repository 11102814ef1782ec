/** The project "on PostgreSQL" of `npm run test:all`: the gateway's suites once more, each gateway on a database of its own there. */
import { configDefaults } from 'vitest/config';

const folder = 'packages/gateway/test';

/** Suites that open both databases themselves, on every `npm test`. */
const onBoth = [
  `${folder}/**/two-nodes.test.ts`,
  `${folder}/custody/revocation.test.ts`,
  `${folder}/faults/connections.test.ts`,
  `${folder}/handoff/{link-qr,message-code,scene-qr}.test.ts`,
  `${folder}/methods/website.test.ts`,
  `${folder}/operations/{backup,kept-keys,sealed-backup}.test.ts`,
  `${folder}/people/{migration,people}.test.ts`,
  `${folder}/store/**`,
  'conformance/**/!(browser).test.ts',
];

/** Suites about SQLite, its file and who holds it. */
const aboutSqlite = [`${folder}/faults/disk.test.ts`];

/** Suites that open no database. */
const withoutDatabase = [
  `${folder}/{log,sealer}.test.ts`,
  `${folder}/avatars/picture*.test.ts`,
  `${folder}/config/!(logo).test.ts`,
  `${folder}/handoff/device.test.ts`,
  `${folder}/login/parsers.test.ts`,
  `${folder}/methods/offered.test.ts`,
  `${folder}/pages/**`,
];

/** Long forms; they choose their database themselves. */
const long = [`${folder}/soak/**`, '**/*.all.test.ts'];

export const onPostgres = {
  name: 'on PostgreSQL',
  include: [`${folder}/**/*.test.ts`, 'conformance/**/*.test.ts'],
  exclude: [...configDefaults.exclude, ...onBoth, ...aboutSqlite, ...withoutDatabase, ...long],
  globalSetup: [`${folder}/store/cluster-of-run.ts`],
  setupFiles: [`${folder}/store/cluster-of-file.ts`],
};
