import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignInWorld } from '../packages/gateway/test/login/browser.ts';
import { authorize, exchange, flow, newBrowser, signedIn, userinfo, walk } from './relying-party.ts';
import { onBothStores } from './stores.ts';

onBothStores('oidcc-server: the code flow from beginning to end', (open) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.gateway.close());

  it('a code, then tokens, then claims, all of one subject', async () => {
    const { answer, reply, claims, request } = await signedIn(world);
    expect([...answer.keys()].sort()).toEqual(['code', 'iss', 'state']);
    expect(answer.get('state')).toBe(request.state);
    expect(answer.get('iss')).toBe(world.gateway.urls.public);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('cache-control')).toContain('no-store');
    expect(reply.body.token_type).toBe('Bearer');
    expect(claims).toMatchObject({ iss: world.gateway.urls.public, aud: 'shop', nonce: request.nonce });
    expect(claims.sub).toMatch(/^p\.[\w-]{43}$/);
    expect((await userinfo(world, reply.body.access_token!)).claims.sub).toBe(claims.sub);
  });

  it('every redirect on the way is a 303', async () => {
    const visitor = newBrowser(world);
    const first = await visitor.get(flow().path);
    expect(first.status).toBe(303);
    expect((await visitor.get(first.location)).status).toBe(303);
    expect((await walk(world, visitor, flow().path)).status).toBe(303);
  });

  it('a second sign-in of the same browser asks WeChat nothing', async () => {
    const visitor = newBrowser(world);
    await authorize(world, visitor, flow().path);
    const before = world.codes.exchanges();
    const request = flow();
    const answer = await authorize(world, visitor, request.path);
    expect((await exchange(world, answer.get('code')!, request)).status).toBe(200);
    expect(world.codes.exchanges()).toBe(before);
  });
});
