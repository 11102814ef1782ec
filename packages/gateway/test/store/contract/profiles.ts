import { describe, expect, it } from 'vitest';
import { field, fresh, identity, person, type Stores } from './rows.ts';

export function describeProfiles(stores: Stores): void {
  describe('profiles', () => {
    it.each([
      { title: 'newer overwrites older', before: 5, now: 6, value: '新', stands: '新' },
      { title: 'older never overwrites newer', before: 5, now: 4, value: '旧', stands: '小明' },
      { title: 'empty never overwrites known', before: 5, now: 6, value: '', stands: '小明' },
    ])('$title', async ({ before, now, value, stands }) => {
      const openid = fresh('o');
      await stores.one.profiles.learn([field(openid, 'nickname', '小明', before), field(openid, 'sex', '1', before)]);
      await stores.one.profiles.learn([field(openid, 'nickname', value, now)]);
      const known = await stores.one.profiles.of('wx1', openid);
      expect(known.map(({ field: name, value: text }) => [name, text])).toEqual([
        ['nickname', stands],
        ['sex', '1'],
      ]);
    });
    it('are forgotten by field or whole', async () => {
      const openid = fresh('o');
      await stores.one.profiles.learn([field(openid, 'nickname', 'x', 1), field(openid, 'city', 'y', 1)]);
      await stores.one.profiles.forget('wx1', openid, ['nickname', 'avatar']);
      expect(await stores.one.profiles.of('wx1', openid)).toMatchObject([{ field: 'city' }]);
      await stores.one.profiles.forget('wx1', openid, 'all');
      expect(await stores.one.profiles.of('wx1', openid)).toEqual([]);
    });
    it('keep text as it is', async () => {
      const openid = fresh('o');
      const value = '"阿<b>喵\u202e😀\'; DROP TABLE persons; --';
      await stores.one.profiles.learn([field(openid, 'nickname', value, 1)]);
      expect((await stores.one.profiles.of('wx1', openid))[0]?.value).toBe(value);
    });
  });

  describe('pictures', () => {
    const copy = (openid: string, source: string) => ({
      appId: 'wx1',
      openid,
      id: fresh('picture-'),
      source,
      type: 'image/png' as const,
      bytes: '',
      copiedAt: 1,
    });
    const wanted = async (openid: string, now: number) =>
      (await stores.other.avatars.wanting(1000, now)).some((each) => each.openid === openid);

    it('are wanted from the moment they were learnt until they are copied, and again when another one is learnt', async () => {
      const openid = fresh('o');
      await stores.one.profiles.learn([field(openid, 'avatar', 'first', 5), field(openid, 'nickname', 'x', 5)]);
      expect([await wanted(openid, 4), await wanted(openid, 5)]).toEqual([false, true]);
      await stores.one.avatars.put(copy(openid, 'of before'));
      expect(await wanted(openid, 5)).toBe(true);
      await stores.one.avatars.put(copy(openid, 'first'));
      await stores.one.profiles.learn([field(openid, 'avatar', 'first', 6)]);
      expect(await wanted(openid, 9)).toBe(false);
      await stores.one.profiles.learn([field(openid, 'avatar', 'second', 7)]);
      expect(await wanted(openid, 9)).toBe(true);
    });
    it('are wanted later, or never, and after that only another one is', async () => {
      const openid = fresh('o');
      await stores.one.profiles.learn([field(openid, 'avatar', 'first', 5)]);
      await stores.one.avatars.later('wx1', openid, 20);
      await stores.one.profiles.learn([field(openid, 'avatar', 'first', 6)]);
      expect([await wanted(openid, 19), await wanted(openid, 20)]).toEqual([false, true]);
      await stores.one.avatars.later('wx1', openid, null);
      await stores.one.avatars.later('wx1', openid, 30);
      expect(await wanted(openid, 99)).toBe(false);
      await stores.one.profiles.learn([field(openid, 'avatar', 'second', 7)]);
      expect(await wanted(openid, 99)).toBe(true);
    });
    it('know of it nowhere in the profile', async () => {
      const known = await person(stores.one);
      const { appId, openid } = identity(known);
      await stores.one.people.addIdentity(identity(known, { openid }));
      const avatar = field(openid, 'avatar', 'first', 5);
      await stores.one.profiles.learn([avatar]);
      expect(await stores.one.profiles.of(appId, openid)).toEqual([avatar]);
      expect(await stores.one.profiles.ofPerson(known)).toEqual([avatar]);
    });
    it('are wanted anew after an erasure was undone', async () => {
      const known = await person(stores.one);
      const { appId, openid } = identity(known);
      await stores.one.people.addIdentity(identity(known, { openid }));
      await stores.one.profiles.learn([field(openid, 'avatar', 'first', 5)]);
      await stores.one.avatars.put(copy(openid, 'first'));
      const rows = await stores.one.copies.rowsOf(known);
      await stores.one.transaction((inside) => inside.people.erase(known));
      expect(await wanted(openid, 9)).toBe(false);
      await stores.one.copies.putBack(rows);
      expect(await stores.one.avatars.of(appId, openid)).toBeUndefined();
      expect(await wanted(openid, 9)).toBe(true);
    });
  });

  describe('followers', () => {
    const follower = (openid: string, subscribed: 0 | 1, changedAt: number, scene: string | null = null) => ({
      appId: 'wx1',
      openid,
      subscribed,
      changedAt,
      subscribedAt: subscribed ? changedAt : null,
      scene,
      qrScene: null,
      remark: null,
      tagIds: null,
    });
    it('end in the state of the newest event, however late the older one comes', async () => {
      const openid = fresh('o');
      expect(await stores.one.followers.set(follower(openid, 0, 10))).toBe(true);
      expect(await stores.one.followers.set(follower(openid, 1, 5))).toBe(false);
      expect(await stores.one.followers.find('wx1', openid)).toMatchObject({ subscribed: 0, changedAt: 10 });
    });
    it('keep what an event does not know', async () => {
      const openid = fresh('o');
      await stores.one.followers.set(follower(openid, 1, 5, 'ADD_SCENE_SEARCH'));
      await stores.one.followers.set(follower(openid, 1, 6));
      expect(await stores.one.followers.find('wx1', openid)).toMatchObject({ changedAt: 6, scene: 'ADD_SCENE_SEARCH' });
    });
  });
}
