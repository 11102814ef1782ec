/** OPX-21: many sign-ins while the signing keys change, seen by an application that looks at the published keys now and then. */
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { keepKeys, publishedAfter, rotateKeys } from '../packages/gateway/src/oidc/signing-keys.ts';
import { openIdWorld, signedIn } from './relying-party.ts';

/** How long the application believes the keys it has seen, in milliseconds. */
const believed = 300_000;

export interface RotationReport {
  readonly signIns: number;
  readonly rotations: number;
  /** Id tokens by the number of keys that signed them: more than one, or nothing has rotated. */
  readonly signers: number;
  /** Sign-ins without an id token, and id tokens that the known keys do not verify. */
  readonly failures: number;
}

/** Sign-ins half a minute apart, the keys changed at a third and at two thirds of them. */
export async function signInsUnderRotation(fields: Record<string, unknown>, signIns: number): Promise<RotationReport> {
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  const world = await openIdWorld(fields, clock);
  const { gateway } = world;
  // The last key of a rotation must still come to sign: it is published a while before.
  const apart = Math.max(30_000, Math.ceil((2 * publishedAfter) / signIns));
  let known = new Map<string, JsonWebKey>();
  let seenAt = Number.NEGATIVE_INFINITY;
  const signers = new Set<string>();
  let [rotations, failures] = [0, 0];

  async function look(): Promise<void> {
    if (clock.now() - seenAt < believed) return;
    seenAt = clock.now();
    await keepKeys(gateway.parts);
    const { keys } = (await (await fetch(gateway.url('/oauth2/jwks'))).json()) as {
      keys: (JsonWebKey & { kid: string })[];
    };
    known = new Map(keys.map((key) => [key.kid, key]));
  }

  function isSigned(idToken: string): boolean {
    const [header = '', payload = '', signature = ''] = idToken.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString() || '{}');
    const key = known.get(kid);
    if (key === undefined) return false;
    signers.add(kid);
    return verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
  }

  try {
    for (let done = 0; done < signIns; done += 1) {
      await look();
      const { reply } = await signedIn(world, {}, `visitor ${done % 100}`);
      if (!isSigned(reply.body.id_token ?? '')) failures += 1;
      if ((rotations + 1) * signIns <= (done + 1) * 3 && rotations < 2) {
        await rotateKeys(gateway.parts);
        rotations += 1;
      }
      clock.ahead += apart;
    }
    return { signIns, rotations, signers: signers.size, failures };
  } finally {
    await gateway.close();
  }
}
