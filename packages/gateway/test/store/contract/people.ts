import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { field, fresh, identity, person, type Stores, session } from './rows.ts';

export function describePeople(stores: Stores): void {
  describe('people', () => {
    it('lets one of two own an identity', async () => {
      const [one, two] = [await person(stores.one), await person(stores.one)];
      const key = { openid: fresh('o') };
      const added = await Promise.all([
        stores.one.people.addIdentity(identity(one, key)),
        stores.other.people.addIdentity(identity(two, key)),
      ]);
      expect(added.filter(Boolean)).toHaveLength(1);
    });
    it('holds equal openids of two accounts apart', async () => {
      const [one, two] = [await person(stores.one), await person(stores.one)];
      const openid = fresh('o');
      await stores.one.people.addIdentity(identity(one, { openid }));
      await stores.one.people.addIdentity(identity(two, { openid, appId: 'wx2' }));
      expect((await stores.one.people.identity('wx1', openid))?.personId).toBe(one);
      expect((await stores.one.people.identity('wx2', openid))?.personId).toBe(two);
    });
    it('gives a unionid of a group to one owner, and another group its own', async () => {
      const [one, two] = [await person(stores.one), await person(stores.one)];
      const unionid = fresh('u');
      const claim = (by: Store, openPlatform: string, personId: string) =>
        by.people.claimUnion({ openPlatform, unionid, personId, createdAt: 1 });
      const owners = await Promise.all([claim(stores.one, 'main', one), claim(stores.other, 'main', two)]);
      expect(new Set(owners).size).toBe(1);
      expect(await claim(stores.one, 'elsewhere', two)).toBe(two);
    });
    it('attaches a unionid once', async () => {
      const someone = identity(await person(stores.one));
      await stores.one.people.addIdentity(someone);
      expect(await stores.one.people.attachUnionid('wx1', someone.openid, 'main', 'u1')).toBe(true);
      expect(await stores.one.people.attachUnionid('wx1', someone.openid, 'main', 'u2')).toBe(false);
      expect((await stores.one.people.identity('wx1', someone.openid))?.unionid).toBe('u1');
    });
    it('follows merges from the old id to the person that stays', async () => {
      const [a, b, c] = [await person(stores.one), await person(stores.one), await person(stores.one)];
      const someone = identity(a);
      await stores.one.people.addIdentity(someone);
      await stores.one.transaction(async (inside) => {
        await inside.people.lock([a, b]);
        await inside.people.merge(a, b);
      });
      await stores.one.people.merge(b, c);
      expect((await stores.one.people.current(a))?.id).toBe(c);
      expect((await stores.one.people.identity('wx1', someone.openid))?.personId).toBe(c);
    });
    it('discards a person without identity only', async () => {
      const [lonely, known] = [await person(stores.one), await person(stores.one)];
      await stores.one.people.addIdentity(identity(known));
      await stores.one.people.discard(lonely);
      await stores.one.people.discard(known);
      expect(await stores.one.people.find(lonely)).toBeUndefined();
      expect(await stores.one.people.find(known)).toBeDefined();
    });
    it('erases a person with aliases, identities, profile, session and grant', async () => {
      const [gone, alias] = [await person(stores.one), await person(stores.one)];
      const someone = identity(gone);
      await stores.one.people.addIdentity(someone);
      await stores.one.people.merge(alias, gone);
      await stores.one.profiles.learn([field(someone.openid, 'nickname', '小明', 5)]);
      await stores.one.sessions.create(session(gone, someone.openid));
      await stores.one.transaction((inside) => inside.people.erase(gone));
      expect(await stores.one.people.find(gone)).toBeUndefined();
      expect(await stores.one.people.find(alias)).toBeUndefined();
      expect(await stores.one.people.identity('wx1', someone.openid)).toBeUndefined();
      expect(await stores.one.profiles.of('wx1', someone.openid)).toEqual([]);
    });
  });
}
