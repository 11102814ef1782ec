/** By which subject an application knows somebody, before and after the gateway learns that two people are one. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOpenIdConnect } from '../packages/gateway/src/oidc/openid-connect.ts';
import { type SignInWorld, writtenAccount } from '../packages/gateway/test/login/browser.ts';
import { authorize, flow, idTokenClaims, newBrowser, openidOf, redirectUri, token, userinfo } from './relying-party.ts';
import { onBothStores } from './stores.ts';

const secretOf = (name: string) => `Zq3vT7hK9mXw2bNc5rYd8fLg4sPj6aEu-${name}`;
/** Each way of being known, through each of the two accounts; `late` comes only after the merge. */
const names = ['first-pairwise', 'first-public', 'second-pairwise', 'second-public', 'late-pairwise', 'late-public'];

onBothStores('subjects of two who become one', (open) => {
  let world: SignInWorld;
  let listener: Server;
  const heard: string[] = [];
  const known = new Map<string, Awaited<ReturnType<typeof signInTo>>>();

  beforeAll(async () => {
    listener = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        heard.push(new URLSearchParams(body).get('logout_token') ?? '');
        response.end();
      });
    });
    await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
    const { port } = listener.address() as AddressInfo;
    world = await open({
      accounts: ['first', 'second'].map((name) => writtenAccount(name, { open_platform: 'main' })),
      private_hosts: ['127.0.0.1'],
      clients: names.map((name) => ({
        client_id: name,
        client_secret: secretOf(name),
        redirect_uris: [redirectUri],
        backchannel_logout_uri: `http://127.0.0.1:${port}/`,
        account: name.startsWith('first') ? 'first' : 'second',
        subject: name.endsWith('public') ? 'public' : 'pairwise',
      })),
    });
    for (const name of names.slice(0, 4)) known.set(name, await signInTo(name, openName(name)));
  });
  afterAll(async () => {
    await world.gateway.close();
    listener.close();
  });

  /** The same human, under another openid in each account. */
  const openName = (client: string) => (client.startsWith('first') ? 'one' : 'two');

  async function signInTo(name: string, person: string) {
    const request = flow({ client_id: name, scope: 'openid offline_access', prompt: 'consent' });
    const answer = await authorize(world, newBrowser(world), request.path, person);
    const form = { grant_type: 'authorization_code', code: answer.get('code') ?? '', redirect_uri: redirectUri };
    const { body } = await token(
      world,
      { ...form, code_verifier: request.verifier },
      { id: name, secret: secretOf(name) },
    );
    return { sub: idTokenClaims(body.id_token!).sub, access: body.access_token!, refresh: body.refresh_token! };
  }

  async function see(name: string) {
    const { people, accounts } = world.gateway.parts;
    const account = accounts.byName(name)!;
    await people.see({
      account,
      openid: openidOf(openName(name)),
      unionid: 'oO2MgrLGP-qkDP7UK1ss-CAYMI5E',
      origin: 'push',
      at: Date.now(),
    });
    return people.find(account.appId, openidOf(openName(name)));
  }

  it('are two at first, and every client knows them by its own subject', () => {
    expect(new Set([...known.values()].map(({ sub }) => sub)).size).toBe(4);
  });

  it('become one person, and no client notices', async () => {
    await see('first');
    const { id } = (await see('second'))!;
    expect((await see('first'))!.id).toBe(id);
    for (const [name, before] of known) {
      expect((await userinfo(world, before.access)).claims.sub).toBe(before.sub);
      const form = { grant_type: 'refresh_token', refresh_token: before.refresh };
      const refreshed = await token(world, form, { id: name, secret: secretOf(name) });
      expect(idTokenClaims(refreshed.body.id_token!).sub).toBe(before.sub);
      const again = await signInTo(name, openName(name));
      expect([name, again.sub]).toEqual([name, before.sub]);
      expect((await userinfo(world, again.access)).claims.sub).toBe(before.sub);
    }
  });

  it('a client that comes later knows one subject', async () => {
    for (const name of names.slice(4)) {
      const { sub } = await signInTo(name, 'two');
      expect((await signInTo(name, 'two')).sub).toBe(sub);
    }
  });

  it('each client hears of a sign-out by the subject it knows', async () => {
    const person = await see('first');
    const { signOut } = createOpenIdConnect(world.gateway.parts);
    heard.length = 0;
    await signOut.everywhere(person!.id);
    for (let round = 0; round < 4; round++) await signOut.deliver();
    const told = heard.map(idTokenClaims);
    for (const [name, { sub, access }] of known) {
      const subjects = told.filter(({ aud }) => aud === name).map((each) => each.sub);
      expect([name, new Set(subjects)]).toEqual([name, new Set([sub])]);
      expect((await userinfo(world, access)).status).toBe(401);
    }
  });

  it('a copy of the database keeps what clients know', async () => {
    const rows: string[] = [];
    await world.gateway.parts.store.portable.dump(async ({ table }) => {
      rows.push(table);
    });
    expect(rows.filter((table) => table === 'subjects')).toHaveLength(6);
  });
});
