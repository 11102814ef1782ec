import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrateOpenids } from '../../src/people/migration.ts';
import {
  event,
  openidOf,
  pushAccount,
  standIn,
  start,
  type TestGateway,
  testGateway,
  unionidOf,
  writtenAccount,
} from '../harness.ts';
import { onBothDatabases } from '../store/both.ts';

onBothDatabases('an account that WeChat moved into another', (database) => {
  let gateway: TestGateway;
  let wechat: ReturnType<typeof standIn>;
  const [old, renewed] = [pushAccount('service'), pushAccount('renewed')];
  const newOpenid = (openid: string) => openidOf(`new ${openid}`);

  beforeEach(async () => {
    wechat = standIn();
    wechat.answers.set('/cgi-bin/changeopenid', ({ body }) => {
      const { from_appid: from, openid_list: list } = JSON.parse(String(body));
      if (from !== old.appId) return { errcode: 63178, errmsg: 'invalid from appid' };
      return {
        errcode: 0,
        errmsg: 'ok',
        result_list: list.map((openid: string) =>
          openid === openidOf('gone')
            ? { ori_openid: openid, err_msg: 'ori_openid error' }
            : { ori_openid: openid, new_openid: newOpenid(openid), err_msg: 'ok' },
        ),
      };
    });
    gateway = await testGateway(
      {
        database: await database(),
        accounts: ['service', 'renewed', 'third'].map((name) => writtenAccount(name, { open_platform: 'main' })),
      },
      { wechat },
    );
  });
  afterEach(() => gateway.close());

  const account = (name: string) => gateway.parts.accounts.byName(name)!;
  const see = (name: string, openid: string, unionid?: string) =>
    gateway.parts.people.see({
      account: account(name),
      openid,
      ...(unionid === undefined ? {} : { unionid }),
      origin: 'push',
      at: start,
    });
  const migrate = (sent?: string) =>
    migrateOpenids(gateway.parts, account('renewed'), { appId: old.appId, ...(sent === undefined ? {} : { sent }) });

  it('keeps every person, with profile, follow state, picture and session, under the new openid', async () => {
    const { store, people } = gateway.parts;
    const person = await see('service', openidOf('xiaohong'), unionidOf('xiaohong'));
    await people.learn(old.appId, openidOf('xiaohong'), { nickname: '小红' }, { source: 'consent', at: start });
    await gateway.push('service', event('service', openidOf('xiaohong'), 'subscribe'));
    await store.sessions.create({
      idDigest: 'session',
      personId: person.id,
      account: 'service',
      appId: old.appId,
      openid: openidOf('xiaohong'),
      trace: '{}',
      actedAt: null,
      createdAt: start,
      seenAt: start,
      expiresAt: start + 1000,
    });
    expect(await migrate()).toEqual({ moved: 1, joined: 0, unknown: 0, conflicts: 0 });

    const view = await people.view(person.id);
    expect(view?.profile.nickname?.value).toBe('小红');
    expect(view?.identities).toMatchObject([
      {
        appId: renewed.appId,
        openid: newOpenid(openidOf('xiaohong')),
        account: 'renewed',
        unionid: unionidOf('xiaohong'),
      },
    ]);
    expect(await store.followers.find(renewed.appId, newOpenid(openidOf('xiaohong')))).toMatchObject({ subscribed: 1 });
    expect(await store.sessions.find('session', start)).toMatchObject({ personId: person.id, account: 'renewed' });
    // Nothing is left under the old name, not even what was said.
    expect(await people.find(old.appId, openidOf('xiaohong'))).toBeUndefined();
    expect(await store.inbox.ofOpenid(old.appId, openidOf('xiaohong'))).toEqual([]);
    expect(await store.audit.list({ limit: 9, kind: 'openid_migrated' })).toMatchObject([
      { personId: person.id, account: 'renewed', detail: JSON.stringify({ fromAppId: old.appId, outcome: 'moved' }) },
    ]);
    expect(JSON.stringify(await store.audit.list({ limit: 9 }))).not.toContain(openidOf('xiaohong'));
  });

  it('asks in hundreds, leaves whom WeChat does not know, and asks nobody twice', async () => {
    for (let n = 0; n < 120; n++) await see('service', openidOf(`crowd ${n}`));
    await see('service', openidOf('gone'));
    expect(await migrate()).toEqual({ moved: 120, joined: 0, unknown: 1, conflicts: 0 });
    const asked = () => wechat.calls.filter(({ operation }) => operation === '/cgi-bin/changeopenid');
    expect(asked().map(({ body }) => JSON.parse(String(body)).openid_list.length)).toEqual([100, 21]);
    expect(await migrate()).toEqual({ moved: 0, joined: 0, unknown: 1, conflicts: 0 });
    expect(await gateway.parts.people.find(old.appId, openidOf('gone'))).toBeDefined();
  });

  it('joins a person whom the new account has met already: the older stays, and knows what both knew', async () => {
    const { people, store } = gateway.parts;
    const first = await see('service', openidOf('both'));
    await people.learn(
      old.appId,
      openidOf('both'),
      { nickname: '旧名', city: '深圳' },
      { source: 'consent', at: start },
    );
    gateway.clock.time += 1000;
    const second = await gateway.parts.people.see({
      account: account('renewed'),
      openid: newOpenid(openidOf('both')),
      origin: 'push',
      at: start + 1000,
    });
    await people.learn(
      renewed.appId,
      newOpenid(openidOf('both')),
      { nickname: '新名' },
      { source: 'consent', at: start + 1000 },
    );
    expect(await migrate()).toMatchObject({ joined: 1, conflicts: 0 });
    const view = await people.view(second.id);
    expect(view?.person.id).toBe(first.id);
    expect(view?.identities).toHaveLength(1);
    expect(view?.profile).toMatchObject({ nickname: { value: '新名' }, city: { value: '深圳' } });
    expect(await store.merges.list({ limit: 5 })).toMatchObject([
      { reason: 'migration', personId: first.id, formerId: second.id },
    ]);
  });

  it('leaves two who cannot be one to a human', async () => {
    const { people, store } = gateway.parts;
    await see('service', openidOf('twin'), unionidOf('one'));
    await see('third', openidOf('third one'), unionidOf('one'));
    await see('renewed', newOpenid(openidOf('twin')), unionidOf('two'));
    await see('third', openidOf('third two'), unionidOf('two'));
    const both = () =>
      Promise.all([people.find(old.appId, openidOf('twin')), people.find(renewed.appId, newOpenid(openidOf('twin')))]);
    const before = await both();
    expect(await migrate()).toMatchObject({ conflicts: 1, joined: 0, moved: 0 });
    expect(await both()).toEqual(before);
    expect(await store.reviews.open(5)).toMatchObject([{ kind: 'migration_conflict' }]);
  });

  it('is refused by WeChat in its own words where it was not approved', async () => {
    await see('service', openidOf('early'));
    await expect(migrate('gh_000000000000')).rejects.toMatchObject({ errcode: 63178 });
    expect(await gateway.parts.people.find(old.appId, openidOf('early'))).toBeDefined();
  });
});
