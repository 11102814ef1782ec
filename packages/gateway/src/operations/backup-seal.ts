/**
 * A sealed backup is a file of the format age (age-encryption.org/v1) around what an open one is, so `age -d -i KEY FILE` opens it
 * too. Both directions stream; each block of 64 KiB is authenticated, and so is which of them is the last.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { BackupError, unusable } from './backup-error.ts';
import type { BackupKeys } from './backup-keys.ts';

const head = 'age-encryption.org/v1\n';

type Bytes = AsyncIterable<Uint8Array>;

/** Seals for whoever has the key of `recipient`; for nobody in particular, it passes on what comes. */
export async function* sealed(content: Bytes, recipient: string | undefined): AsyncGenerator<Uint8Array> {
  if (recipient === undefined) return yield* content;
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  yield* await encrypter.encrypt(webStream(Readable.from(content)));
}

/** The content of a file that is sealed or not. @throws {BackupError} */
export async function* unsealed(file: string, keys: BackupKeys | undefined): AsyncGenerator<Uint8Array> {
  if (!(await isSealed(file))) return yield* createReadStream(file);
  if (keys === undefined) {
    throw new BackupError('backup_sealed', 'The backup is sealed, and database.backup_keys names no folder of keys.');
  }
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  for (const { identity } of await keys.all()) decrypter.addIdentity(identity);
  const source = createReadStream(file);
  try {
    yield* await decrypter.decrypt(webStream(source));
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, keys);
  } finally {
    source.destroy();
  }
}

/** Two declarations of one class, Node's and the browsers', differ in what they say of buffers. */
const webStream = (stream: Readable) => Readable.toWeb(stream) as ReadableStream<Uint8Array>;

async function isSealed(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(unusable('backup_file', path));
  const { buffer, bytesRead } = await file.read(Buffer.alloc(head.length)).finally(() => file.close());
  return buffer.toString('latin1', 0, bytesRead) === head;
}

function explained(error: NodeJS.ErrnoException, { folder }: BackupKeys): Error {
  if (error.syscall !== undefined) return error;
  if (error.message.includes('no identity matched')) {
    return new BackupError(
      'backup_key_gone',
      `No key in ${folder} opens the backup. Keys are destroyed within 30 days, and with them what they sealed.`,
    );
  }
  return new BackupError('backup_damaged', 'The sealed backup is cut short or was changed.');
}
