import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { checkConfigSchema } from '../generate-config-schema.ts';

it('docs/configuration.schema.json is what the schema says', () => {
  expect(checkConfigSchema(resolve(import.meta.dirname, '../..'))).toEqual([]);
});

it('names a schema that is missing', () => {
  expect(checkConfigSchema('/nowhere')).toHaveLength(1);
});
