import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyErasureLedger } from '../../src/people/erasure-ledger.ts';
import { createPrivacy, type Privacy, undoWindow } from '../../src/people/privacy.ts';
import { openidOf, pushAccount, start, type TestGateway, testGateway, writtenAccount } from '../harness.ts';

const { appId } = pushAccount('service');
const subscription = pushAccount('subscription');

describe('an erasure', () => {
  let gateway: TestGateway;
  let privacy: Privacy;
  beforeAll(async () => {
    gateway = await testGateway({
      accounts: [writtenAccount('service'), writtenAccount('subscription', { kind: 'subscription' })],
    });
    privacy = createPrivacy(gateway.parts.store, {
      ...gateway.parts,
      wechatClock: { now: () => gateway.clock.time },
    });
  });
  afterAll(() => gateway.close());

  const account = (name: string) => gateway.parts.accounts.byName(name)!;
  const known = async (name: string) => {
    const { people, store } = gateway.parts;
    const openid = openidOf(name);
    const at = gateway.clock.time;
    await people.see({ account: account('service'), openid, origin: 'login', at });
    await people.link(
      { account: account('service'), openid },
      { account: account('subscription'), openid: openidOf(`${name} 2`), borrowed: false },
      at,
    );
    await people.learn(appId, openid, { nickname: name, city: '深圳' }, { source: 'consent', at });
    await store.followers.set({
      appId,
      openid,
      subscribed: 1,
      changedAt: at,
      subscribedAt: at,
      scene: null,
      qrScene: null,
      remark: null,
      tagIds: null,
    });
    return openid;
  };
  const withdrawal = (openid: string) => ({
    account: account('service'),
    openid,
    at: gateway.clock.time,
    rowId: 'row',
  });
  const nickname = (openid: string) => gateway.parts.people.nickname(appId, openid);
  /** The newest receipt; then time goes on, so that the next one is newer. */
  const newest = async () => {
    const receipt = (await gateway.parts.store.erasures.list(5)).find(({ scope }) => scope !== 'identity')!;
    gateway.clock.time += 1000;
    return receipt;
  };

  it('of a person leaves nothing readable, and can be undone for 24 hours from a sealed copy', async () => {
    const { store, people } = gateway.parts;
    const openid = await known('小明');
    const id = (await people.find(appId, openid))!.id;
    await privacy.cancelled(withdrawal(openid));
    expect(await people.find(appId, openid)).toBeUndefined();
    const erasure = await newest();
    const { sealed } = (await store.copies.take(erasure.id, gateway.clock.time))!;
    expect(sealed).not.toContain('小明');
    await store.copies.keep({ erasureId: erasure.id, at: start, expiresAt: start + undoWindow, sealed });

    expect(await privacy.undo(erasure.id)).toBe('undone');
    expect((await people.find(appId, openid))?.id).toBe(id);
    expect((await people.find(subscription.appId, openidOf('小明 2')))?.id).toBe(id);
    expect(await nickname(openid)).toBe('小明');
    expect(await store.followers.find(appId, openid)).toMatchObject({ subscribed: 1 });
    expect(await privacy.undo(erasure.id)).toBe('unknown');
    expect((await newest()).outcome).toBe('undone');
  });

  it('that is undone gives back every id that led to the person, and the one that an application knows', async () => {
    const { store, people } = gateway.parts;
    const openid = await known('小芳');
    const id = (await people.find(appId, openid))!.id;
    const createdAt = gateway.clock.time;
    const [first, second] = ['a-first', 'b-second'];
    await store.copies.putBack({ persons: [{ id: second, createdAt, mergedInto: id }] });
    await store.copies.putBack({ persons: [{ id: first, createdAt, mergedInto: second }] });
    expect(await store.subjects.known('shop', first, createdAt)).toBe(first);
    await privacy.cancelled(withdrawal(openid));
    expect(await privacy.undo((await newest()).id)).toBe('undone');
    expect(await store.people.family(id)).toEqual([id, second, first]);
    expect(await store.subjects.known('shop', id, gateway.clock.time)).toBe(first);
    expect((await newest()).outcome).toBe('undone');
  });

  it('is not undone over somebody who came back, nor after 24 hours', async () => {
    const openid = await known('小红');
    await privacy.cancelled(withdrawal(openid));
    const erasure = await newest();
    await gateway.parts.people.see({ account: account('service'), openid, origin: 'login', at: gateway.clock.time });
    expect(await privacy.undo(erasure.id)).toBe('came_back');
    gateway.clock.time += undoWindow;
    expect(await privacy.undo(erasure.id)).toBe('unknown');
    await gateway.parts.store.sweep(gateway.clock.time);
    expect(await gateway.parts.store.copies.take(erasure.id, 0)).toBeUndefined();
  });

  it('of nickname and avatar gives back just these', async () => {
    const openid = await known('小刚');
    await privacy.revoked(withdrawal(openid), ['205']);
    expect(await nickname(openid)).toBeUndefined();
    expect(await privacy.undo((await newest()).id)).toBe('undone');
    expect(await nickname(openid)).toBe('小刚');
  });

  it('PRV-07 is applied again to people who are back from a backup, by any of their openids', async () => {
    const { store, people, sealer } = gateway.parts;
    const openid = await known('小丽');
    const rows = await store.copies.rowsOf((await people.find(appId, openid))!.id);
    gateway.clock.time += 1000;
    await privacy.cancelled(withdrawal(openid));
    // The backup knew the person by the second openid only.
    const second = rows.identities.filter((identity) => identity.appId === subscription.appId);
    await store.copies.putBack({ persons: rows.persons, identities: second });
    expect(await people.find(subscription.appId, openidOf('小丽 2'))).toBeDefined();
    expect(await applyErasureLedger(store, sealer)).toEqual({ people: 1, fields: 0 });
    expect(await people.find(subscription.appId, openidOf('小丽 2'))).toBeUndefined();
  });

  it('of fields is applied again to what was learnt before it, not to what came later', async () => {
    const { store, people, sealer } = gateway.parts;
    const openid = await known('小强');
    const before = await store.profiles.of(appId, openid);
    gateway.clock.time += 1000;
    await privacy.revoked(withdrawal(openid), ['205']);
    await store.profiles.learn(before);
    expect(await applyErasureLedger(store, sealer)).toEqual({ people: 0, fields: 1 });
    expect(await nickname(openid)).toBeUndefined();
    expect((await store.profiles.of(appId, openid)).map(({ field }) => field)).toEqual(['city']);
    await people.learn(appId, openid, { nickname: '小强' }, { source: 'consent', at: gateway.clock.time + 1 });
    expect(await applyErasureLedger(store, sealer)).toEqual({ people: 0, fields: 0 });
    expect(await nickname(openid)).toBe('小强');
  });

  it('that was undone is not applied again', async () => {
    const { store, people, sealer } = gateway.parts;
    const openid = await known('小美');
    gateway.clock.time += 1000;
    await privacy.cancelled(withdrawal(openid));
    await privacy.undo((await newest()).id);
    expect(await applyErasureLedger(store, sealer)).toEqual({ people: 0, fields: 0 });
    expect(await people.find(appId, openid)).toBeDefined();
  });
});
