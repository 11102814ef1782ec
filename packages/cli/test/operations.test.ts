import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { recipes } from '../src/recipes.ts';
import { runHere } from './run.ts';

/** As much of a PNG as tells its size. */
function png(width: number, height: number): Buffer {
  const head = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const size = Buffer.alloc(17);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([head, size]);
}

const folder = mkdtempSync(join(tmpdir(), 'mingpian-operations-'));
afterAll(() => rmSync(folder, { recursive: true }));

const secrets = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')] as const;
function config(name: string, more = ''): string {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(
    file,
    `public_url: https://login.shop.test
database: {url: "sqlite:./${name}.db"}
${more || `root_secret: ${secrets[0]}`}
accounts:
  - {name: service, kind: service, verified: true, app_id: wx0123456789abcdef, app_secret: ${'0123456789abcdef'.repeat(2)}}
`,
  );
  return file;
}
const json = async (...args: string[]) => {
  const ran = await runHere([...args, '--json'], { now: () => Date.parse('2026-03-01T00:00:00Z') });
  return {
    code: ran.code,
    stderr: ran.stderr,
    lines: ran.stdout
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
};

describe('the verbs of operation', () => {
  it('migrate applies what is missing, once', async () => {
    const file = config('migrate');
    expect((await json('migrate', '--config', file)).lines[0].applied).toContain('0001-foundation');
    expect((await json('migrate', '--config', file)).lines).toEqual([{ applied: [] }]);
  });

  it('person sign-out: every session of theirs ends, and nobody else is signed out', async () => {
    const file = config('person');
    await json('migrate', '--config', file);
    const { loadConfig } = await import('@mingpian/gateway/config');
    const { withParts } = await import('@mingpian/gateway/opening');
    const now = Date.parse('2026-03-01T00:00:00Z');
    const inside = <T>(work: Parameters<typeof withParts<T>>[2]) => withParts(loadConfig(file, {}, { now }), {}, work);
    const people = await inside(async ({ accounts, people, store }) => {
      const account = accounts.byName('service')!;
      const ids = [];
      for (const openid of [`o${'A'.repeat(27)}`, `o${'B'.repeat(27)}`]) {
        const { id } = await people.see({ account, openid, origin: 'login', at: now });
        const { appId } = account;
        const session = { personId: id, account: 'service', appId, openid, trace: '{}', actedAt: null };
        await store.sessions.create({ ...session, idDigest: openid, createdAt: 1, seenAt: 1, expiresAt: 9e15 });
        ids.push(id);
      }
      return ids;
    });
    const answer = await json('person', 'sign-out', `o${'A'.repeat(27)}`, '--account', 'service', '--config', file);
    expect(answer.lines).toEqual([{ person: people[0], signedOut: true }]);
    const live = await inside(({ store }) =>
      Promise.all(['A', 'B'].map((letter) => store.sessions.find(`o${letter.repeat(27)}`, now))),
    );
    expect(live.map((session) => session?.personId)).toEqual([undefined, people[1]]);
    expect((await json('person', 'sign-out', people[1]!, '--config', file)).lines[0].person).toBe(people[1]);
    expect(await json('person', 'sign-out', 'nobody', '--config', file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no such person'),
    });
  });

  it('client: added, listed, with a new secret, removed; what cannot be is a sentence', async () => {
    const file = config('client');
    const add = ['client', 'add', 'shop', '--redirect-uri', 'https://shop.test/cb', '--config', file];
    expect(await json(...add)).toMatchObject({ code: 1, stderr: expect.stringContaining('run "mingpian migrate"') });
    await json('migrate', '--config', file);
    const [added] = (await json(...add)).lines;
    expect(added).toEqual({
      issuer: 'https://login.shop.test',
      client_id: 'shop',
      client_secret: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await json(...add)).toMatchObject({ code: 1, stderr: expect.stringContaining('already') });
    const [rotated] = (await json('client', 'rotate-secret', 'shop', '--config', file)).lines;
    expect(rotated.client_secret).not.toBe(added.client_secret);
    expect((await json('client', 'list', '--config', file)).lines).toEqual([
      { client_id: 'shop', name: 'shop', from: 'operator', redirect_uris: ['https://shop.test/cb'] },
    ]);
    const open = ['client', 'add', 'open', '--redirect-uri', 'http://shop.test/cb', '--config', file];
    expect(await json(...open)).toMatchObject({ code: 2, stderr: expect.stringContaining('https') });
    for (const action of ['rotate-secret', 'remove']) {
      expect((await json('client', action, 'nobody', '--config', file)).code).toBe(1);
    }
    const remove = ['client', 'remove', 'shop', '--config', file];
    expect((await json(...remove)).lines).toEqual([{ client_id: 'shop', removed: true }]);
    expect((await json('client', 'list', '--config', file)).lines).toEqual([]);
    expect(await json(...remove)).toMatchObject({ code: 1, stderr: expect.stringContaining('no client shop') });
    await json(...add);
    expect((await runHere(remove)).stdout).toMatch(/refresh tokens|刷新令牌/);
  });

  it.each(
    Object.entries(recipes),
  )('client add --for %s prints what its example runs with, and nothing else', async (name, recipe) => {
    const file = config(`client-${name}`);
    await json('migrate', '--config', file);
    const redirectUri = `https://shop.test${recipe.callbackPath}`;
    const add = ['client', 'add', 'shop', '--for', name, '--config', file];
    expect(await runHere(add)).toMatchObject({ code: 2, stderr: expect.stringContaining(recipe.callbackPath) });
    const { stdout, stderr } = await runHere([...add, '--redirect-uri', redirectUri]);
    const clientSecret = /[0-9a-f]{64}/.exec(stdout)?.[0];
    expect(clientSecret === undefined).toBe(recipe.isPublic === true);
    expect(stdout).toBe(
      recipe.text({ issuer: 'https://login.shop.test', clientId: 'shop', clientSecret, redirectUri }),
    );
    expect(stderr).toContain(recipe.file);
  });

  it('client add: ways to sign in, scopes and algorithm of one client', async () => {
    const file = config('client-policy');
    await json('migrate', '--config', file);
    const add = (id: string, ...flags: string[]) =>
      json('client', 'add', id, '--redirect-uri', 'https://shop.test/cb', '--config', file, ...flags);
    expect((await add('one', '--method', 'wechat', '--scope', 'profile', '--id-token-alg', 'RS256')).code).toBe(0);
    expect(await add('two', '--method', 'telepathy')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('wechat'),
    });
    expect(await add('three', '--scope', 'email')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('profile'),
    });
  });

  it('client add: what people see of one client', async () => {
    const file = config('client-look');
    await json('migrate', '--config', file);
    const picture = join(folder, 'logo.png');
    const add = (id: string, ...flags: string[]) =>
      json('client', 'add', id, '--redirect-uri', 'https://shop.test/cb', '--config', file, ...flags);
    expect(await add('one', '--logo', picture)).toMatchObject({ code: 2, stderr: expect.stringContaining(picture) });
    writeFileSync(picture, png(64, 65));
    expect(await add('one', '--logo', picture)).toMatchObject({ code: 2, stderr: expect.stringContaining('square') });
    writeFileSync(picture, png(64, 64));
    expect((await add('one', '--logo', picture, '--colour', '#6B3F1D')).code).toBe(0);
    expect(await add('two', '--colour', 'brown')).toMatchObject({ code: 2, stderr: expect.stringContaining('colour') });
  });

  it('backup and restore go round; a database without migrations is a sentence', async () => {
    const file = config('round');
    const backup = join(folder, 'round.backup');
    expect(await json('backup', backup, '--config', file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('mingpian migrate'),
    });
    await json('migrate', '--config', file);
    expect(await json('backup', backup, '--config', file)).toMatchObject({
      code: 0,
      lines: [{ rows: { auditHead: 1 } }],
    });
    const fresh = config('fresh');
    expect(await json('restore', backup, '--config', fresh)).toMatchObject({
      code: 0,
      lines: [{ ledger: { people: 0 } }],
    });
    writeFileSync(backup, 'nothing');
    expect(await json('restore', backup, '--config', fresh)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no backup'),
    });
  });

  it('a sealed backup goes round, tells where its keys are, and without them is a sentence', async () => {
    const file = config('sealed');
    const backup = join(folder, 'sealed.backup');
    const keys = join(folder, 'keys');
    const context = {
      now: () => Date.parse('2026-03-01T00:00:00Z'),
      env: { MINGPIAN_DATABASE__BACKUP_KEYS: './keys' },
    };
    await json('migrate', '--config', file);
    const made = await runHere(['backup', backup, '--config', file, '--json'], context);
    expect(JSON.parse(made.stdout)).toMatchObject({ file: backup, keys, rows: { auditHead: 1 } });
    expect((await runHere(['backup', backup, '--config', file], context)).stderr).toContain(keys);
    const restore = ['restore', backup, '--config', config('unsealed')];
    expect((await runHere(restore, context)).code).toBe(0);
    expect(await json(...restore)).toMatchObject({ code: 1, stderr: expect.stringContaining('database.backup_keys') });
    const later = { ...context, now: () => Date.parse('2026-03-31T00:00:00Z') };
    expect(await runHere(restore, later)).toMatchObject({ code: 1, stderr: expect.stringContaining('destroyed') });
  });

  it('keys: one is generated, and after a change nothing names the old one', async () => {
    expect((await runHere(['keys', 'generate'])).stdout).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
    const file = config('keys');
    await json('migrate', '--config', file);
    const [before] = (await json('keys', 'status', '--config', file)).lines;
    const both = config('keys', `root_secret: ${secrets[1]}\nprevious_root_secret: ${secrets[0]}`);
    const [after] = (await json('keys', 'rotate', '--config', both)).lines;
    expect(after).toMatchObject({ resealed: 0, lost: 0, values: {} });
    expect(after.keyId).not.toBe(before.keyId);
  });

  it('audit verifies its chain, and says when there is nothing to undo', async () => {
    const file = config('audit');
    await json('migrate', '--config', file);
    expect(await json('audit', 'verify', '--config', file)).toMatchObject({
      code: 0,
      lines: [{ intact: true, position: 0 }],
    });
    expect(await json('audit', 'verify', '--noted', 'f'.repeat(64), '--config', file)).toMatchObject({ code: 1 });
    for (const action of ['undo-merge', 'undo-erasure']) {
      expect(await json('audit', action, 'nothing', '--config', file)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('unknown'),
      });
    }
    expect((await json('audit', 'merges', '--config', file)).code).toBe(0);
    expect(await runHere(['audit', 'merges', '--config', file])).toMatchObject({
      code: 0,
      stderr: 'There are none.\n',
    });
    expect(await json('audit', 'undo-merge', '--config', file)).toMatchObject({ code: 2 });
    expect(await json('audit', 'list', '--limit', 'x', '--config', file)).toMatchObject({ code: 2 });
  });

  it('keys rotate-signing publishes a key for each algorithm, and signs with it later or at once', async () => {
    const file = config('signing');
    await json('migrate', '--config', file);
    await json('keys', 'rotate-signing', '--config', file);
    const [later] = (await json('keys', 'rotate-signing', '--config', file)).lines;
    expect(later).toEqual({ kids: [expect.any(String), expect.any(String)], signsInSeconds: 600 });
    const [atOnce] = (await json('keys', 'rotate-signing', '--now', '--config', file)).lines;
    expect(atOnce).toMatchObject({ signsInSeconds: 0 });
    expect(new Set([...later.kids, ...atOnce.kids]).size).toBe(4);
  });

  it('keys revoke ends an API key by name, once; the file may still have it', async () => {
    const key = randomBytes(32).toString('base64url');
    const file = config(
      'revoke',
      `root_secret: ${secrets[0]}\napi_keys: [{name: erp, api_key: ${key}, accounts: [service], scopes: [call]}]`,
    );
    await json('migrate', '--config', file);
    const revoke = (name: string) => json('keys', 'revoke', name, '--config', file);
    expect(await revoke('erp')).toMatchObject({ code: 0, lines: [{ name: 'erp', revoked: true, before: false }] });
    const again = await revoke('erp');
    expect(again).toMatchObject({ code: 0, lines: [{ before: true }] });
    expect(JSON.stringify(again)).not.toContain(key);
    expect(await revoke('crm')).toMatchObject({ code: 2, stderr: expect.stringContaining('erp') });
  });

  it('account menu wants an account that has one', async () => {
    expect(await json('account', 'menu', 'show', '--config', config('menu'))).toMatchObject({ code: 1 });
  });

  it.each([
    ['a second gateway on one file', 'sqlite', 'Another gateway is already using', '另一个网关正在使用数据库文件'],
    ['a database that is not there', 'postgres', 'The database does not answer.', '数据库没有应答。'],
  ])('serve: %s is one sentence, in either language', async (_, kind, en, zh) => {
    const file = config(`serve-${kind}`);
    const { loadConfig } = await import('@mingpian/gateway/config');
    const { openStore } = await import('@mingpian/gateway/store/open');
    const url = kind === 'sqlite' ? loadConfig(file).database.url : 'postgres://mingpian@127.0.0.1:1/mingpian';
    const held = kind === 'sqlite' ? openStore(url, { now: () => 0, exclusive: true }) : undefined;
    onTestFinished(() => held?.close());
    const serve = (locale: string) =>
      runHere(['serve', '--port', '0', '--config', file], { locale, env: { MINGPIAN_DATABASE__URL: url } });
    expect(await serve('en')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(RegExp(`^mingpian: ${en}.*\n$`)),
    });
    expect(await serve('zh')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(RegExp(`^mingpian: ${zh}.*\n$`)),
    });
  });

  it('what the gateway refuses is told in Chinese to those who read Chinese', async () => {
    const file = config('chinese');
    const told = async (...args: string[]) => (await runHere([...args, '--config', file], { locale: 'zh-CN' })).stderr;
    await runHere(['migrate', '--config', file]);
    expect(await told('client', 'remove', 'nobody')).toBe('mingpian: 没有应用 nobody。\n');
    expect(await told('client', 'add', 'shop', '--redirect-uri', 'http://shop.test/cb')).toBe(
      'mingpian: redirect_uris.0：要写 https 地址，不带 # 和用户名。\n',
    );
    writeFileSync(file, 'public_url: http://127.0.0.1:4015\nacounts: []\n');
    expect(await told('serve')).toBe('mingpian: acounts：配置里没有这个字段；是不是 accounts？\n');
  });
});
