import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PictureError } from '../../src/avatars/picture-source.ts';
import { event, openidOf, pushAccount, start, type TestGateway, testGateway } from '../harness.ts';
import { png } from './pictures.ts';

const first = 'https://thirdwx.qlogo.cn/mmopen/vi_32/first/132';
const second = 'https://thirdwx.qlogo.cn/mmopen/vi_32/second/132';
const { appId } = pushAccount('service');
const hour = 3_600_000;

describe('avatars: copy', () => {
  let gateway: TestGateway;
  let wechat: Map<string, Uint8Array>;
  const asked: string[] = [];
  beforeAll(async () => {
    gateway = await testGateway(
      { avatars: 'copy' },
      {
        async pictures(address) {
          asked.push(address);
          const picture = wechat.get(address);
          if (picture === undefined) throw new PictureError('status');
          return picture;
        },
      },
    );
  });
  afterAll(() => gateway.close());
  beforeEach(() => {
    gateway.clock.time = start;
    wechat = new Map([[first, png(132, 132)]]);
  });

  const learn = async (name: string, avatar: string, at: number) => {
    const openid = openidOf(name);
    const { people, avatars, accounts } = gateway.parts;
    await people.see({ account: accounts.byName('service')!, openid, origin: 'login', at });
    await people.learn(appId, openid, { avatar }, { source: 'follower', at });
    await avatars.copy(appId, openid);
    return openid;
  };
  const shown = async (openid: string) => {
    const person = await gateway.parts.people.find(appId, openid);
    return gateway.parts.avatars.shown((await gateway.parts.people.view(person!.id))?.profile.avatar);
  };

  it('serves a copy under a name that never changes, to the browser alone', async () => {
    const path = await shown(await learn('copied', first, start));
    expect(path).toMatch(/^\/avatars\/[0-9a-f]{32}$/);
    const reply = await fetch(gateway.url(path!));
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    expect(Buffer.from(await reply.arrayBuffer())).toEqual(png(132, 132));
  });

  it('copies a picture once, however often it is learnt', async () => {
    const openid = await learn('once', first, start);
    const before = asked.length;
    await learn('once', first, start + 1000);
    await gateway.parts.avatars.catchUp();
    expect(asked).toHaveLength(before);
    expect(await shown(openid)).toBeDefined();
  });

  it('keeps the copy when WeChat takes the picture away, until the new one is here', async () => {
    const openid = await learn('changed', first, start);
    const old = await shown(openid);
    wechat.clear();
    await learn('changed', second, start + 1000);
    expect(await shown(openid)).toBe(old);
    expect((await fetch(gateway.url(old!))).status).toBe(200);
    wechat.set(second, png(64, 64));
    gateway.clock.time += hour;
    await gateway.parts.avatars.catchUp();
    expect(await shown(openid)).not.toBe(old);
    expect((await fetch(gateway.url(old!))).status).toBe(404);
  });

  it('asks again for a picture that fails, each time after a longer while, and first for those that wait longer', async () => {
    const [missing, late] = [`${first}/missing`, `${first}/late`];
    await learn('missing', missing, gateway.clock.time);
    const tries = async (hours: number) => {
      gateway.clock.time += hours * hour;
      const before = asked.length;
      await gateway.parts.avatars.catchUp();
      return asked.slice(before).filter((address) => address === missing || address === late);
    };
    expect(await tries(0.9)).toEqual([]);
    expect(await tries(0.1)).toEqual([missing]);
    expect(await tries(0.9)).toEqual([]);
    expect(await tries(0.1)).toEqual([missing]);
    await learn('late', late, gateway.clock.time);
    expect(await tries(1)).toEqual([late]);
    expect(await tries(1)).toEqual([missing, late]);
  });

  it('copies what more pictures than one round takes, and that always fail, stood before', async () => {
    const { people, avatars, accounts, store } = gateway.parts;
    const account = accounts.byName('service')!;
    const at = gateway.clock.time;
    const fields = Array.from({ length: 150 }, (_, index) => ({
      appId,
      openid: openidOf(`broken ${index}`),
      field: 'avatar' as const,
      value: `${first}/broken`,
      source: 'follower' as const,
      learntAt: at - index,
    }));
    await store.profiles.learn(fields);
    const openid = openidOf('behind');
    await people.see({ account, openid, origin: 'login', at });
    await store.profiles.learn([{ ...fields[0]!, openid, value: first, learntAt: at }]);
    await avatars.catchUp();
    expect(await store.avatars.of(appId, openid)).toBeUndefined();
    await avatars.catchUp();
    expect(await store.avatars.of(appId, openid)).toMatchObject({ source: first });
  });

  it.each([
    ['a page', Buffer.from('<html>captive portal</html>')],
    ['a bomb', png(65_535, 65_535)],
  ])('does not keep %s', async (name, bytes) => {
    wechat.set(first, bytes);
    expect(await shown(await learn(`no ${name}`, first, start))).toBeUndefined();
  });

  it('PRV-02 forgets the copy with the fact: on unfollowing, on a withdrawn picture, with the person', async () => {
    const openid = await learn('gone', first, start);
    const path = await shown(openid);
    await gateway.push('service', event('service', openid, 'unsubscribe'));
    expect((await fetch(gateway.url(path!))).status).toBe(404);

    const other = await learn('erased', first, start);
    const kept = await shown(other);
    const person = await gateway.parts.people.find(appId, other);
    await gateway.parts.store.people.erase(person!.id);
    expect((await fetch(gateway.url(kept!))).status).toBe(404);
  });

  it.each(['/avatars/0', '/avatars/..%2f', `/avatars/${'f'.repeat(32)}`])('%s is not there', async (path) => {
    expect((await fetch(gateway.url(path))).status).toBe(404);
  });

  it('a picture that was forgotten while it was on its way is not kept', async () => {
    const openid = openidOf('race');
    await gateway.parts.store.avatars.put({
      id: 'a'.repeat(32),
      appId,
      openid,
      source: first,
      type: 'image/png',
      bytes: '',
      copiedAt: start,
    });
    expect(await gateway.parts.store.avatars.of(appId, openid)).toBeUndefined();
  });
});
