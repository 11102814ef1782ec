/**
 * The engine's memory, on our store. Two things it leaves to its storage are decided here: a bearer value is known by its
 * digest alone, with the row sealed around it; and consuming is one statement, so that of any number of callers one goes on.
 */
import type { Clock } from '@mingpian/wechat/ports';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { sha256 } from '../digest.ts';
import type { Sealer } from '../sealer.ts';
import type { OidcArtifact } from '../store/oidc.ts';
import type { Store } from '../store/store.ts';

/** How long a refresh token that was just used is refused without ending its family, in milliseconds. */
export const reuseWindow = 10_000;

export interface ArtifactParts {
  readonly store: Pick<Store, 'oidcArtifacts'>;
  readonly sealer: Pick<Sealer, 'seal' | 'open'>;
  readonly clock: Clock;
  /** What the engine is told when somebody else has consumed the row meanwhile. */
  readonly consumedMeanwhile: () => Error;
}

export function artifactAdapter(model: string, parts: ArtifactParts): Adapter {
  const { clock, sealer } = parts;
  const artifacts = parts.store.oidcArtifacts;
  const digest = (value: string) => sha256(`${model}\n${value}`);
  const place = (idDigest: string) => ['oidc_artifacts', 'payload_sealed', model, idDigest];

  function read(row: OidcArtifact | undefined): AdapterPayload | undefined {
    const now = clock.now();
    if (row === undefined || (row.expiresAt !== null && row.expiresAt <= now)) return undefined;
    const payload: AdapterPayload = JSON.parse(sealer.open(row.payloadSealed, place(row.idDigest)));
    // A refresh token inside its window passes for unused here; `consume` then refuses it and the family lives on.
    const early = model === 'RefreshToken' && row.consumedAt !== null && now - row.consumedAt < reuseWindow;
    return row.consumedAt === null || early ? payload : { ...payload, consumed: Math.floor(row.consumedAt / 1000) };
  }

  return {
    async upsert(id, payload, expiresIn) {
      const now = clock.now();
      const idDigest = digest(id);
      await artifacts.put({
        model,
        idDigest,
        payloadSealed: sealer.seal(JSON.stringify(payload), place(idDigest)),
        grantDigest: payload.grantId === undefined ? null : grantDigest(payload.grantId),
        uidDigest: payload.uid === undefined ? null : sha256(payload.uid),
        // A request that is being answered belongs to whom it signs in.
        personId: payload.accountId ?? payload.result?.login?.accountId ?? null,
        clientId: payload.clientId ?? null,
        createdAt: now,
        expiresAt: expiresIn === undefined ? null : now + expiresIn * 1000,
      });
    },

    find: async (id) => read(await artifacts.find(model, digest(id))),
    findByUid: async (uid) => read(await artifacts.findByUid(model, sha256(uid))),
    findByUserCode: async () => undefined,

    async consume(id) {
      const idDigest = digest(id);
      if (await artifacts.consume(model, idDigest, clock.now())) return;
      const row = await artifacts.find(model, idDigest);
      // A code that two had in their hands at once is treated as one that was used again: what came of it ends.
      if (model === 'AuthorizationCode' && row?.grantDigest != null) await endGrant(artifacts, row.grantDigest);
      throw parts.consumedMeanwhile();
    },

    destroy: (id) => artifacts.remove(model, digest(id)),
    revokeByGrantId: (grantId) => artifacts.removeOfGrant(grantDigest(grantId), model),
  };
}

/** Reads what stands in a row, whatever has become of it. */
export function readArtifact(row: OidcArtifact, sealer: Pick<Sealer, 'open'>): AdapterPayload {
  return JSON.parse(sealer.open(row.payloadSealed, ['oidc_artifacts', 'payload_sealed', row.model, row.idDigest]));
}

/** The digest by which a family is known: that of the row of its grant. */
export function grantDigest(grantId: string): string {
  return sha256(`Grant\n${grantId}`);
}

export function sessionDigest(cookie: string): string {
  return sha256(`Session\n${cookie}`);
}

/** Removes a grant with every token that came of it. */
export async function endGrant(artifacts: Store['oidcArtifacts'], digest: string): Promise<void> {
  await artifacts.remove('Grant', digest);
  await artifacts.removeOfGrant(digest);
}

export function requestDigest(uid: string): string {
  return sha256(`Interaction\n${uid}`);
}
