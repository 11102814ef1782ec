// Writes docs/storage-schema.md from the migrations, by applying them to an empty database and asking it. With `--check` nothing is
// written, and the exit code is 1 if the page is stale.

import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { history } from '../packages/gateway/src/store/sql/migrations.ts';
import { droppedNames, portableNames } from '../packages/gateway/src/store/sql/portable.ts';
import { sealedColumns } from '../packages/gateway/src/store/sql/sealed-values.ts';

const path = 'docs/storage-schema.md';

/** What each table is for, in a sentence; a table without one fails. */
const purposes: Readonly<Record<string, string>> = {
  inbox: 'Authentic pushes, stored before they are answered. Documents are emptied after 7 days, rows go after 30.',
  push_signatures: 'Which document a signature stood for: the replay guard. Kept for a day.',
  persons: 'Whom the gateway knows. A merged person leads to the one who stayed.',
  identities: '(AppID, openid) is this person. A unionid without a group is kept and says nothing.',
  unions: 'Who owns a unionid inside a declared open-platform group.',
  profile_fields: 'One fact of a profile with its source and time.',
  avatars: 'Copies of pictures (`avatars: copy`), one for each identity.',
  followers: 'What an account knows of a follower.',
  grants: 'User tokens of WeChat, encrypted.',
  app_tokens: 'The app token of each account, and its ticket for pages, encrypted, with lease and generation.',
  logins: 'One sign-in from start to finish. Kept for a day after it expired.',
  codes: "WeChat's codes by digest, tied to the state they were first seen with.",
  sessions: 'Browsers that are signed in, by digest.',
  link_tickets: 'One-time links of the chat, by digest.',
  link_codes: 'Numbers that the chat must send back, as keyed digests.',
  audit: 'What happened to people, as a chain of digests.',
  audit_head: 'The end of that chain.',
  merges: 'What a merge or a link moved, as long as it can be undone (30 days).',
  reviews: 'What only a human can decide.',
  erasures: 'Receipts of erasures: keyed digests, no personal data.',
  sealed_copies: 'What an erasure removed, encrypted, for the 24 hours in which it can be undone.',
  revoked_keys: 'API keys that no longer count, by digest.',
  restores: 'Restores of backups; nobody is served while one is not settled.',
  subjects: 'By which id of a person a sector of clients knows somebody, also after two people became one.',
  oidc_artifacts: 'What the OpenID Connect engine remembers, by digest, sealed.',
  signing_keys: 'Keys that sign tokens, sealed.',
  kept_keys: 'Keys of subjects and of receipts, sealed: they outlive the root secret that they were derived from.',
  clients: 'Applications that do not stand in the configuration file.',
  handoffs: 'Sign-ins that another device takes over: one row from the code on the screen to the browser that goes on.',
  tries: 'How often a chat has brought codes that are none: a digest of who it was, for ten minutes.',
  deliveries: 'Pushes that listening systems are still to hear of.',
  logout_notices: 'Back-channel logouts that wait to be delivered.',
};

const camel = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

export function storageSchema(): string {
  const database = new DatabaseSync(':memory:');
  for (const { statements } of history) database.exec(statements);
  const ask = (query: string, ...values: string[]) =>
    database.prepare(query).all(...values) as Record<string, unknown>[];
  const sections = ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid").map(({ name }) => {
    const table = String(name);
    const purpose = purposes[table];
    if (purpose === undefined)
      throw new Error(`scripts/generate-storage-schema.ts says nothing about the table ${table}`);
    const references = new Map(
      ask('SELECT "from", "table" FROM pragma_foreign_key_list(?)', table).map((row) => [row.from, row.table]),
    );
    const rows = ask('SELECT name, lower(type) AS type, "notnull" AS filled, pk FROM pragma_table_info(?)', table).map(
      (column) => {
        const marks = [
          Number(column.pk) > 0 ? 'key' : '',
          references.has(column.name) ? `→ ${references.get(column.name)}` : '',
          sealedColumns.some((each) => each.table === table && each.column === column.name) ? 'encrypted' : '',
        ];
        const empty = column.filled === 1 || Number(column.pk) > 0 ? '' : 'may be null';
        return `| \`${column.name}\` | ${column.type} | ${[...marks, empty].filter((mark) => mark !== '').join(', ')} |`;
      },
    );
    const indexes = ask(
      "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY name",
      table,
    ).map(
      ({ sql }) =>
        `- \`${String(sql)
          .replace(/^CREATE /, '')
          .replace(/\s+/g, ' ')}\``,
    );
    const fate = portableNames.includes(camel(table) as never)
      ? 'In backups.'
      : droppedNames.includes(camel(table) as never)
        ? 'Not in backups; a restore empties it.'
        : '';
    return [
      `## ${table}`,
      `${purpose} ${fate}`.trim(),
      ['| column | type | |', '|---|---|---|', ...rows].join('\n'),
      ...(indexes.length > 0 ? [indexes.join('\n')] : []),
    ].join('\n\n');
  });
  database.close();
  return `<!-- Generated from packages/gateway/src/store/sql/migrations by \`npm run docs\`. Change the migrations, not this page. -->

# Storage schema

The same tables in SQLite and in PostgreSQL. Times are integer milliseconds since the epoch, flags 0 or 1. A column \`…_digest\` holds
a SHA-256 or a keyed digest of a secret, never the secret; a column \`…_sealed\` holds ciphertext bound to its table, column and key.

Migrations, applied in this order under a lock and never changed afterwards: ${history.map(({ name }) => `\`${name}\``).join(', ')}.

${sections.join('\n\n')}
`;
}

/** What is stale. */
export function checkStorageSchema(root: string): string[] {
  let written = '';
  try {
    written = readFileSync(join(root, path), 'utf8');
  } catch {}
  return written === storageSchema() ? [] : [`${path} is not what the migrations say: run \`npm run docs\``];
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  if (process.argv.includes('--check')) {
    const stale = checkStorageSchema(root);
    for (const line of stale) process.stderr.write(`${line}\n`);
    process.exitCode = stale.length === 0 ? 0 : 1;
  } else writeFileSync(join(root, path), storageSchema());
}
