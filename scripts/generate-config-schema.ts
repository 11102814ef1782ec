// Writes docs/configuration.schema.json, what `mingpian config schema` prints.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configurationSchema } from '../packages/gateway/src/config/json-schema.ts';

const path = 'docs/configuration.schema.json';

const text = (): string => `${JSON.stringify(configurationSchema(), null, 2)}\n`;

/** What is stale. */
export function checkConfigSchema(root: string): string[] {
  const file = join(root, path);
  const current = existsSync(file) && readFileSync(file, 'utf8') === text();
  return current ? [] : [`${path} is not what the schema says: run \`npm run docs\``];
}

if (import.meta.main) writeFileSync(join(resolve(import.meta.dirname, '..'), path), text());
