import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Accounts, createAccounts } from '../../src/accounts.ts';
import type { Config } from '../../src/config/shape.ts';
import { parseConfig } from '../../src/config.ts';
import { remember } from '../../src/login/callback/person.ts';
import { createPeople, type People } from '../../src/people/people.ts';
import { undoMerge } from '../../src/people/undo.ts';
import { createSealer } from '../../src/sealer.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { openidOf, standIn, start, unionidOf, written, writtenAccount } from '../harness.ts';
import { type Cluster, postgresPrograms, startCluster } from '../store/postgres.ts';

const programs = postgresPrograms();
let cluster: Cluster | undefined;
beforeAll(async () => {
  if (programs !== undefined) cluster = await startCluster(programs);
});
afterAll(() => cluster?.stop());

const databases = [
  { name: 'SQLite', url: async () => 'sqlite::memory:', skip: false },
  { name: 'PostgreSQL', url: () => cluster!.database(), skip: programs === undefined },
];

for (const database of databases) {
  describe.skipIf(database.skip)(`who is whom, on ${database.name}`, () => {
    let store: Store;
    let people: People;
    let accounts: Accounts;
    let config: Config;

    beforeEach(async () => {
      await store?.close();
      store = openStore(await database.url(), { now: () => start });
      await store.migrate();
      const random = { bytes: (count: number) => randomBytes(count) };
      people = createPeople(store, { random });
      config = parseConfig(
        written({
          accounts: [
            writtenAccount('service', { open_platform: 'main' }),
            writtenAccount('subscription', { kind: 'subscription', open_platform: 'main' }),
            writtenAccount('other', { open_platform: 'elsewhere' }),
            writtenAccount('sandbox', { kind: 'sandbox' }),
            writtenAccount('borrower', { kind: 'subscription', verified: false, borrows: 'service' }),
          ],
        }),
        { now: start },
      );
      accounts = createAccounts(config, {
        transport: standIn().transport,
        clock: { now: () => start },
        random,
        sleep: async () => {},
        appTokenStore: undefined as never,
      });
    });
    afterAll(() => store.close());

    const account = (name: string) => accounts.byName(name)!;
    const see = (name: string, who: string, more: { unionid?: string; at?: number; borrowed?: boolean } = {}) =>
      people.see({ account: account(name), openid: openidOf(who), origin: 'login', at: start, ...more });
    const kinds = async () => (await store.audit.list({ limit: 20 })).map(({ kind }) => kind).sort();

    it('one openid is one person, however often and however concurrently it is seen', async () => {
      const seen = await Promise.all(
        Array.from({ length: 10 }, () => see('service', 'a', { unionid: unionidOf('a') })),
      );
      expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
      expect(await store.people.count()).toBe(1);
    });

    it('I-05 equal openids of two accounts are two people', async () => {
      const [one, two] = [await see('service', 'a'), await see('sandbox', 'a')];
      expect(one.id).not.toBe(two.id);
    });

    it('OAC-18 a unionid that comes later attaches to the same person, once, with an audit row', async () => {
      const before = await see('service', 'a');
      const after = await see('service', 'a', { unionid: unionidOf('a') });
      await see('service', 'a', { unionid: unionidOf('a') });
      expect(after.id).toBe(before.id);
      expect(await kinds()).toEqual(['unionid_attached']);
    });

    it('6.2 a unionid merges two persons of one group: the older stays, the other id leads to it, audited', async () => {
      const older = await see('service', 'a', { unionid: unionidOf('a') });
      const younger = await see('subscription', 'b', { at: start + 1000 });
      const merged = await see('subscription', 'b', { unionid: unionidOf('a'), at: start + 2000 });
      expect(merged.id).toBe(older.id);
      expect((await people.view(younger.id))?.person.id).toBe(older.id);
      expect((await people.view(older.id))?.identities.map((each) => each.account)).toEqual([
        'service',
        'subscription',
      ]);
      expect(await kinds()).toEqual(['merged', 'unionid_attached', 'unionid_attached']);
    });

    it('two accounts of one group that learn one unionid at the same moment end in one person', async () => {
      await Promise.all([see('service', 'a'), see('subscription', 'b')]);
      await Promise.all([
        see('service', 'a', { unionid: unionidOf('a') }),
        see('subscription', 'b', { unionid: unionidOf('a') }),
      ]);
      const [one, two] = [
        await people.find(account('service').appId, openidOf('a')),
        await people.find(account('subscription').appId, openidOf('b')),
      ];
      expect(one?.id).toBe(two?.id);
    });

    it('the same unionid in another group, or in none, says nothing', async () => {
      const ids = new Set([
        (await see('service', 'a', { unionid: unionidOf('a') })).id,
        (await see('other', 'b', { unionid: unionidOf('a') })).id,
        (await see('sandbox', 'c', { unionid: unionidOf('a') })).id,
      ]);
      expect(ids.size).toBe(3);
    });

    it('two openids of one account are never one person: a shared unionid goes to the operator', async () => {
      const one = await see('service', 'a', { unionid: unionidOf('a') });
      const two = await see('service', 'b', { unionid: unionidOf('a') });
      expect(two.id).not.toBe(one.id);
      expect(await store.reviews.open(5)).toMatchObject([{ kind: 'merge_conflict' }]);
    });

    it('a unionid that changed goes to the operator, once, and changes nothing', async () => {
      await see('service', 'a', { unionid: unionidOf('a') });
      await see('service', 'a', { unionid: unionidOf('z') });
      await see('service', 'a', { unionid: unionidOf('z') });
      expect(await store.reviews.open(5)).toMatchObject([{ kind: 'unionid_changed' }]);
      expect((await store.people.identity(account('service').appId, openidOf('a')))?.unionid).toBe(unionidOf('a'));
    });

    it('a unionid outside any group is kept and says nothing, and becomes a fact when the account joins a group', async () => {
      await see('sandbox', 'c', { unionid: unionidOf('a') });
      const stored = () => store.people.identity(account('sandbox').appId, openidOf('c'));
      expect(await stored()).toMatchObject({ openPlatform: null, unionid: unionidOf('a') });
      expect(await store.people.union('main', unionidOf('a'))).toBeUndefined();
      const owner = await see('service', 'a', { unionid: unionidOf('a') });
      const joined = { ...account('sandbox'), openPlatform: 'main' };
      await people.see({ account: joined, openid: openidOf('c'), origin: 'login', unionid: unionidOf('a'), at: start });
      expect(await stored()).toMatchObject({ openPlatform: 'main' });
      expect([(await stored())?.personId, owner.id]).toContain(
        (await store.people.union('main', unionidOf('a')))?.personId,
      );
    });

    it('PRV-02 what a sign-in learns of somebody who is erased meanwhile does not stay', async () => {
      const random = { bytes: (count: number) => randomBytes(count) };
      const parts = {
        people,
        store,
        sealer: createSealer(config.rootSecret!, random),
        wechatClock: { now: () => start },
      };
      const { id } = await see('service', 'a');
      const [appId, openid] = [account('service').appId, openidOf('a')];
      const grant = {
        kind: 'person',
        appId,
        openid,
        scopes: ['snsapi_userinfo'],
        userToken: 'token',
        refreshToken: 'refresh',
        expiresAt: start,
        refreshExpiresAt: start,
      } as const;
      const learnt = { profile: { openid, nickname: '小明', privileges: [] } };
      let remembering: Promise<void> | undefined;
      await store.transaction(async (inside) => {
        await inside.people.lock([id]);
        await inside.people.erase(id);
        remembering = remember(grant, learnt, parts);
        // On SQLite it waits for this transaction; elsewhere it has written before this is over.
        if (database.name === 'SQLite') return;
        while ((await store.grants.find(appId, openid)) === undefined) await store.people.count();
      });
      await remembering;
      expect(await store.profiles.of(appId, openid)).toEqual([]);
      expect(await store.grants.find(appId, openid)).toBeUndefined();
    });

    describe('an undo', () => {
      const random = { bytes: (count: number) => randomBytes(count) };
      const day = 86_400_000;
      const undo = async (at: number, which = 0) =>
        undoMerge(store, (await store.merges.list({ limit: 9 }))[which]?.id ?? '', {
          at,
          random,
          config,
          clock: { now: () => at },
          sealer: createSealer('Zq3vT7hK9mXw2bNc5rYd8fLg4sPj6aEu', random),
        });

      it('of a merge gives each person their own back, once, and both are signed out', async () => {
        const older = await see('service', 'a', { unionid: unionidOf('a') });
        const younger = await see('subscription', 'b', { at: start + 1000 });
        await see('subscription', 'b', { unionid: unionidOf('a'), at: start + 2000 });
        expect((await people.find(account('subscription').appId, openidOf('b')))?.id).toBe(older.id);
        expect(await undo(start + 29 * day)).toBe('undone');
        expect(await undo(start + 29 * day)).toBe('unknown');
        expect((await people.find(account('subscription').appId, openidOf('b')))?.id).toBe(younger.id);
        expect((await people.find(account('service').appId, openidOf('a')))?.id).toBe(older.id);
        expect(await kinds()).toContain('merge_undone');
        // What WeChat says again about the unionid is known already and merges nobody.
        await see('subscription', 'b', { unionid: unionidOf('a'), at: start + 3000 });
        expect((await people.find(account('subscription').appId, openidOf('b')))?.id).toBe(younger.id);
      });

      it('of a link that added an openid of nobody makes a person of it', async () => {
        const from = { account: account('borrower'), openid: openidOf('x') };
        const to = { account: account('service'), openid: openidOf('y'), borrowed: true };
        expect(await people.link(from, to, start)).toBe('linked');
        expect(await undo(start + day)).toBe('undone');
        const [x, y] = await Promise.all([from, to].map((side) => people.find(side.account.appId, side.openid)));
        expect(y).toBeDefined();
        expect(y?.id).not.toBe(x?.id);
      });

      it('is refused after 30 days, and while a later merge stands above it', async () => {
        await see('subscription', 'b', { at: start + 1000 });
        await see('service', 'a', { unionid: unionidOf('a'), at: start + 1000 });
        await see('subscription', 'b', { unionid: unionidOf('a'), at: start + 2000 });
        const first = await people.see({
          account: account('other'),
          openid: openidOf('z'),
          origin: 'login',
          at: start,
        });
        const sides = [
          { account: account('other'), openid: openidOf('z') },
          { account: account('service'), openid: openidOf('a'), borrowed: false },
        ] as const;
        expect(await people.link(sides[0], sides[1], start + 3000)).toBe('linked');
        expect((await people.find(account('service').appId, openidOf('a')))?.id).toBe(first.id);
        expect(await undo(start + 4000, 1)).toBe('merged_since');
        expect(await undo(start + 31 * day)).toBe('unknown');
        expect(await undo(start + 4000)).toBe('undone');
        expect(await undo(start + 4000, 1)).toBe('undone');
      });
    });

    it('LNK-10 an identity seen through a borrowed account is foreign and has no unionid, until its own account sees it', async () => {
      await see('service', 'a', { borrowed: true, unionid: unionidOf('a') });
      const identity = () => store.people.identity(account('service').appId, openidOf('a'));
      expect(await identity()).toMatchObject({ foreign: 1, unionid: null });
      await see('service', 'a', { unionid: unionidOf('a') });
      expect(await identity()).toMatchObject({ foreign: 0, unionid: unionidOf('a') });
    });

    describe('linking two proven sides', () => {
      const link = (from: [string, string], to: [string, string], borrowed = true) =>
        people.link(
          { account: account(from[0]), openid: openidOf(from[1]) },
          { account: account(to[0]), openid: openidOf(to[1]), borrowed },
          start,
        );

      it('adds an openid that nobody knew, marked as foreign where the account is borrowed', async () => {
        const one = await see('borrower', 'a');
        expect(await link(['borrower', 'a'], ['service', 'b'])).toBe('linked');
        expect((await people.view(one.id))?.identities).toMatchObject([
          { account: 'borrower', foreign: 0 },
          { account: 'service', foreign: 1, origin: 'linked' },
        ]);
      });

      it('6.1 makes exactly the two identities one person, audited, when both are known', async () => {
        await see('borrower', 'a');
        await see('service', 'b');
        await see('service', 'stranger');
        expect(await link(['borrower', 'a'], ['service', 'b'])).toBe('linked');
        expect(await link(['borrower', 'a'], ['service', 'b'])).toBe('already_linked');
        const person = await people.find(account('borrower').appId, openidOf('a'));
        expect((await people.view(person!.id))?.identities.map(({ openid }) => openid).sort()).toEqual(
          [openidOf('a'), openidOf('b')].sort(),
        );
        expect(await kinds()).toEqual(['merged']);
      });

      it.each([
        ['to a new openid', ['service', 'c'] as const],
        ['to a known openid', ['service', 'known'] as const],
      ])('LNK-09 refuses %s where the first is linked elsewhere, and overwrites nothing', async (_title, [
        name,
        who,
      ]) => {
        await see('service', 'known');
        await link(['borrower', 'a'], ['service', 'b']);
        expect(await link(['borrower', 'a'], [name, who])).toBe('linked_elsewhere');
        const person = await people.find(account('borrower').appId, openidOf('a'));
        expect((await people.view(person!.id))?.identities).toHaveLength(2);
      });

      it('inside one group unequal unionids refuse and alert', async () => {
        await see('subscription', 'a', { unionid: unionidOf('a') });
        await see('service', 'b', { unionid: unionidOf('b') });
        expect(await link(['subscription', 'a'], ['service', 'b'], false)).toBe('unionid_mismatch');
        expect(await store.reviews.open(5)).toMatchObject([{ kind: 'link_unionid_mismatch' }]);
      });

      it('ends in one person when it is confirmed fifty times at once', async () => {
        await see('borrower', 'a');
        await see('service', 'b');
        const outcomes = await Promise.all(Array.from({ length: 50 }, () => link(['borrower', 'a'], ['service', 'b'])));
        expect(outcomes.filter((outcome) => outcome === 'linked')).toHaveLength(1);
        expect(outcomes.filter((outcome) => outcome === 'already_linked')).toHaveLength(49);
      });
    });

    describe('a profile', () => {
      const learn = (
        name: string,
        who: string,
        nickname: string | undefined,
        at: number,
        source: 'consent' | 'follower' = 'consent',
      ) => people.learn(account(name).appId, openidOf(who), nickname === undefined ? {} : { nickname }, { source, at });
      const nickname = () => people.nickname(account('service').appId, openidOf('a'));

      it('keeps the newest value, over all identities of the person', async () => {
        await see('service', 'a', { unionid: unionidOf('a') });
        await see('subscription', 'b', { unionid: unionidOf('a') });
        await learn('service', 'a', '旧名', start);
        await learn('subscription', 'b', '新名', start + 1);
        await learn('service', 'a', '更旧', start - 1);
        expect(await nickname()).toBe('新名');
      });

      it.each([undefined, ''])('is not blanked by %j', async (blank) => {
        await see('service', 'a');
        await learn('service', 'a', '小明', start);
        await learn('service', 'a', blank, start + 1, 'follower');
        expect(await nickname()).toBe('小明');
      });

      it.each([
        ['inside the network', 'http://169.254.169.254/latest'],
        ['that is a script', 'javascript:alert(1)'],
        ['of too long an address', `https://thirdwx.qlogo.cn/${'x'.repeat(4096)}`],
        ['of a host that only begins like it', 'https://qlogo.cn.evil.example/x/132'],
        ['with a user name', 'https://user@thirdwx.qlogo.cn/x/132'],
        ['at another port', 'https://thirdwx.qlogo.cn:8443/x/132'],
      ])('OAC-20 drops a picture %s', async (_which, avatar) => {
        const person = await see('service', 'a');
        await people.learn(account('service').appId, openidOf('a'), { avatar }, { source: 'consent', at: start });
        expect((await people.view(person.id))?.profile.avatar).toBeUndefined();
      });

      it('OAC-19 keeps hostile text as text', async () => {
        await see('service', 'a');
        await learn('service', 'a', '"><img src=x onerror=alert(1)>\u202e', start);
        expect(await nickname()).toBe('"><img src=x onerror=alert(1)>\u202e');
      });
    });
  });
}
