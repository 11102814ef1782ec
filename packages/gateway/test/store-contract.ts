import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewPush } from '../src/store/inbox.ts';
import type { LinkCode } from '../src/store/links.ts';
import type { OidcArtifact } from '../src/store/oidc.ts';
import type { ProfileField } from '../src/store/profiles.ts';
import type { SealedValue } from '../src/store/sealed-values.ts';
import type { NewLogin } from '../src/store/sign-in.ts';
import type { Store } from '../src/store/store.ts';

/**
 * What every database must do. `open` is called twice and gives two gateways' stores on one fresh, migrated database; where only
 * one process may use a database, both times the same store.
 */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store;
    let other: Store;
    let serial = 0;
    const fresh = (prefix: string) => `${prefix}${++serial}`;

    beforeAll(async () => {
      store = await open();
      other = await open();
    });
    afterAll(async () => {
      await store.close();
      if (other !== store) await other.close();
    });

    const push = (fields: Partial<NewPush> = {}): NewPush => ({
      id: fresh('push-'),
      account: 'service',
      appId: 'wx1',
      dedupeKey: fresh('key-'),
      openid: 'oA',
      kind: 'text',
      createdAt: 1000,
      receivedAt: 1500,
      document: '<xml/>',
      documentDigest: fresh('digest-'),
      flags: '',
      state: 'new',
      leasedUntil: 0,
      signature: fresh('signature-'),
      ...fields,
    });
    const person = async () => {
      const id = fresh('person-');
      await store.people.create({ id, createdAt: 1 });
      return id;
    };
    const identity = (personId: string, fields: { appId?: string; openid?: string } = {}) => ({
      appId: 'wx1',
      openid: fresh('o'),
      account: 'service',
      personId,
      openPlatform: null,
      unionid: null,
      foreign: 0 as const,
      origin: 'push' as const,
      createdAt: 1,
      ...fields,
    });

    describe('migrations', () => {
      it('apply nothing the second time and pass the check', async () => {
        expect(await store.migrate()).toEqual([]);
        await expect(store.check()).resolves.toBeUndefined();
      });
      it('may be run by two gateways at once', async () => {
        expect((await Promise.all([store.migrate(), other.migrate()])).flat()).toEqual([]);
      });
    });

    describe('inbox', () => {
      it('stores a push once and hands back the first row for a duplicate', async () => {
        const first = push();
        const again = { ...first, id: fresh('push-') };
        const [one] = await store.inbox.accept([first]);
        await store.inbox.finish(first.id, 'hello');
        const [two] = await other.inbox.accept([again]);
        expect(one?.outcome).toBe('fresh');
        expect(two).toMatchObject({
          outcome: 'duplicate',
          replay: true,
          row: { id: first.id, reply: 'hello', state: 'done' },
        });
      });
      it('settles duplicates inside one group', async () => {
        const first = push();
        const retry = { ...first, id: fresh('push-'), signature: fresh('signature-') };
        const answers = await store.inbox.accept([first, retry, push()]);
        expect(answers.map(({ outcome }) => outcome)).toEqual(['fresh', 'duplicate', 'fresh']);
      });
      it('keeps another body of the same key beside the first, without effects', async () => {
        const first = push();
        const changed = push({ dedupeKey: first.dedupeKey });
        await store.inbox.accept([first]);
        const [answer] = await store.inbox.accept([changed]);
        expect(answer).toMatchObject({ outcome: 'conflict', row: { state: 'held', flags: 'conflict' } });
        const [again] = await store.inbox.accept([{ ...changed, id: fresh('push-'), signature: fresh('signature-') }]);
        expect(again?.outcome).toBe('duplicate');
      });
      it('refuses a signature that belongs to another document, and stores nothing', async () => {
        const first = push();
        const forged = push({ signature: first.signature });
        await store.inbox.accept([first]);
        expect(await other.inbox.accept([forged])).toEqual([{ outcome: 'replayed' }]);
        expect(await store.inbox.find(forged.id)).toBeUndefined();
      });
      it('accepts one of 50 equal pushes that two gateways store at once, in groups of any order', async () => {
        const a = push();
        const b = push();
        const copy = (row: NewPush) => ({ ...row, id: fresh('push-') });
        const groups = Array.from({ length: 50 }, (_, turn) => (turn % 2 ? [copy(a), copy(b)] : [copy(b), copy(a)]));
        const answers = await Promise.all(groups.map((group, turn) => (turn % 2 ? store : other).inbox.accept(group)));
        const outcomes = answers.flat().map(({ outcome }) => outcome);
        expect(outcomes.filter((outcome) => outcome === 'fresh')).toHaveLength(2);
        expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(98);
      });
      it('keeps the first reply', async () => {
        const row = push();
        await store.inbox.accept([row]);
        expect(await store.inbox.reply(row.id, 'first')).toBe('first');
        expect(await other.inbox.reply(row.id, 'second')).toBe('first');
        expect(await other.inbox.finish(row.id, 'third')).toBe('first');
      });
      it('hands waiting rows to one taker, after the lease, until they are done or dead', async () => {
        const due = [push(), push({ receivedAt: 1400 })];
        const busy = push({ leasedUntil: 9_000 });
        await store.inbox.accept([...due, busy]);
        const mine = new Set([...due, busy].map(({ id }) => id));
        const taken = (await Promise.all([store.inbox.take(1000, 5_000, 8_000), other.inbox.take(1000, 5_000, 8_000)]))
          .flat()
          .filter(({ id }) => mine.has(id));
        expect(taken.map(({ id }) => id).sort()).toEqual(due.map(({ id }) => id).sort());
        await store.inbox.finish(due[0]!.id, '');
        await store.inbox.failed(due[1]!.id, 'timeout', 20_000);
        await store.inbox.failed(busy.id, 'timeout', null);
        const later = (await store.inbox.take(1000, 20_000, 30_000)).filter(({ id }) => mine.has(id));
        expect(later).toMatchObject([{ id: due[1]!.id, attempts: 1, lastError: 'timeout' }]);
        expect(await store.inbox.find(busy.id)).toMatchObject({ state: 'dead' });
        await store.inbox.finish(due[1]!.id, '');
      });
      it('gives one waiting row to one of many, and all of them after the leases are void', async () => {
        const row = push({ leasedUntil: 5_000 });
        await store.inbox.accept([row]);
        expect(await store.inbox.takeOne(row.id, 4_999, 9_000)).toBeUndefined();
        await store.inbox.voidLeases();
        const taken = await Promise.all([
          store.inbox.takeOne(row.id, 1_000, 9_000),
          other.inbox.takeOne(row.id, 1_000, 9_000),
        ]);
        expect(taken.filter((one) => one !== undefined)).toHaveLength(1);
        await store.inbox.finish(row.id, '');
        expect(await store.inbox.takeOne(row.id, 99_000, 100_000)).toBeUndefined();
      });
      it('forgets the documents of one openid and still knows the duplicate', async () => {
        const row = push({ openid: 'oForget' });
        await store.inbox.accept([row]);
        await store.inbox.finish(row.id, 'hello');
        await store.inbox.forget('wx1', 'oForget');
        expect(await store.inbox.find(row.id)).toMatchObject({ document: '', openid: null });
        expect((await store.inbox.accept([{ ...row, id: fresh('push-') }]))[0]?.outcome).toBe('duplicate');
      });
    });

    describe('people', () => {
      it('lets one of two own an identity', async () => {
        const [one, two] = [await person(), await person()];
        const key = { openid: fresh('o') };
        const added = await Promise.all([
          store.people.addIdentity(identity(one, key)),
          other.people.addIdentity(identity(two, key)),
        ]);
        expect(added.filter(Boolean)).toHaveLength(1);
      });
      it('holds equal openids of two accounts apart', async () => {
        const [one, two] = [await person(), await person()];
        const openid = fresh('o');
        await store.people.addIdentity(identity(one, { openid }));
        await store.people.addIdentity(identity(two, { openid, appId: 'wx2' }));
        expect((await store.people.identity('wx1', openid))?.personId).toBe(one);
        expect((await store.people.identity('wx2', openid))?.personId).toBe(two);
      });
      it('gives a unionid of a group to one owner, and another group its own', async () => {
        const [one, two] = [await person(), await person()];
        const unionid = fresh('u');
        const claim = (by: Store, openPlatform: string, personId: string) =>
          by.people.claimUnion({ openPlatform, unionid, personId, createdAt: 1 });
        const owners = await Promise.all([claim(store, 'main', one), claim(other, 'main', two)]);
        expect(new Set(owners).size).toBe(1);
        expect(await claim(store, 'elsewhere', two)).toBe(two);
      });
      it('attaches a unionid once', async () => {
        const someone = identity(await person());
        await store.people.addIdentity(someone);
        expect(await store.people.attachUnionid('wx1', someone.openid, 'main', 'u1')).toBe(true);
        expect(await store.people.attachUnionid('wx1', someone.openid, 'main', 'u2')).toBe(false);
        expect((await store.people.identity('wx1', someone.openid))?.unionid).toBe('u1');
      });
      it('follows merges from the old id to the person that stays', async () => {
        const [a, b, c] = [await person(), await person(), await person()];
        const someone = identity(a);
        await store.people.addIdentity(someone);
        await store.transaction(async (inside) => {
          await inside.people.lock([a, b]);
          await inside.people.merge(a, b);
        });
        await store.people.merge(b, c);
        expect((await store.people.current(a))?.id).toBe(c);
        expect((await store.people.identity('wx1', someone.openid))?.personId).toBe(c);
      });
      it('discards a person without identity only', async () => {
        const [lonely, known] = [await person(), await person()];
        await store.people.addIdentity(identity(known));
        await store.people.discard(lonely);
        await store.people.discard(known);
        expect(await store.people.find(lonely)).toBeUndefined();
        expect(await store.people.find(known)).toBeDefined();
      });
      it('erases a person with aliases, identities, profile, session and grant', async () => {
        const [gone, alias] = [await person(), await person()];
        const someone = identity(gone);
        await store.people.addIdentity(someone);
        await store.people.merge(alias, gone);
        await store.profiles.learn([field(someone.openid, 'nickname', '小明', 5)]);
        await store.sessions.create(session(gone, someone.openid));
        await store.transaction((inside) => inside.people.erase(gone));
        expect(await store.people.find(gone)).toBeUndefined();
        expect(await store.people.find(alias)).toBeUndefined();
        expect(await store.people.identity('wx1', someone.openid)).toBeUndefined();
        expect(await store.profiles.of('wx1', someone.openid)).toEqual([]);
      });
    });

    const field = (openid: string, name: ProfileField['field'], value: string, learntAt: number): ProfileField => ({
      appId: 'wx1',
      openid,
      field: name,
      value,
      source: 'consent',
      learntAt,
    });

    describe('profiles', () => {
      it.each([
        { title: 'newer overwrites older', before: 5, now: 6, value: '新', stands: '新' },
        { title: 'older never overwrites newer', before: 5, now: 4, value: '旧', stands: '小明' },
        { title: 'empty never overwrites known', before: 5, now: 6, value: '', stands: '小明' },
      ])('$title', async ({ before, now, value, stands }) => {
        const openid = fresh('o');
        await store.profiles.learn([field(openid, 'nickname', '小明', before), field(openid, 'sex', '1', before)]);
        await store.profiles.learn([field(openid, 'nickname', value, now)]);
        const known = await store.profiles.of('wx1', openid);
        expect(known.map(({ field: name, value: text }) => [name, text])).toEqual([
          ['nickname', stands],
          ['sex', '1'],
        ]);
      });
      it('are forgotten by field or whole', async () => {
        const openid = fresh('o');
        await store.profiles.learn([field(openid, 'nickname', 'x', 1), field(openid, 'city', 'y', 1)]);
        await store.profiles.forget('wx1', openid, ['nickname', 'avatar']);
        expect(await store.profiles.of('wx1', openid)).toMatchObject([{ field: 'city' }]);
        await store.profiles.forget('wx1', openid, 'all');
        expect(await store.profiles.of('wx1', openid)).toEqual([]);
      });
      it('keep text as it is', async () => {
        const openid = fresh('o');
        const value = '"阿<b>喵\u202e😀\'; DROP TABLE persons; --';
        await store.profiles.learn([field(openid, 'nickname', value, 1)]);
        expect((await store.profiles.of('wx1', openid))[0]?.value).toBe(value);
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
        expect(await store.followers.set(follower(openid, 0, 10))).toBe(true);
        expect(await store.followers.set(follower(openid, 1, 5))).toBe(false);
        expect(await store.followers.find('wx1', openid)).toMatchObject({ subscribed: 0, changedAt: 10 });
      });
      it('keep what an event does not know', async () => {
        const openid = fresh('o');
        await store.followers.set(follower(openid, 1, 5, 'ADD_SCENE_SEARCH'));
        await store.followers.set(follower(openid, 1, 6));
        expect(await store.followers.find('wx1', openid)).toMatchObject({ changedAt: 6, scene: 'ADD_SCENE_SEARCH' });
      });
    });

    describe('app tokens', () => {
      it('are leased to one holder at a time, and again after the lease lapsed', async () => {
        const appId = fresh('wx-');
        const [a, b] = await Promise.all([
          store.appTokens.lease(appId, 'a', 100, 0),
          other.appTokens.lease(appId, 'b', 100, 0),
        ]);
        expect([a, b].filter(Boolean)).toHaveLength(1);
        const [holder, waiting] = a ? ['a', 'b'] : ['b', 'a'];
        expect(await store.appTokens.lease(appId, waiting!, 199, 99)).toBe(false);
        expect(await store.appTokens.lease(appId, holder!, 150, 99)).toBe(true);
        expect(await store.appTokens.lease(appId, waiting!, 300, 150)).toBe(true);
      });
      it('are written by the lease holder only, and only over the generation it saw', async () => {
        const appId = fresh('wx-');
        const token = { valueSealed: 'sealed', issuedAt: 1, expiresAt: 2 };
        await store.appTokens.lease(appId, 'a', 100, 0);
        expect(await store.appTokens.write(appId, 'b', token, 0)).toBeUndefined();
        expect(await store.appTokens.write(appId, 'a', token, 0)).toMatchObject({
          generation: 1,
          valueSealed: 'sealed',
        });
        expect(await store.appTokens.write(appId, 'a', token, 0)).toBeUndefined();
        await store.appTokens.release(appId, 'a');
        expect(await store.appTokens.write(appId, 'a', token, 1)).toBeUndefined();
        expect(await other.appTokens.find(appId)).toMatchObject({ generation: 1, leaseHolder: null });
      });
    });

    const login = (fields: Partial<NewLogin> = {}): NewLogin => ({
      id: fresh('login-'),
      cookieId: fresh('c'),
      stateDigest: fresh('state-'),
      bindingDigest: 'binding',
      purpose: 'login',
      account: 'service',
      appId: 'wx1',
      scope: 'snsapi_base',
      returnTo: '/me',
      ticketDigest: null,
      restartOf: null,
      startedAt: 1000,
      expiresAt: 601_000,
      ...fields,
    });

    describe('logins', () => {
      it('are found by state and moved on by one of many', async () => {
        const started = login();
        await store.logins.create(started);
        expect(await store.logins.byState(started.stateDigest)).toMatchObject({ id: started.id, status: 'started' });
        const moves = await Promise.all(
          Array.from({ length: 20 }, (_, turn) =>
            (turn % 2 ? store : other).logins.move(started.id, ['started'], 'returned', { openid: 'oA' }),
          ),
        );
        expect(moves.filter((moved) => moved !== undefined)).toMatchObject([{ status: 'returned', openid: 'oA' }]);
      });
      it('make room by dropping the oldest unfinished ones', async () => {
        const base = await store.logins.open(0);
        const [old, young, done] = [login({ startedAt: 1 }), login({ startedAt: 9e12 }), login({ startedAt: 0 })];
        for (const each of [old, young, done]) await store.logins.create(each);
        await store.logins.move(done.id, ['started'], 'finished');
        await store.logins.dropOldest(base + 1);
        expect(await store.logins.find(old.id)).toBeUndefined();
        expect(await store.logins.find(young.id)).toBeDefined();
        expect(await store.logins.find(done.id)).toBeDefined();
      });
    });

    describe('codes', () => {
      const seen = (codeDigest: string, stateDigest: string) => ({ codeDigest, stateDigest, seenAt: 1, expiresAt: 2 });
      it('belong to the state they were first seen with', async () => {
        const code = fresh('code-');
        await store.codes.see(seen(code, 'victim'));
        expect(await other.codes.see(seen(code, 'attacker'))).toMatchObject({ stateDigest: 'victim', status: 'seen' });
        expect(await store.codes.claim(code, 'attacker', 'login-x')).toBe(false);
        expect(await store.codes.claim(code, 'victim', 'login-y')).toBe(true);
      });
      it('are claimed by one of 20 at once', async () => {
        const code = fresh('code-');
        await store.codes.see(seen(code, 's'));
        const claims = await Promise.all(
          Array.from({ length: 20 }, (_, turn) => (turn % 2 ? store : other).codes.claim(code, 's', `login-${turn}`)),
        );
        expect(claims.filter(Boolean)).toHaveLength(1);
        await store.codes.finish(code, 'done', '{"ok":true}');
        expect(await store.codes.find(code)).toMatchObject({ status: 'done', result: '{"ok":true}' });
      });
    });

    const session = (personId: string, openid = 'oA') => ({
      idDigest: fresh('session-'),
      personId,
      account: 'service',
      appId: 'wx1',
      openid,
      createdAt: 1,
      trace: '{}',
      seenAt: 1,
      expiresAt: 100,
    });

    describe('sessions', () => {
      it('live until they expire or end', async () => {
        const one = session(await person());
        await store.sessions.create(one);
        expect(await store.sessions.find(one.idDigest, 99)).toMatchObject({ personId: one.personId });
        expect(await store.sessions.find(one.idDigest, 100)).toBeUndefined();
        await store.sessions.end(one.idDigest);
        expect(await other.sessions.find(one.idDigest, 50)).toBeUndefined();
      });
      it('follow the person through a merge', async () => {
        const [from, into] = [await person(), await person()];
        const one = session(from);
        await store.sessions.create(one);
        await store.people.merge(from, into);
        expect((await store.sessions.find(one.idDigest, 50))?.personId).toBe(into);
      });
    });

    describe('link tickets and codes', () => {
      it('LNK-03 a ticket taken 20 times at once is taken once', async () => {
        const ticketDigest = fresh('ticket-');
        const ticket = {
          ticketDigest,
          purpose: 'link' as const,
          account: 'unverified',
          appId: 'wx3',
          openid: 'oA',
          targetAccount: 'service',
          createdAt: 0,
          expiresAt: 600,
        };
        await store.linkTickets.create(ticket);
        expect(await store.linkTickets.take(ticketDigest, 'login', 1)).toBeUndefined();
        expect(await store.linkTickets.take(ticketDigest, 'link', 600)).toBeUndefined();
        const taken = await Promise.all(
          Array.from({ length: 20 }, (_, turn) =>
            (turn % 2 ? store : other).linkTickets.take(ticketDigest, 'link', 599),
          ),
        );
        expect(taken.filter((row) => row !== undefined)).toMatchObject([{ usedAt: 599, openid: 'oA' }]);
      });

      const code = (): Omit<LinkCode, 'tries' | 'status' | 'settledAt'> => ({
        id: fresh('link-code-'),
        ticketDigest: 't',
        loginId: 'l',
        account: 'unverified',
        appId: 'wx3',
        openid: fresh('o'),
        targetAccount: 'service',
        targetAppId: 'wx1',
        targetOpenid: 'oB',
        codeDigest: 'right',
        createdAt: 0,
        expiresAt: 300,
      });
      it('LNK-06 a code is burnt by the fifth wrong try', async () => {
        const one = code();
        await store.linkCodes.create(one);
        for (let miss = 1; miss <= 4; miss++) {
          expect(await store.linkCodes.miss(one.id, 5, 10)).toMatchObject({ tries: miss, status: 'open' });
        }
        expect(await store.linkCodes.miss(one.id, 5, 10)).toMatchObject({ tries: 5, status: 'burnt' });
        expect(await store.linkCodes.confirm(one.id, 'right', 11)).toBeUndefined();
        expect(await store.linkCodes.openFor('wx3', one.openid, 11)).toBeUndefined();
      });
      it('a code is confirmed once, with the right digest, in time', async () => {
        const one = code();
        await store.linkCodes.create(one);
        expect((await store.linkCodes.openFor('wx3', one.openid, 299))?.id).toBe(one.id);
        expect(await store.linkCodes.confirm(one.id, 'wrong', 10)).toBeUndefined();
        expect(await store.linkCodes.confirm(one.id, 'right', 300)).toBeUndefined();
        const confirmed = await Promise.all([
          store.linkCodes.confirm(one.id, 'right', 299),
          other.linkCodes.confirm(one.id, 'right', 299),
        ]);
        expect(confirmed.filter((row) => row !== undefined)).toMatchObject([{ status: 'confirmed', settledAt: 299 }]);
      });
    });

    describe('papers', () => {
      it('chain the audit, also when two write at once, and tell what was changed', async () => {
        const row = () => ({ id: fresh('a'), at: 1, kind: 'merged', personId: null, account: null, detail: '{}' });
        const before = await store.audit.head();
        await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? store : other).audit.append(row())));
        const head = await store.audit.head();
        expect(head.position).toBe(before.position + 10);
        expect(await other.audit.verify()).toEqual({ intact: true, position: head.position });
        await store.audit.append(row());
        expect(await other.audit.verify(head.hash)).toMatchObject({ intact: true });
        expect(await other.audit.verify('0'.repeat(64))).toMatchObject({ intact: false });
      });
      it('take a merge for its undo once, while it is young enough', async () => {
        const id = fresh('m');
        const moved = { identities: [{ appId: 'wx1', openid: 'oA' }], unions: [] };
        await store.merges.append({
          id,
          at: 1000,
          reason: 'link',
          account: 'service',
          personId: 'p',
          formerId: null,
          moved,
        });
        expect(await store.merges.take(id, { since: 1001, at: 2000 })).toBeUndefined();
        const taken = await Promise.all([store, other].map((by) => by.merges.take(id, { since: 1000, at: 2000 })));
        expect(taken.filter((row) => row !== undefined)).toMatchObject([{ moved, undoneAt: 2000 }]);
      });
      it('know every column that holds ciphertext, and replace a value only where it still stands', async () => {
        const erasureId = fresh('e');
        await store.copies.keep({ erasureId, at: 1, expiresAt: 10, sealed: 'before' });
        const values: SealedValue[] = [];
        for await (const value of store.sealedValues.all()) values.push(value);
        const value = values.find(({ place }) => place[2] === erasureId)!;
        expect(value).toEqual({ place: ['sealed_copies', 'sealed', erasureId], sealed: 'before' });
        expect(await other.sealedValues.replace(value, 'after')).toBe(true);
        expect(await store.sealedValues.replace(value, 'late')).toBe(false);
        expect(await store.copies.take(erasureId, 1)).toMatchObject({ sealed: 'after' });
      });
      it('hand out a sealed copy once, while it lives', async () => {
        const erasureId = fresh('e');
        await store.copies.keep({ erasureId, at: 1, expiresAt: 10, sealed: 'x' });
        expect(await store.copies.take(erasureId, 10)).toBeUndefined();
        const taken = await Promise.all([store, other].map((by) => by.copies.take(erasureId, 9)));
        expect(taken.filter((row) => row !== undefined)).toHaveLength(1);
      });
      it('keep audit, reviews and receipts', async () => {
        const personId = fresh('person-');
        await store.audit.append({ id: fresh('a'), at: 1, kind: 'merge', personId, account: null, detail: '{}' });
        expect(await store.audit.list({ limit: 5, personId })).toHaveLength(1);
        const review = fresh('r');
        await store.reviews.append({ id: review, at: 1, kind: 'unionid_conflict', account: 'service', detail: '{}' });
        expect(await store.reviews.settle(review, 2)).toBe(true);
        expect(await store.reviews.settle(review, 3)).toBe(false);
        const receipt = { at: 50, account: 'service', reason: 'revoke', outcome: 'done' as const, scope: 'profile' };
        const before = await store.erasures.countSince(50);
        await store.erasures.append({ ...receipt, id: fresh('e'), subjectDigest: 'x' });
        await store.erasures.append({ ...receipt, id: fresh('e'), subjectDigest: 'x' });
        expect((await store.erasures.countSince(50)) - before).toBe(1);
        expect(await store.erasures.ofSubject('x')).toHaveLength(2);
      });
    });

    describe('transactions', () => {
      it('undo everything when the work throws', async () => {
        const id = fresh('person-');
        const failed = store.transaction(async (inside) => {
          await inside.people.create({ id, createdAt: 1 });
          throw new Error('no');
        });
        await expect(failed).rejects.toThrow('no');
        expect(await store.people.find(id)).toBeUndefined();
      });
      it('do not nest', async () => {
        await expect(store.transaction((inside) => inside.transaction(async () => 1))).rejects.toThrow(TypeError);
      });
    });

    describe('sweep', () => {
      it('removes what has expired and keeps what lives', async () => {
        const [gone, stays] = [session(await person()), { ...session(await person()), expiresAt: 9e15 }];
        await store.sessions.create(gone);
        await store.sessions.create(stays);
        const waiting = push({ receivedAt: 0, openid: fresh('o') });
        await store.inbox.accept([waiting]);
        await store.sweep(8e15);
        expect(await store.sessions.find(gone.idDigest, 0)).toBeUndefined();
        expect(await store.sessions.find(stays.idDigest, 0)).toBeDefined();
        expect(await store.inbox.find(waiting.id)).toMatchObject({ document: '<xml/>' });
      });
    });

    describe('what OpenID Connect remembers', () => {
      const artifact = (fields: Partial<OidcArtifact> = {}) => ({
        model: 'AuthorizationCode',
        idDigest: fresh('digest-'),
        payloadSealed: 'sealed',
        grantDigest: null,
        uidDigest: null,
        personId: null,
        clientId: 'shop',
        createdAt: 1000,
        expiresAt: 9000,
        ...fields,
      });

      it('OPX-03 a code is consumed by one of fifty at once, and stays consumed when it is written again', async () => {
        const code = artifact();
        await store.oidcArtifacts.put(code);
        const tries = Array.from({ length: 50 }, (_, index) =>
          (index % 2 ? store : other).oidcArtifacts.consume(code.model, code.idDigest, 2000),
        );
        expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
        await store.oidcArtifacts.put({ ...code, payloadSealed: 'later', createdAt: 5000 });
        expect(await other.oidcArtifacts.find(code.model, code.idDigest)).toMatchObject({
          payloadSealed: 'later',
          createdAt: 1000,
          consumedAt: 2000,
        });
      });

      it('kinds do not mix: one digest under two kinds is two rows', async () => {
        const code = artifact();
        await store.oidcArtifacts.put(code);
        expect(await store.oidcArtifacts.find('RefreshToken', code.idDigest)).toBeUndefined();
        expect(await store.oidcArtifacts.consume('RefreshToken', code.idDigest, 1)).toBe(false);
      });

      it('a family goes together, or one kind of it', async () => {
        const grantDigest = fresh('grant-');
        const code = artifact({ grantDigest });
        const token = artifact({ grantDigest, model: 'AccessToken' });
        await store.oidcArtifacts.put(code);
        await store.oidcArtifacts.put(token);
        await store.oidcArtifacts.removeOfGrant(grantDigest, 'AccessToken');
        expect(await store.oidcArtifacts.find(token.model, token.idDigest)).toBeUndefined();
        expect(await store.oidcArtifacts.find(code.model, code.idDigest)).toBeDefined();
        await store.oidcArtifacts.removeOfGrant(grantDigest);
        expect(await store.oidcArtifacts.find(code.model, code.idDigest)).toBeUndefined();
      });

      it('a session is found by its second name and by its person, and goes with the person', async () => {
        const personId = await person();
        const session = artifact({ model: 'Session', uidDigest: fresh('uid-'), personId });
        await store.oidcArtifacts.put(session);
        expect(await store.oidcArtifacts.findByUid('Session', session.uidDigest!)).toMatchObject({ personId });
        expect(await store.oidcArtifacts.ofPerson('Session', personId)).toHaveLength(1);
        await store.transaction((inside) => inside.people.erase(personId));
        expect(await store.oidcArtifacts.ofPerson('Session', personId)).toEqual([]);
      });

      it('a sweep takes what has expired', async () => {
        const code = artifact({ expiresAt: 50 });
        const lasting = artifact({ expiresAt: null });
        await store.oidcArtifacts.put(code);
        await store.oidcArtifacts.put(lasting);
        await store.sweep(50);
        expect(await store.oidcArtifacts.find(code.model, code.idDigest)).toBeUndefined();
        expect(await store.oidcArtifacts.find(lasting.model, lasting.idDigest)).toBeDefined();
      });

      it('of two keys of one generation, made at once, the first stands', async () => {
        const generation = ++serial + 1_000_000;
        const key = (kid: string) => ({
          kid,
          algorithm: 'ES256' as const,
          generation,
          keySealed: 'sealed',
          createdAt: 1,
          signsFrom: 1,
        });
        await Promise.all([store.signingKeys.add(key(fresh('kid-'))), other.signingKeys.add(key(fresh('kid-')))]);
        const kept = (await store.signingKeys.list()).filter((row) => row.generation === generation);
        expect(kept).toHaveLength(1);
        await store.signingKeys.remove(kept[0]!.kid);
      });

      it('a notice of signing out is taken by one, and again when it is due', async () => {
        const notice = { id: fresh('notice-'), clientId: 'shop', personId: 'p', sid: null, nextAt: 10, createdAt: 10 };
        await store.logoutNotices.add(notice);
        const taken = await Promise.all([store, other].map((each) => each.logoutNotices.take(10, 100, 5)));
        expect(taken.flat()).toMatchObject([{ id: notice.id, attempts: 1 }]);
        await store.logoutNotices.later(notice.id, 20);
        expect(await other.logoutNotices.take(19, 100, 5)).toEqual([]);
        expect(await other.logoutNotices.take(20, 100, 5)).toMatchObject([{ attempts: 2 }]);
        await store.logoutNotices.remove(notice.id);
        expect(await store.logoutNotices.take(1000, 2000, 5)).toEqual([]);
      });

      it('clients are written, found, listed and removed', async () => {
        const row = {
          clientId: fresh('client-'),
          metadata: '{}',
          secretSealed: null,
          origin: 'operator' as const,
          createdAt: 1,
          changedAt: 1,
        };
        await store.clients.put(row);
        await store.clients.put({ ...row, secretSealed: 'sealed', createdAt: 5, changedAt: 2 });
        expect(await other.clients.find(row.clientId)).toEqual({ ...row, secretSealed: 'sealed', changedAt: 2 });
        expect((await store.clients.list()).map(({ clientId }) => clientId)).toContain(row.clientId);
        expect(await store.clients.remove(row.clientId)).toBe(true);
        expect(await store.clients.remove(row.clientId)).toBe(false);
      });
    });
  });
}
