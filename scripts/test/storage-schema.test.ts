import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { checkStorageSchema, storageSchema } from '../generate-storage-schema.ts';

it('docs/storage-schema.md is what the migrations say', () => {
  expect(checkStorageSchema(resolve(import.meta.dirname, '../..'))).toEqual([]);
});

it('names a page that is missing', () => {
  expect(checkStorageSchema('/nowhere')).toHaveLength(1);
});

it('says of a token that it is encrypted, and of a session that it is in no backup', () => {
  expect(storageSchema()).toContain('| `user_token_sealed` | text | encrypted |');
  expect(storageSchema()).toMatch(/## sessions\n\n.*Not in backups/);
});
