import { describe, expect, it } from 'vitest';
import type { NewLogin } from '../../../src/store/sign-in.ts';
import { erased, fresh, person, type Stores, session } from './rows.ts';

export function describeSignIn(stores: Stores): void {
  const login = (fields: Partial<NewLogin> = {}): NewLogin => ({
    id: fresh('login-'),
    cookieId: fresh('c'),
    stateDigest: fresh('state-'),
    bindingDigest: 'binding',
    purpose: 'login',
    account: 'service',
    appId: 'wx1',
    scope: 'snsapi_base',
    returnTo: '/me',
    ticketDigest: null,
    restartOf: null,
    actedAt: null,
    startedAt: 1000,
    expiresAt: 601_000,
    ...fields,
  });

  describe('logins', () => {
    it('are found by state and moved on by one of many', async () => {
      const started = login();
      await stores.one.logins.create(started);
      expect(await stores.one.logins.byState(started.stateDigest)).toMatchObject({ id: started.id, status: 'started' });
      const moves = await Promise.all(
        Array.from({ length: 20 }, (_, turn) =>
          (turn % 2 ? stores.one : stores.other).logins.move(started.id, ['started'], 'returned', { openid: 'oA' }),
        ),
      );
      expect(moves.filter((moved) => moved !== undefined)).toMatchObject([{ status: 'returned', openid: 'oA' }]);
    });
    it('of a link forget the openid of somebody who is erased', async () => {
      const [linked, openid] = [login({ purpose: 'link' }), fresh('o')];
      await stores.one.logins.create(linked);
      await stores.one.logins.move(linked.id, ['started'], 'finished', { openid });
      await erased(stores.one, openid);
      expect(await stores.one.logins.find(linked.id)).toMatchObject({ status: 'finished', openid: null });
    });
    it('make room by dropping the oldest unfinished ones', async () => {
      const base = await stores.one.logins.open(0);
      const [old, young, done] = [login({ startedAt: 1 }), login({ startedAt: 9e12 }), login({ startedAt: 0 })];
      for (const each of [old, young, done]) await stores.one.logins.create(each);
      await stores.one.logins.move(done.id, ['started'], 'finished');
      await stores.one.logins.dropOldest(base + 1);
      expect(await stores.one.logins.find(old.id)).toBeUndefined();
      expect(await stores.one.logins.find(young.id)).toBeDefined();
      expect(await stores.one.logins.find(done.id)).toBeDefined();
    });
  });

  describe('codes', () => {
    const seen = (codeDigest: string, stateDigest: string) => ({ codeDigest, stateDigest, seenAt: 1, expiresAt: 2 });
    it('belong to the state they were first seen with', async () => {
      const code = fresh('code-');
      await stores.one.codes.see(seen(code, 'victim'));
      expect(await stores.other.codes.see(seen(code, 'attacker'))).toMatchObject({
        stateDigest: 'victim',
        status: 'seen',
      });
      expect(await stores.one.codes.claim(code, 'attacker', 'login-x')).toBe(false);
      expect(await stores.one.codes.claim(code, 'victim', 'login-y')).toBe(true);
    });
    it('are claimed by one of 20 at once', async () => {
      const code = fresh('code-');
      await stores.one.codes.see(seen(code, 's'));
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, turn) =>
          (turn % 2 ? stores.one : stores.other).codes.claim(code, 's', `login-${turn}`),
        ),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
      await stores.one.codes.finish(code, 'done', '{"ok":true}');
      expect(await stores.one.codes.find(code)).toMatchObject({ status: 'done', result: '{"ok":true}' });
    });
  });

  describe('sessions', () => {
    it('live until they expire or end', async () => {
      const one = session(await person(stores.one));
      await stores.one.sessions.create(one);
      expect(await stores.one.sessions.find(one.idDigest, 99)).toMatchObject({ personId: one.personId });
      expect(await stores.one.sessions.find(one.idDigest, 100)).toBeUndefined();
      await stores.one.sessions.end(one.idDigest);
      expect(await stores.other.sessions.find(one.idDigest, 50)).toBeUndefined();
    });
    it('OPX-19 remember the last visible act, whatever order the acts are noted in', async () => {
      const one = session(await person(stores.one));
      await stores.one.sessions.create(one);
      const acts: (number | null | undefined)[] = [];
      for (const at of [undefined, 20, 10, 30]) {
        if (at !== undefined) await stores.other.sessions.act(one.idDigest, at);
        acts.push((await stores.one.sessions.find(one.idDigest, 50))?.actedAt);
      }
      expect(acts).toEqual([null, 20, 20, 30]);
    });
    it('follow the person through a merge', async () => {
      const [from, into] = [await person(stores.one), await person(stores.one)];
      const one = session(from);
      await stores.one.sessions.create(one);
      await stores.one.people.merge(from, into);
      expect((await stores.one.sessions.find(one.idDigest, 50))?.personId).toBe(into);
    });
  });
}
