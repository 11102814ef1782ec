/** By which subject an application knows somebody while the root secret is changed, and after it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { resealAll } from '../packages/gateway/src/operations/keys.ts';
import type { SignInWorld } from '../packages/gateway/test/login/browser.ts';
import { onBothDatabases } from '../packages/gateway/test/store/both.ts';
import { authorize, flow, idTokenClaims, newBrowser, openIdWorld, redirectUri, token } from './relying-party.ts';

const folder = mkdtempSync(join(tmpdir(), 'mingpian-root-secret-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

onBothDatabases('a change of the root secret', (database) => {
  const [old, next] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
  /** The steps of docs/upgrades.md. */
  const before = { root_secret: old };
  const announced = { root_secret: old, previous_root_secret: next };
  const changed = { root_secret: next, previous_root_secret: old };
  const after = { root_secret: next };

  const running = new Set<SignInWorld>();
  const close = async (world: SignInWorld) => {
    running.delete(world);
    await world.gateway.close();
  };
  afterEach(async () => {
    for (const world of running) await close(world);
  });

  /** A database that outlives its gateway. */
  async function lasting(): Promise<{ url: string; shared: boolean }> {
    const { url } = await database();
    const shared = url.startsWith('postgres');
    return { url: shared ? url : `sqlite:${join(folder, `${++files}.db`)}`, shared };
  }
  async function open(url: string, secrets: Record<string, string>): Promise<SignInWorld> {
    const world = await openIdWorld({ database: { url }, ...secrets });
    running.add(world);
    return world;
  }

  async function subjectIn(world: SignInWorld): Promise<unknown> {
    const request = flow();
    const answer = await authorize(world, newBrowser(world), request.path, 'xiaoming');
    const form = { grant_type: 'authorization_code', code: answer.get('code') ?? '', redirect_uri: redirectUri };
    const { body } = await token(world, { ...form, code_verifier: request.verifier });
    return idTokenClaims(body.id_token!).sub;
  }

  it('leaves every subject what it was, with both secrets and without the old one', async () => {
    const { url } = await lasting();
    const first = await open(url, before);
    const sub = await subjectIn(first);
    expect(sub).toMatch(/^p\./);
    await close(first);
    for (const secrets of [announced, changed]) {
      const world = await open(url, secrets);
      expect(await subjectIn(world)).toBe(sub);
      if (secrets === changed)
        expect(await resealAll(world.gateway.parts.store, world.gateway.parts.sealer)).toMatchObject({ lost: 0 });
      await close(world);
    }
    expect(await subjectIn(await open(url, after))).toBe(sub);
  });

  it('is one subject on two nodes with different secrets, also if they start at once', async () => {
    const { url, shared } = await lasting();
    // A file has one gateway at a time.
    const asked = shared ? await Promise.all([open(url, announced), open(url, changed)]) : [await open(url, announced)];
    const subs = new Set(await Promise.all(asked.map(subjectIn)));
    if (!shared) {
      await close(asked[0]!);
      subs.add(await subjectIn(await open(url, changed)));
    }
    expect(subs.size).toBe(1);
  });

  it('does not start without the secret that the subjects are sealed with, and says so', async () => {
    const { url } = await lasting();
    await close(await open(url, before));
    await expect(open(url, after)).rejects.toMatchObject({
      code: 'store_sealed',
      message: expect.stringContaining('previous_root_secret'),
    });
  });
});
