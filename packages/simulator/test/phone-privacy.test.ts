import { afterEach, describe, expect, it } from 'vitest';
import { Impossible } from '../src/phone/impossible.ts';
import { cancel, cleanProfile, withdraw } from '../src/phone/privacy.ts';
import { openFrame } from '../src/push/frame.ts';
import type { World } from '../src/world/world.ts';
import { startWebhook, type Webhook } from './fixtures/webhook.ts';
import { connect, testWorld } from './fixtures/worlds.ts';

const closing: Webhook[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((webhook) => webhook.close()));
});

const DAY = 86_400_000;

async function scene(date?: string, mode: 'plain' | 'safe' = 'plain') {
  const webhook = await startWebhook();
  closing.push(webhook);
  const { world } = testWorld(date === undefined ? {} : { date });
  connect(world, 'service', webhook.url, mode);
  return { world, webhook };
}

function authorised(world: World, person: string, daysAgo = 0): void {
  world.state.consents.service = {
    ...world.state.consents.service,
    [person]: { grantedAt: world.now() - daysAgo * DAY, withdrawnAt: null },
  };
}

const value = (body: string, name: string) => new RegExp(`<${name}><!\\[CDATA\\[(.*?)\\]\\]>`).exec(body)?.[1];

describe('privacy events', () => {
  it('E-01 E-04 withdrawing: to the letter, from a platform account, the person in OpenID', async () => {
    const { world, webhook } = await scene();
    authorised(world, 'xiaoming');
    const [service, xiaoming] = [world.accountNamed('service'), world.personNamed('xiaoming')];
    const [push] = await withdraw(world, xiaoming, service);
    expect(push).toMatchObject({ event: 'user_authorization_revoke', status: 200, reply: null });
    const body = webhook.received[0]?.body ?? '';
    const from = value(body, 'FromUserName') ?? '';
    const openid = world.openidOf(xiaoming, service);
    expect(world.state.people.map((person) => world.openidOf(person, service))).not.toContain(from);
    expect(body).toBe(
      `<xml><ToUserName><![CDATA[${service.originalId}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>${world.unixNow()}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[user_authorization_revoke]]></Event><OpenID><![CDATA[${openid}]]></OpenID><UnionID><![CDATA[${world.unionidOf(xiaoming, service)}]]></UnionID><AppID><![CDATA[${service.appId}]]></AppID><RevokeInfo><![CDATA[205]]></RevokeInfo></xml>`,
    );
    await expect(withdraw(world, xiaoming, service)).rejects.toThrow(Impossible);
  });

  it('E-01 quirk revokeSampleValue: RevokeInfo 1', async () => {
    const { world, webhook } = await scene();
    authorised(world, 'xiaoming');
    world.accountNamed('service').quirks = ['revokeSampleValue'];
    await withdraw(world, world.personNamed('xiaoming'), world.accountNamed('service'));
    expect(value(webhook.received[0]?.body ?? '', 'RevokeInfo')).toBe('1');
  });

  it('E-02 cancelling WeChat tells every account that knows the person, without RevokeInfo', async () => {
    const { world, webhook } = await scene();
    const xiaohong = world.personNamed('xiaohong');
    expect(await cancel(world, xiaohong)).toMatchObject([{ event: 'user_authorization_cancellation' }]);
    expect(webhook.received[0]?.body).not.toContain('RevokeInfo');
    expect(world.isFollower('xiaohong', 'service')).toBe(false);
    await expect(cancel(world, xiaohong)).rejects.toThrow(Impossible);
  });

  it('E-03 a cleaned profile is told for authorisations of the last 30 days only', async () => {
    const { world, webhook } = await scene();
    authorised(world, 'xiaoming', 29);
    authorised(world, 'xiaohong', 31);
    expect(await cleanProfile(world, world.personNamed('xiaoming'))).toHaveLength(1);
    expect(await cleanProfile(world, world.personNamed('xiaohong'))).toEqual([]);
    const [{ body } = { body: '' }] = webhook.received;
    expect(value(body, 'Event')).toBe('user_info_modified');
    expect(body).not.toContain('RevokeInfo');
    expect(world.personNamed('xiaoming')).toMatchObject({ nickname: '微信用户', avatar: '' });
  });

  it('E-03 quirk modifiedWithoutOpenId', async () => {
    const { world, webhook } = await scene();
    authorised(world, 'xiaoming');
    world.accountNamed('service').quirks = ['modifiedWithoutOpenId'];
    await cleanProfile(world, world.personNamed('xiaoming'));
    expect(webhook.received[0]?.body).not.toContain('OpenID');
  });

  it('E-06 no UnionID for an account outside of a group', async () => {
    const { world, webhook } = await scene();
    authorised(world, 'xiaoming');
    world.accountNamed('service').openPlatform = null;
    await withdraw(world, world.personNamed('xiaoming'), world.accountNamed('service'));
    expect(webhook.received[0]?.body).not.toContain('UnionID');
  });

  it('E-07 in secure mode sealed as any event', async () => {
    const { world, webhook } = await scene(undefined, 'safe');
    authorised(world, 'xiaoming');
    const service = world.accountNamed('service');
    await withdraw(world, world.personNamed('xiaoming'), service);
    const [request] = webhook.received;
    expect(request?.url.searchParams.get('msg_signature')).toMatch(/^[0-9a-f]{40}$/);
    const { encodingAesKey = '' } = service.push ?? {};
    const opened = openFrame(value(request?.body ?? '', 'Encrypt') ?? '', { encodingAesKey, appId: service.appId });
    expect(opened).toContain('user_authorization_revoke');
  });

  it('H-23 before the privacy events nothing is pushed, but the authorisation ends', async () => {
    const { world, webhook } = await scene('2019-01-01T00:00:00+08:00');
    authorised(world, 'xiaoming');
    expect(await withdraw(world, world.personNamed('xiaoming'), world.accountNamed('service'))).toEqual([]);
    expect(webhook.received).toEqual([]);
    expect(world.state.consents.service?.xiaoming?.withdrawnAt).toBe(world.now());
  });
});
