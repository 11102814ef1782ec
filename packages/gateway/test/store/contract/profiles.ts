import { describe, expect, it } from 'vitest';
import { field, fresh, type Stores } from './rows.ts';

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
