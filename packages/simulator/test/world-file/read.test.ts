import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSimulator } from '../../src/server.ts';
import { createWorld } from '../../src/world.ts';
import { readWorldFile, WorldFileError } from '../../src/world-file/read.ts';

async function fileWith(name: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mingpian-world-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

const yaml = `
seed: shop
clock: 2018-06-01T10:00
profile: production
consentMemory: 1h
accounts:
  - name: service
    title: 我的铺子
    oauthDomains: [app.test]
  - name: mini
    kind: miniprogram
    openPlatform: main
people:
  - name: alice
    nickname: 爱丽丝
    consent: allow
    follows:
      - service
      - {account: subscription, via: card, remark: vip}
menus:
  service:
    button: [{type: click, name: 签到, key: K1}]
faults:
  - {operation: /cgi-bin/token, fault: systemBusy, times: 1}
`;

async function started(file: string, options: object = {}) {
  const simulator = await startSimulator({ env: {}, file: await readWorldFile(file), ...options });
  onTestFinished(() => simulator.close());
  return simulator.world;
}

describe('seed files', () => {
  it('YAML: changes what is there and adds what is not', async () => {
    const world = await started(await fileWith('world.yaml', yaml));
    expect(new Date(world.now()).toISOString()).toMatch(/^2018-06-01T02:00:0/);
    expect(world.state).toMatchObject({ seed: 'shop', profile: 'production', consentMemory: 3_600_000 });
    expect(world.accountNamed('service')).toMatchObject({ title: '我的铺子', oauthDomains: ['app.test'] });
    expect(world.accountNamed('mini').kind).toBe('miniprogram');
    expect(world.followOf('alice', 'subscription')).toMatchObject({ scene: 'ADD_SCENE_PROFILE_CARD', remark: 'vip' });
    expect(world.isFollower('alice', 'service')).toBe(true);
    expect(world.state.menus.service?.button).toHaveLength(1);
    expect(world.state.faults).toHaveLength(1);
  });

  it('a reset comes back to the file, with the same identifiers', async () => {
    const world = await started(await fileWith('world.yaml', yaml));
    const { appId } = world.accountNamed('mini');
    world.state.people.length = 0;
    world.reset();
    expect(world.findPerson('alice')?.nickname).toBe('爱丽丝');
    expect(world.accountNamed('mini').appId).toBe(appId);
  });

  it.each(['README.md', 'README.zh-CN.md'])('the example of %s', async (name) => {
    const readme = readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
    const example = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const world = await started(await fileWith('world.yaml', example));
    expect(world.findPerson('alice')?.consent).toBe('allow');
    expect(world.state.crowd.size).toBe(1_000_000);
  });

  it('options go before the file', async () => {
    const world = await started(await fileWith('world.yaml', yaml), { seed: 'other', date: '2022-01-01' });
    expect(world.state.seed).toBe('other');
    expect(new Date(world.now()).getUTCFullYear()).toBe(2021);
  });

  it.each([
    ['world.json', '{"seeded":false,"accounts":[{"name":"only","kind":"sandbox"}],"people":[{"name":"bob"}]}'],
    [
      'world.ts',
      'const world: object = {seeded:false,accounts:[{name:"only",kind:"sandbox"}],people:[{name:"bob"}]};\nexport default world;',
    ],
    ['world.mjs', 'export default {seeded:false,accounts:[{name:"only",kind:"sandbox"}],people:[{name:"bob"}]};'],
  ])('%s, without the seeded world', async (name, text) => {
    const { state } = await started(await fileWith(name, text));
    expect(state.accounts.map((account) => [account.name, account.kind])).toEqual([['only', 'sandbox']]);
    expect(state.people.map((person) => person.name)).toEqual(['bob']);
  });

  it.each([
    [
      'an unknown field',
      'accounts:\n  - name: service\n    colour: red\n',
      ':2: accounts.0: colour: there is no such field here',
    ],
    [
      'a value that is none',
      'people:\n  - name: a\n    sex: 3\n',
      ':3: people.0.sex: Invalid option: expected one of 0|1|2',
    ],
    ['a time that is none', 'clock: soon\n', ':1: clock: an ISO 8601 date or time'],
    [
      'a menu that WeChat refuses',
      'menus:\n  service: {button: [{name: a, type: view}]}\n',
      ':2: menus.service: button: menu/create would answer 40027',
    ],
    ['broken YAML', 'accounts: [\n', ':2: '],
    [
      'an unknown account',
      'people:\n  - name: a\n    follows:\n      - shop\n',
      ':4: people.0.follows.0: this world has no account named "shop"',
    ],
    [
      'too many hosts',
      'accounts:\n  - name: service\n    oauthDomains: [a.test, b.test, c.test]\n',
      ':2: accounts.0: oauthDomains: 3 hosts',
    ],
    ['an unknown fault', 'faults:\n  - {operation: push, fault: html}\n', ':2: faults.0: this fault cannot strike'],
  ])('%s: says where', async (_, text, problem) => {
    const file = await fileWith('world.yaml', text);
    const error = await started(file).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WorldFileError);
    expect((error as WorldFileError).message).toContain(file + problem);
  });

  it('a file that is not there, and one without an export', async () => {
    await expect(readWorldFile('/no/such.yaml')).rejects.toThrow('/no/such.yaml: there is no such file');
    await expect(readWorldFile(import.meta.dirname)).rejects.toThrow('is a folder');
    await expect(readWorldFile(await fileWith('w.mjs', 'export const x = 1;'))).rejects.toThrow('no default export');
  });
});

describe('saved worlds', () => {
  it('X-03 go on from where they were', async () => {
    const saved = createWorld({ seed: 'saved', clock: '2020-01-01' }).snapshot();
    const world = await started(await fileWith('saved.json', JSON.stringify(saved)));
    expect({ ...world.snapshot(), clock: saved.clock }).toEqual(saved);
  });

  it.each([
    ['of a newer schema', { schema: 99 }, 'state.schema is 99, this simulator reads 1 only'],
    ['without its codes', { codes: undefined }, 'state.codes is missing'],
    ['with people of another kind', { people: {} }, 'state.people must be a list'],
    ['with half a clock', { clock: { offset: 1 } }, 'state.clock must have offset, a number, and frozenAt'],
  ])('X-03 a document %s is refused', async (_, change, problem) => {
    const saved = { ...createWorld().snapshot(), ...change };
    const file = await fileWith('broken.json', JSON.stringify(saved));
    await expect(readWorldFile(file)).rejects.toThrow(`${file}: ${problem}`);
    expect(() => createWorld().load(JSON.stringify(saved))).toThrow(problem);
  });
});
