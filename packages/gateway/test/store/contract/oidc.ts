import { describe, expect, it } from 'vitest';
import type { OidcArtifact } from '../../../src/store/oidc.ts';
import { fresh, person, type Stores } from './rows.ts';

export function describeOidc(stores: Stores): void {
  describe('what OpenID Connect remembers', () => {
    const artifact = (fields: Partial<OidcArtifact> = {}) => ({
      model: 'AuthorizationCode',
      idDigest: fresh('digest-'),
      payloadSealed: 'sealed',
      grantDigest: null,
      uidDigest: null,
      personId: null,
      clientId: 'shop',
      createdAt: 1000,
      expiresAt: 9000,
      ...fields,
    });

    it('OPX-03 a code is consumed by one of fifty at once, and stays consumed when it is written again', async () => {
      const code = artifact();
      await stores.one.oidcArtifacts.put(code);
      const tries = Array.from({ length: 50 }, (_, index) =>
        (index % 2 ? stores.one : stores.other).oidcArtifacts.consume(code.model, code.idDigest, 2000),
      );
      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      await stores.one.oidcArtifacts.put({ ...code, payloadSealed: 'later', createdAt: 5000 });
      expect(await stores.other.oidcArtifacts.find(code.model, code.idDigest)).toMatchObject({
        payloadSealed: 'later',
        createdAt: 1000,
        consumedAt: 2000,
      });
    });

    it('OAC-10 what is consumed until a time stays consumed when it is written again, and goes with the next sweep', async () => {
      const request = artifact({ model: 'Interaction' });
      await stores.one.oidcArtifacts.put(request);
      expect(await stores.one.oidcArtifacts.consume(request.model, request.idDigest, 20, 70)).toBe(true);
      expect(await stores.other.oidcArtifacts.consume(request.model, request.idDigest, 30, 90)).toBe(false);
      expect(await stores.other.oidcArtifacts.find(request.model, request.idDigest)).toMatchObject({
        consumedAt: 20,
        expiresAt: 70,
      });
      await stores.one.oidcArtifacts.put({ ...request, expiresAt: 80 });
      expect(await stores.one.oidcArtifacts.find(request.model, request.idDigest)).toMatchObject({ consumedAt: 20 });
      await stores.one.sweep(80);
      expect(await stores.one.oidcArtifacts.find(request.model, request.idDigest)).toBeUndefined();
    });

    it('kinds do not mix: one digest under two kinds is two rows', async () => {
      const code = artifact();
      await stores.one.oidcArtifacts.put(code);
      expect(await stores.one.oidcArtifacts.find('RefreshToken', code.idDigest)).toBeUndefined();
      expect(await stores.one.oidcArtifacts.consume('RefreshToken', code.idDigest, 1)).toBe(false);
    });

    it('a family goes together, or one kind of it', async () => {
      const grantDigest = fresh('grant-');
      const code = artifact({ grantDigest });
      const token = artifact({ grantDigest, model: 'AccessToken' });
      await stores.one.oidcArtifacts.put(code);
      await stores.one.oidcArtifacts.put(token);
      await stores.one.oidcArtifacts.removeOfGrant(grantDigest, 'AccessToken');
      expect(await stores.one.oidcArtifacts.find(token.model, token.idDigest)).toBeUndefined();
      expect(await stores.one.oidcArtifacts.find(code.model, code.idDigest)).toBeDefined();
      await stores.one.oidcArtifacts.removeOfGrant(grantDigest);
      expect(await stores.one.oidcArtifacts.find(code.model, code.idDigest)).toBeUndefined();
    });

    it('a session is found by its second name and by its person, and goes with the person', async () => {
      const personId = await person(stores.one);
      const session = artifact({ model: 'Session', uidDigest: fresh('uid-'), personId });
      await stores.one.oidcArtifacts.put(session);
      expect(await stores.one.oidcArtifacts.findByUid('Session', session.uidDigest!)).toMatchObject({ personId });
      expect(await stores.one.oidcArtifacts.ofPerson('Session', personId)).toHaveLength(1);
      await stores.one.transaction((inside) => inside.people.erase(personId));
      expect(await stores.one.oidcArtifacts.ofPerson('Session', personId)).toEqual([]);
    });

    it('what belongs to a client goes with it, and nothing else', async () => {
      const clientId = fresh('client-');
      const theirs = [artifact({ clientId }), artifact({ clientId, model: 'RefreshToken' })];
      const other = artifact();
      for (const row of [...theirs, other]) await stores.one.oidcArtifacts.put(row);
      await stores.one.oidcArtifacts.removeOfClient(clientId);
      for (const row of theirs) expect(await stores.other.oidcArtifacts.find(row.model, row.idDigest)).toBeUndefined();
      expect(await stores.other.oidcArtifacts.find(other.model, other.idDigest)).toBeDefined();
    });

    it('a sweep takes what has expired', async () => {
      const code = artifact({ expiresAt: 50 });
      const lasting = artifact({ expiresAt: null });
      await stores.one.oidcArtifacts.put(code);
      await stores.one.oidcArtifacts.put(lasting);
      await stores.one.sweep(50);
      expect(await stores.one.oidcArtifacts.find(code.model, code.idDigest)).toBeUndefined();
      expect(await stores.one.oidcArtifacts.find(lasting.model, lasting.idDigest)).toBeDefined();
    });

    it('of two keys of one generation, made at once, the first stands', async () => {
      const generation = Number(fresh('')) + 1_000_000;
      const key = (kid: string) => ({
        kid,
        algorithm: 'ES256' as const,
        generation,
        keySealed: 'sealed',
        createdAt: 1,
        signsFrom: 1,
      });
      await Promise.all([
        stores.one.signingKeys.add(key(fresh('kid-'))),
        stores.other.signingKeys.add(key(fresh('kid-'))),
      ]);
      const kept = (await stores.one.signingKeys.list()).filter((row) => row.generation === generation);
      expect(kept).toHaveLength(1);
      await stores.one.signingKeys.remove(kept[0]!.kid);
    });

    it('a notice of signing out is taken by one, and again when it is due', async () => {
      const notice = { id: fresh('notice-'), clientId: 'shop', personId: 'p', sid: null, nextAt: 10, createdAt: 10 };
      await stores.one.logoutNotices.add(notice);
      const taken = await Promise.all([stores.one, stores.other].map((each) => each.logoutNotices.take(10, 100, 5)));
      expect(taken.flat()).toMatchObject([{ id: notice.id, attempts: 1 }]);
      await stores.one.logoutNotices.later(notice.id, 20);
      expect(await stores.other.logoutNotices.take(19, 100, 5)).toEqual([]);
      expect(await stores.other.logoutNotices.take(20, 100, 5)).toMatchObject([{ attempts: 2 }]);
      await stores.one.logoutNotices.remove(notice.id);
      expect(await stores.one.logoutNotices.take(1000, 2000, 5)).toEqual([]);
    });

    it('clients are written, found, listed and removed', async () => {
      const row = {
        clientId: fresh('client-'),
        metadata: '{}',
        secretSealed: null,
        origin: 'operator' as const,
        createdAt: 1,
        changedAt: 1,
      };
      await stores.one.clients.put(row);
      await stores.one.clients.put({ ...row, secretSealed: 'sealed', createdAt: 5, changedAt: 2 });
      expect(await stores.other.clients.find(row.clientId)).toEqual({ ...row, secretSealed: 'sealed', changedAt: 2 });
      expect((await stores.one.clients.list()).map(({ clientId }) => clientId)).toContain(row.clientId);
      expect(await stores.one.clients.remove(row.clientId)).toBe(true);
      expect(await stores.one.clients.remove(row.clientId)).toBe(false);
    });
  });
}
