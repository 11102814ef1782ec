/**
 * The keys that sign tokens: one pair for each algorithm, sealed in the store and shared by all nodes. A new key is published
 * before it signs and an old one stays published after it, so that a rotation fails nobody's verification.
 */
import { createHash, generateKeyPair, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';
import type { Parts } from '../parts.ts';
import type { SigningKeyRow } from '../store/oidc.ts';

export const algorithms = ['ES256', 'RS256'] as const;
export type Algorithm = (typeof algorithms)[number];

/** How long a new key is published before it signs, in milliseconds; nodes look for new keys more often than that. */
export const publishedBefore = 600_000;
/** How long an old key stays published after it signed last, in milliseconds; tokens live an hour. */
export const publishedAfter = 86_400_000;
/** A key that signs for longer is replaced, in milliseconds. */
export const signsFor = 90 * 86_400_000;

/** A key with its private half. */
export interface SigningKey extends JsonWebKey {
  readonly kid: string;
  readonly alg: Algorithm;
  readonly use: 'sig';
}

type KeyParts = Pick<Parts, 'clock' | 'sealer' | 'store'>;

/** Every published key: of each algorithm first the one that signs. Where there are none yet, they are made. */
export async function publishedKeys(parts: KeyParts): Promise<readonly SigningKey[]> {
  const now = parts.clock.now();
  let rows = await parts.store.signingKeys.list();
  for (const algorithm of algorithms) {
    if (!rows.some((row) => row.algorithm === algorithm)) await addKey(parts, algorithm, 1, now);
  }
  rows = await parts.store.signingKeys.list();
  return algorithms.flatMap((algorithm) => {
    const own = rows.filter((row) => row.algorithm === algorithm);
    const signing = own.find(({ signsFrom }) => signsFrom <= now) ?? own[0]!;
    return [signing, ...own.filter((row) => row !== signing)].map((row) => open(row, parts));
  });
}

/** Makes the next generation; it signs once every node and every client can know it. Answers the new key ids. */
export async function rotateKeys(parts: KeyParts, { soon = publishedBefore } = {}): Promise<readonly string[]> {
  const now = parts.clock.now();
  const rows = await parts.store.signingKeys.list();
  const made: string[] = [];
  for (const algorithm of algorithms) {
    const newest = rows.find((row) => row.algorithm === algorithm)?.generation ?? 0;
    made.push(await addKey(parts, algorithm, newest + 1, now + (newest === 0 ? 0 : soon)));
  }
  return made;
}

/** Replaces keys that have signed long enough and removes those that nobody needs any more. */
export async function keepKeys(parts: KeyParts): Promise<void> {
  const now = parts.clock.now();
  const rows = await parts.store.signingKeys.list();
  if (algorithms.some((algorithm) => isOld(rows, algorithm, now))) await rotateKeys(parts);
  for (const row of rows) {
    const next = rows.find((each) => each.algorithm === row.algorithm && each.generation === row.generation + 1);
    if (next !== undefined && next.signsFrom + publishedAfter <= now) await parts.store.signingKeys.remove(row.kid);
  }
}

function isOld(rows: readonly SigningKeyRow[], algorithm: Algorithm, now: number): boolean {
  const newest = rows.find((row) => row.algorithm === algorithm);
  // One that is missing is made when keys are published; another node may be about it this moment.
  return newest !== undefined && newest.signsFrom + signsFor <= now;
}

async function addKey(parts: KeyParts, algorithm: Algorithm, generation: number, signsFrom: number): Promise<string> {
  const { privateKey } =
    algorithm === 'ES256'
      ? await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })
      : await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(JSON.stringify([jwk.kty, jwk.n, jwk.x, jwk.y]))
    .digest('base64url');
  await parts.store.signingKeys.add({
    kid,
    algorithm,
    generation,
    keySealed: parts.sealer.seal(JSON.stringify(jwk), ['signing_keys', 'key_sealed', kid]),
    createdAt: parts.clock.now(),
    signsFrom,
  });
  return kid;
}

function open({ kid, algorithm, keySealed }: SigningKeyRow, { sealer }: Pick<Parts, 'sealer'>): SigningKey {
  const jwk: JsonWebKey = JSON.parse(sealer.open(keySealed, ['signing_keys', 'key_sealed', kid]));
  return { ...jwk, kid, alg: algorithm, use: 'sig' };
}
