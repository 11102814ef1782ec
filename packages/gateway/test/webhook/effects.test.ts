import { afterEach, describe, expect, it } from 'vitest';
import { learnFollower } from '../../src/people/follower.ts';
import {
  event,
  openidOf,
  pushAccount,
  type StandIn,
  standIn,
  start,
  type TestGateway,
  testGateway,
  textMessage,
  unionidOf,
  writtenAccount,
} from '../harness.ts';
import { element } from '../push-builder.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const { appId } = pushAccount('service');
const said = (reply: string) => element(reply, 'Content');

/** user/info of a follower: as of 2014 with a name, as of today without. */
function follower(name: string, fields: Record<string, unknown> = {}) {
  return {
    subscribe: 1,
    openid: openidOf(name),
    nickname: '',
    sex: 0,
    language: '',
    city: '',
    province: '',
    country: '',
    headimgurl: '',
    subscribe_time: start / 1000,
    remark: '',
    groupid: 0,
    tagid_list: [],
    subscribe_scene: 'ADD_SCENE_SEARCH',
    qr_scene: 0,
    qr_scene_str: '',
    ...fields,
  };
}

function knowing(...followers: ReturnType<typeof follower>[]): StandIn {
  const wechat = standIn();
  wechat.answers.set('/cgi-bin/user/info', ({ url }) => {
    const openid = new URL(url).searchParams.get('openid');
    return followers.find((each) => each.openid === openid) ?? { subscribe: 0, openid, tagid_list: [] };
  });
  return wechat;
}

describe('following', () => {
  it('1.1, 1.3, 1.4 then: person, identity and profile are kept, and the greeting knows the name', async () => {
    const wechat = knowing(
      follower('xiaohong', {
        nickname: '小红',
        sex: 2,
        country: '中国',
        province: '广东',
        city: '深圳',
        language: 'zh_CN',
        headimgurl: 'http://wx.qlogo.cn/mmopen/abc/0',
      }),
    );
    gateway = await testGateway({}, { wechat });
    const answer = await gateway.push('service', event('service', openidOf('xiaohong'), 'subscribe', { EventKey: '' }));
    expect(said(answer.reply)).toBe('欢迎你，小红。');
    const person = await gateway.parts.people.find(appId, openidOf('xiaohong'));
    const view = await gateway.parts.people.view(person!.id);
    expect(view?.identities).toMatchObject([{ account: 'service', origin: 'push', foreign: 0 }]);
    expect(Object.fromEntries(Object.entries(view!.profile).map(([name, row]) => [name, row.value]))).toEqual({
      nickname: '小红',
      avatar: 'http://wx.qlogo.cn/mmopen/abc/0',
      sex: '2',
      country: '中国',
      province: '广东',
      city: '深圳',
      language: 'zh_CN',
    });
    expect(await gateway.parts.store.followers.find(appId, openidOf('xiaohong'))).toMatchObject({
      subscribed: 1,
      scene: 'ADD_SCENE_SEARCH',
    });
  });

  it('1.3, 1.4 today: follow data and unionid, no invented name, and a login link in the greeting', async () => {
    const wechat = knowing(follower('xiaohong', { unionid: unionidOf('xiaohong') }));
    gateway = await testGateway({ accounts: [writtenAccount('service', { open_platform: 'main' })] }, { wechat });
    const answer = await gateway.push('service', event('service', openidOf('xiaohong'), 'subscribe', { EventKey: '' }));
    expect(said(answer.reply)).toBe(
      `欢迎来到service 店。我们还不知道怎么称呼你，<a href="${gateway.url('/login/service')}">点这里登录</a>，下次就能叫出你的名字。`,
    );
    const identity = await gateway.parts.store.people.identity(appId, openidOf('xiaohong'));
    expect(identity).toMatchObject({ openPlatform: 'main', unionid: unionidOf('xiaohong') });
    expect(await gateway.parts.store.profiles.of(appId, openidOf('xiaohong'))).toEqual([]);
  });

  it('keeps a name that is known by consent when user/info says nothing', async () => {
    const wechat = knowing(follower('xiaohong'));
    gateway = await testGateway({}, { wechat });
    const { people, accounts } = gateway.parts;
    await people.see({
      account: accounts.byName('service')!,
      openid: openidOf('xiaohong'),
      origin: 'login',
      at: start,
    });
    await people.learn(appId, openidOf('xiaohong'), { nickname: '小红' }, { source: 'consent', at: start - 1000 });
    const answer = await gateway.push('service', event('service', openidOf('xiaohong'), 'subscribe'));
    expect(said(answer.reply)).toBe('欢迎你，小红。');
  });

  it('RPL-01 a hostile nickname stays text', async () => {
    const wechat = knowing(follower('evil', { nickname: ']]><Content>x' }));
    gateway = await testGateway({}, { wechat });
    const answer = await gateway.push('service', event('service', openidOf('evil'), 'subscribe'));
    expect(said(answer.reply)).toBe('欢迎你，]]><Content>x。');
    expect(element(answer.reply, 'ToUserName')).toBe(openidOf('evil'));
    expect(element(answer.reply, 'FromUserName')).toBe(pushAccount('service').originalId);
    expect(element(answer.reply, 'CreateTime')).toBe(String(start / 1000));
  });

  it('greets without the name when user/info fails or takes too long', async () => {
    const wechat = standIn();
    let answer: (body: unknown) => void = () => {};
    wechat.answers.set('/cgi-bin/user/info', () => new Promise((resolve) => (answer = resolve)));
    gateway = await testGateway({}, { wechat });
    const asked = gateway.push('service', event('service', openidOf('slow'), 'subscribe'));
    await until(() => wechat.calls.some(({ operation }) => operation === '/cgi-bin/user/info'));
    gateway.timer.pass(800);
    expect(said((await asked).reply)).toContain('我们还不知道怎么称呼你');
    answer(follower('slow', { nickname: '慢慢' }));
    await until(async () => (await gateway.parts.people.nickname(appId, openidOf('slow'))) === '慢慢');
  });

  it('keeps nothing of an answer that came after an unfollow', async () => {
    const wechat = standIn();
    let answer: (body: unknown) => void = () => {};
    wechat.answers.set('/cgi-bin/user/info', () => new Promise((resolve) => (answer = resolve)));
    gateway = await testGateway({}, { wechat });
    const account = gateway.parts.accounts.byName('service')!;
    const learning = learnFollower({ account, openid: openidOf('slow'), at: start }, gateway.parts);
    await until(() => wechat.calls.some(({ operation }) => operation === '/cgi-bin/user/info'));
    await gateway.push('service', event('service', openidOf('slow'), 'unsubscribe', {}, start + 1000));
    answer(follower('slow', { nickname: '慢慢' }));
    await learning;
    expect(await gateway.parts.store.profiles.of(appId, openidOf('slow'))).toEqual([]);
    expect(await gateway.parts.store.followers.find(appId, openidOf('slow'))).toMatchObject({ subscribed: 0 });
  });

  it('PRV-02 an answer that came after an erasure brings nobody back', async () => {
    const wechat = standIn();
    let answer: (body: unknown) => void = () => {};
    wechat.answers.set('/cgi-bin/user/info', () => new Promise((resolve) => (answer = resolve)));
    gateway = await testGateway({ accounts: [writtenAccount('service', { open_platform: 'main' })] }, { wechat });
    const { accounts, people, store } = gateway.parts;
    const account = accounts.byName('service')!;
    const openid = openidOf('slow');
    await people.see({ account, openid, origin: 'push', at: start });
    const learning = learnFollower({ account, openid, at: start }, gateway.parts);
    await until(() => wechat.calls.some(({ operation }) => operation === '/cgi-bin/user/info'));
    const about = { AppID: appId, OpenID: openid };
    await gateway.push('service', event('service', openidOf('wechat'), 'user_authorization_cancellation', about));
    answer(follower('slow', { nickname: '慢慢', unionid: unionidOf('slow') }));
    await learning;
    expect(await people.find(appId, openid)).toBeUndefined();
    expect(await store.profiles.of(appId, openid)).toEqual([]);
  });

  it('WH-08, R32 the same push three times is one row, one effect and three equal replies', async () => {
    const wechat = knowing(follower('xiaohong', { nickname: '小红' }));
    gateway = await testGateway({}, { wechat });
    const push = event('service', openidOf('xiaohong'), 'subscribe');
    const answers = await Promise.all([1, 2, 3].map(() => gateway.push('service', push)));
    expect(new Set(answers.map(({ reply }) => reply)).size).toBe(1);
    expect(said(answers[0]!.reply)).toBe('欢迎你，小红。');
    expect(wechat.calls.filter(({ operation }) => operation === '/cgi-bin/user/info')).toHaveLength(1);
    expect(await gateway.parts.store.inbox.ofOpenid(appId, openidOf('xiaohong'))).toHaveLength(1);
  });

  it('WH-16 R33 an unfollow that overtook an earlier follow stands', async () => {
    gateway = await testGateway({}, { wechat: knowing(follower('hasty')) });
    await gateway.push('service', event('service', openidOf('hasty'), 'unsubscribe', {}, start));
    const answer = await gateway.push('service', event('service', openidOf('hasty'), 'subscribe', {}, start - 5000));
    expect(answer.reply).toBe('success');
    expect(await gateway.parts.store.followers.find(appId, openidOf('hasty'))).toMatchObject({ subscribed: 0 });
  });

  it('WH-17 a scene that nobody issued is no login and no error', async () => {
    gateway = await testGateway({}, { wechat: knowing(follower('scene')) });
    const answer = await gateway.push(
      'service',
      event('service', openidOf('scene'), 'subscribe', {
        EventKey: 'qrscene_login.x',
        Ticket: 'gQH47joAAAAAAAAAASxodHRw',
      }),
    );
    expect(answer.status).toBe(200);
    expect(await gateway.parts.store.followers.find(appId, openidOf('scene'))).toMatchObject({ subscribed: 1 });
    expect(gateway.lines.filter((line) => /"level":"(error|warn)"/.test(line))).toEqual([]);
  });

  it('an unfollow deletes what following gave, and keeps what consent gave', async () => {
    gateway = await testGateway({}, { wechat: knowing(follower('leaving', { remark: 'vip', city: '深圳' })) });
    const openid = openidOf('leaving');
    await gateway.push('service', textMessage('service', openid, 'my address is …'));
    await gateway.push('service', event('service', openid, 'subscribe'));
    await gateway.parts.people.learn(appId, openid, { nickname: '小李' }, { source: 'consent', at: start });
    await gateway.push('service', event('service', openid, 'unsubscribe', {}, start + 1000));
    expect(await gateway.parts.store.followers.find(appId, openid)).toMatchObject({
      subscribed: 0,
      remark: null,
      scene: null,
    });
    expect(await gateway.parts.store.profiles.of(appId, openid)).toMatchObject([{ field: 'nickname', value: '小李' }]);
    expect(await gateway.parts.store.inbox.ofOpenid(appId, openid)).toEqual([]);
  });
});

describe('the keyword 授权', () => {
  const accounts = [
    writtenAccount('service', { open_platform: 'main' }),
    writtenAccount('mate', { kind: 'subscription', open_platform: 'main' }),
    writtenAccount('borrower', { kind: 'subscription', verified: false, borrows: 'service' }),
    writtenAccount('alone', { kind: 'subscription', verified: false }),
    writtenAccount('plain', { kind: 'subscription', verified: false, borrows: 'service' }, { mode: 'plain' }),
    writtenAccount(
      'trusted',
      { kind: 'subscription', verified: false, borrows: 'service' },
      { mode: 'plain', trust_plain_push: true },
    ),
  ];
  it.each([
    { account: 'service', link: /\/login\/service"/, mode: 'safe' as const },
    { account: 'mate', link: /\/login\/service"/, mode: 'safe' as const },
    { account: 'borrower', link: /\/login\/[a-z/]+[0-9A-Za-z_-]{32,}"/, mode: 'safe' as const },
    { account: 'trusted', link: /\/login\/[a-z/]+[0-9A-Za-z_-]{32,}"/, mode: 'plain' as const },
    { account: 'alone', link: undefined, mode: 'safe' as const },
    { account: 'plain', link: undefined, mode: 'plain' as const },
  ])('answers $account with $link', async ({ account, link, mode }) => {
    gateway = await testGateway({ accounts });
    const reply = said(
      (await gateway.push(account, textMessage(account, openidOf('someone'), ' 授权 '), { mode })).reply,
    )!;
    if (link === undefined) expect(reply).toBe(`${account} 店还不能用微信登录。`);
    else expect(reply).toMatch(link);
  });

  it('answers in English where the configuration says so', async () => {
    gateway = await testGateway({ language: 'en' });
    const answer = await gateway.push('service', textMessage('service', openidOf('someone'), '授权'));
    expect(said(answer.reply)).toMatch(/^<a href="[^"]+">Tap here to sign in to service 店<\/a>\./);
  });

  it('is not found inside other words', async () => {
    gateway = await testGateway();
    expect((await gateway.push('service', textMessage('service', openidOf('someone'), '怎么授权'))).reply).toBe(
      'success',
    );
  });
});

describe('privacy events', () => {
  const privacy = (name: string, more: Record<string, string>, at = start) =>
    event('service', `o${'P'.repeat(27)}`, name, { AppID: appId, ...more }, at);
  const openid = openidOf('subject');

  async function known(fields: Record<string, unknown> = {}, deps: Parameters<typeof testGateway>[1] = {}) {
    gateway = await testGateway(fields, deps);
    const { people, accounts, store } = gateway.parts;
    const account = accounts.byName('service')!;
    await people.see({ account, openid, origin: 'login', at: start - 60_000 });
    await people.learn(
      appId,
      openid,
      { nickname: '小明', avatar: 'https://thirdwx.qlogo.cn/mmopen/x/132', city: '深圳' },
      {
        source: 'consent',
        at: start - 60_000,
      },
    );
    await store.grants.put({
      appId,
      openid,
      scopes: 'snsapi_userinfo',
      userTokenSealed: 'v1.x',
      refreshTokenSealed: 'v1.y',
      grantedAt: start - 60_000,
      expiresAt: start,
      refreshExpiresAt: start,
    });
    return gateway.parts;
  }
  const fieldsLeft = async () => (await gateway.parts.store.profiles.of(appId, openid)).map(({ field }) => field);

  it('PRV-01 revoke 205: nickname and avatar are gone, with a receipt that names nobody', async () => {
    const { store } = await known();
    const answer = await gateway.push(
      'service',
      privacy('user_authorization_revoke', { OpenID: openid, RevokeInfo: '205' }),
    );
    expect(answer.reply).toBe('success');
    expect(await fieldsLeft()).toEqual(['city']);
    expect(await store.grants.find(appId, openid)).toBeUndefined();
    const receipts = await store.erasures.list(5);
    expect(receipts).toMatchObject([{ reason: 'revoke', outcome: 'done', scope: '205' }]);
    expect(JSON.stringify(receipts)).not.toContain(openid);
  });

  it('PRV-02 cancellation: the person is erased, sessions and stored pushes too', async () => {
    const { store, people } = await known();
    await gateway.push('service', textMessage('service', openid, '13800138000'));
    const person = (await people.find(appId, openid))!;
    await store.sessions.create({
      idDigest: 'session',
      personId: person.id,
      account: 'service',
      appId,
      openid,
      trace: '{}',
      actedAt: null,
      createdAt: start,
      seenAt: start,
      expiresAt: start + 1e9,
    });
    await gateway.push('service', privacy('user_authorization_cancellation', { OpenID: openid }));
    expect(await store.people.find(person.id)).toBeUndefined();
    expect(await store.sessions.find('session', start)).toBeUndefined();
    expect(await store.inbox.ofOpenid(appId, openid)).toEqual([]);
    expect(await store.erasures.list(5)).toMatchObject([{ reason: 'cancellation', outcome: 'done' }]);
  });

  it('user_info_modified: the cached name and picture are dropped', async () => {
    await known();
    await gateway.push('service', privacy('user_info_modified', { OpenID: openid }));
    expect(await fieldsLeft()).toEqual(['city']);
  });

  it.each([
    ['WH-15 revoke with the unknown RevokeInfo 999', { OpenID: openid, RevokeInfo: '999' }, 'revoke_unknown'],
    ['PRV-03 without OpenID', { RevokeInfo: '205' }, 'privacy_without_openid'],
    [
      'with the AppID of another account',
      { OpenID: openid, RevokeInfo: '205', AppID: 'wx0000000000000000' },
      'privacy_other_appid',
    ],
  ])('%s goes to the operator and changes nothing', async (_title, fields, kind) => {
    const { store } = await known();
    const answer = await gateway.push('service', privacy('user_authorization_revoke', fields));
    expect(answer.reply).toBe('success');
    expect(await store.reviews.open(5)).toMatchObject([{ kind, account: 'service' }]);
    expect(await fieldsLeft()).toEqual(['avatar', 'city', 'nickname']);
  });

  it('WH-12 one that is two hours old waits for the operator', async () => {
    const { store } = await known();
    await gateway.push('service', privacy('user_authorization_cancellation', { OpenID: openid }, start - 7_200_000));
    expect(await store.reviews.open(5)).toMatchObject([{ kind: 'privacy_out_of_time' }]);
    expect(await fieldsLeft()).toHaveLength(3);
  });

  it('one from before a newer consent waits for the operator', async () => {
    const { store } = await known();
    await gateway.push(
      'service',
      privacy('user_authorization_revoke', { OpenID: openid, RevokeInfo: '205' }, start - 120_000),
    );
    expect(await store.reviews.open(5)).toMatchObject([{ kind: 'withdrawal_before_consent' }]);
    expect(await fieldsLeft()).toHaveLength(3);
  });

  it('one in the same second as the consent is carried out', async () => {
    const { store } = await known();
    const grant = await store.grants.find(appId, openid);
    await store.grants.put({ ...grant!, grantedAt: start + 900 });
    await gateway.push('service', privacy('user_authorization_revoke', { OpenID: openid, RevokeInfo: '205' }, start));
    expect(await store.reviews.open(5)).toEqual([]);
    expect(await fieldsLeft()).toEqual(['city']);
  });

  it('PRV-06 for somebody unknown leaves the receipt not_found', async () => {
    gateway = await testGateway();
    await gateway.push('service', privacy('user_authorization_revoke', { OpenID: openid, RevokeInfo: '205' }));
    expect(await gateway.parts.store.erasures.list(5)).toMatchObject([{ outcome: 'not_found' }]);
  });

  it('PRV-04 in plain mode has no effect at all', async () => {
    const { store } = await known({ accounts: [writtenAccount('service', {}, { mode: 'plain' })] });
    const fields = privacy('user_authorization_cancellation', { OpenID: openid });
    expect((await gateway.push('service', fields, { mode: 'plain' })).reply).toBe('success');
    expect(await fieldsLeft()).toHaveLength(3);
    expect(await store.erasures.list(5)).toEqual([]);
    expect(await store.reviews.open(5)).toEqual([]);
  });

  it('PRV-05 the brake pauses erasures above one percent of all people in an hour, and ten', async () => {
    gateway = await testGateway();
    const { people, accounts, store } = gateway.parts;
    const account = accounts.byName('service')!;
    for (let n = 0; n < 12; n++) {
      await people.see({ account, openid: openidOf(`mass ${n}`), origin: 'login', at: start });
      await gateway.push('service', privacy('user_authorization_cancellation', { OpenID: openidOf(`mass ${n}`) }));
    }
    const receipts = await store.erasures.list(20);
    expect(receipts.filter(({ outcome }) => outcome === 'done')).toHaveLength(10);
    expect(receipts.filter(({ outcome }) => outcome === 'paused')).toHaveLength(2);
    expect(await store.reviews.open(5)).toMatchObject([{ kind: 'erasure_brake' }, { kind: 'erasure_brake' }]);
    expect(await store.people.count()).toBe(2);
  });
});

/** Yields to the event loop until something is so. */
async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await so())) await new Promise((resolve) => setImmediate(resolve));
}
