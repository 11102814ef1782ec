import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PictureError } from '../../src/avatars/picture-source.ts';
import { event, openidOf, pushAccount, start, type TestGateway, testGateway } from '../harness.ts';
import { png } from './pictures.ts';

const first = 'https://thirdwx.qlogo.cn/mmopen/vi_32/first/132';
const second = 'https://thirdwx.qlogo.cn/mmopen/vi_32/second/132';
const { appId } = pushAccount('service');

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
    await gateway.parts.avatars.catchUp();
    expect(await shown(openid)).not.toBe(old);
    expect((await fetch(gateway.url(old!))).status).toBe(404);
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
