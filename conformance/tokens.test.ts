/** Id tokens and userinfo: how they are signed, how they are asked for, and which forgeries are worth nothing. */
import { createHmac, createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignInWorld } from '../packages/gateway/test/login/browser.ts';
import { authorize, flow, newBrowser, post, redirectUri, secret, shop, signedIn, userinfo } from './relying-party.ts';
import { onBothStores } from './stores.ts';

const old = { ...shop, client_id: 'old', client_secret: 'Mn4bVc7xZa1sDf8gHj2kLq5wEr9tYu3i0', id_token_alg: 'RS256' };
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

onBothStores('tokens', (open) => {
  let world: SignInWorld;
  let asked = 0;
  let elsewhere: Server;
  beforeAll(async () => {
    world = await open({ clients: [shop, old] });
    elsewhere = createServer((_request, response) => {
      asked++;
      response.end('{"keys":[]}');
    });
    await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening));
  });
  afterAll(async () => {
    await world.gateway.close();
    elsewhere.close();
  });

  async function publicKeys(): Promise<(JsonWebKey & { kid: string; alg: string })[]> {
    const reply = await fetch(world.gateway.url('/oauth2/jwks'));
    return ((await reply.json()) as { keys: (JsonWebKey & { kid: string; alg: string })[] }).keys;
  }

  it.each([
    ['shop', 'ES256'],
    ['old', 'RS256'],
  ])('oidcc-idtoken-signature: %s gets %s, by a published key', async (client, algorithm) => {
    const request = flow({ client_id: client });
    const answer = await authorize(world, newBrowser(world), request.path);
    const form = { grant_type: 'authorization_code', code: answer.get('code')!, redirect_uri: redirectUri };
    const credentials = { id: client, secret: client === 'old' ? old.client_secret : secret };
    const { body } = await post(
      world.gateway.url('/oauth2/token'),
      { ...form, code_verifier: request.verifier },
      credentials,
    );
    const [header = '', payload = '', signature = ''] = body.id_token!.split('.');
    const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string; kid: string };
    expect(alg).toBe(algorithm);
    const key = (await publicKeys()).find((each) => each.kid === kid)!;
    expect(key.alg).toBe(algorithm);
    const publicKey = { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
    const signed = Buffer.from(`${header}.${payload}`);
    expect(verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('oidcc-idtoken-unsigned: no client can have an unsigned one', async () => {
    const metadata = await (await fetch(world.gateway.url('/.well-known/openid-configuration'))).json();
    const { id_token_signing_alg_values_supported: offered } = metadata as Record<string, string[]>;
    expect(offered!.toSorted()).toEqual(['ES256', 'RS256']);
    await expect(open({ clients: [{ ...shop, id_token_alg: 'none' }] })).rejects.toThrow('id_token_alg');
  });

  it.each([
    ['oidcc-userinfo-get', (access: string) => ({ headers: { authorization: `Bearer ${access}` } })],
    [
      'oidcc-userinfo-post-header',
      (access: string) => ({ method: 'POST', headers: { authorization: `Bearer ${access}` } }),
    ],
    [
      'oidcc-userinfo-post-body',
      (access: string) => ({ method: 'POST', body: new URLSearchParams({ access_token: access }) }),
    ],
  ])('%s', async (_module, ask) => {
    const { reply, claims } = await signedIn(world);
    const answer = await fetch(world.gateway.url('/oauth2/userinfo'), ask(reply.body.access_token!));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ sub: claims.sub });
  });

  it('OPX-14 an access token in the query is refused', async () => {
    const { reply } = await signedIn(world);
    const answer = await fetch(world.gateway.url(`/oauth2/userinfo?access_token=${reply.body.access_token}`));
    expect(answer.status).toBe(400);
  });

  it('oidcc-server-client-secret-post: a secret may stand in the form', async () => {
    const request = flow();
    const answer = await authorize(world, newBrowser(world), request.path);
    const reply = await post(world.gateway.url('/oauth2/token'), {
      grant_type: 'authorization_code',
      code: answer.get('code')!,
      redirect_uri: redirectUri,
      code_verifier: request.verifier,
      client_id: 'shop',
      client_secret: secret,
    });
    expect(reply.status).toBe(200);
  });

  it('OPX-09 forged id tokens are no hints, and no address in one is asked', async () => {
    const { visitor, reply } = await signedIn(world);
    const [header = '', payload = '', signature = ''] = reply.body.id_token!.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    const key = (await publicKeys()).find((each) => each.kid === kid)!;
    const { port } = elsewhere.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/`;
    const withPublicKey = (head: object) => {
      const signed = `${part(head)}.${payload}`;
      return `${signed}.${createHmac('sha256', JSON.stringify(key)).update(signed).digest('base64url')}`;
    };
    const forged = [
      `${part({ alg: 'none' })}.${payload}.`,
      withPublicKey({ alg: 'HS256', kid }),
      withPublicKey({ alg: 'HS256' }),
      `${part({ alg: 'ES256', kid: 'unknown' })}.${payload}.${signature}`,
      `${part({ alg: 'ES256', jku: address })}.${payload}.${signature}`,
      `${part({ alg: 'ES256', x5u: address, kid })}.${payload}.${signature}`,
      `${part({ alg: 'ES256', jwk: key })}.${payload}.${signature}`,
    ];
    for (const hint of forged) {
      const answer = await authorize(world, visitor, flow({ prompt: 'none', id_token_hint: hint }).path);
      expect(answer.get('error')).toBe('invalid_request');
      const logout = await visitor.get(`/oauth2/logout?id_token_hint=${hint}`);
      expect([logout.status, logout.location]).toEqual([400, '']);
      const bearer = await fetch(world.gateway.url('/oauth2/userinfo'), {
        headers: { authorization: `Bearer ${hint}` },
      });
      expect(bearer.status).toBe(401);
    }
    expect(asked).toBe(0);
    expect((await userinfo(world, reply.body.access_token!)).status).toBe(200);
  });

  it('OPX-11 no client id has the form of a subject, whatever kind of subject', async () => {
    const { claims } = await signedIn(world);
    for (const id of [String(claims.sub), '0197a8d4-0000-7000-8000-000000000000']) {
      await expect(open({ clients: [{ ...shop, client_id: id }] })).rejects.toThrow('client_id');
    }
  });
});
