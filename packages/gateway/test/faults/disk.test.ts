/** The file of SQLite and the disk beneath it: full, damaged, in the hands of another. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { event, openidOf, pushAccount, start, type TestGateway, testGateway } from '../harness.ts';
import { seeded } from '../soak/generator.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mingpian-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A file system of four megabytes, which only root may mount. */
function smallDisk(): (() => void) | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' });
    return () => execFileSync('umount', ['-l', folder]);
  } catch {
    return undefined;
  }
}

it('R20 that is full: nothing is acknowledged, and it goes on without a restart once there is room', async ({
  skip,
}) => {
  const unmount = smallDisk();
  if (unmount === undefined) return skip('a disk of its own can only be mounted by root');
  const gateway = await testGateway({ database: { url: `sqlite:${join(folder, 'gateway.db')}` } });
  const follow = (name: string) => gateway.push('service', event('service', openidOf(name), 'subscribe'));
  const rows = async (name: string) =>
    (await gateway.parts.store.inbox.ofOpenid(pushAccount('service').appId, openidOf(name))).length;
  try {
    expect((await follow('before')).status).toBe(200);
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(join(folder, 'filler'), Buffer.alloc(bavail * bsize));
    const acknowledged: string[] = [];
    let refused = 0;
    for (let turn = 0; turn < 200 && refused < 3; turn++) {
      const { status } = await follow(`follower ${turn}`);
      if (status === 200) acknowledged.push(`follower ${turn}`);
      else refused += 1;
      expect([200, 503]).toContain(status);
    }
    expect(refused).toBe(3);
    expect(gateway.counts.get('push.unavailable')).toBe(3);
    expect(gateway.lines.join('')).toContain('a push could not be stored');
    for (const name of acknowledged) expect(await rows(name)).toBe(1);
    // A push needs several pages of 4 KiB and the check one: it takes what pushes have left over, and then says so.
    const ready = async () => {
      gateway.timer.pass(1_000);
      const reply = await fetch(gateway.url('/readyz'));
      return [reply.status, await reply.json()];
    };
    for (let page = 0; page < 16; page++) await ready();
    expect(await ready()).toEqual([503, { status: 'not ready', reason: 'store_unavailable' }]);

    rmSync(join(folder, 'filler'));
    expect(await ready()).toEqual([200, { status: 'ready' }]);
    expect((await follow('afterwards')).status).toBe(200);
    expect(await rows('afterwards')).toBe(1);
  } finally {
    await gateway.close();
    unmount();
  }
});

it.each([
  ['its first bytes', 0],
  ['the page of its schema', 100],
])('R22 that has damaged %s: the start is refused with advice, and the file stays as it is', async (_title, at) => {
  const path = join(folder, 'gateway.db');
  const store = openStore(`sqlite:${path}`, { now: () => start });
  await store.migrate();
  await store.close();
  const bytes = readFileSync(path);
  for (let offset = at; offset < at + 64; offset++) bytes[offset] = (bytes[offset] ?? 0) ^ 0xff;
  writeFileSync(path, bytes);
  await expect(testGateway({ database: { url: `sqlite:${path}` } })).rejects.toMatchObject({
    name: 'StoreError',
    message: expect.stringContaining('mingpian restore'),
  });
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

const seed = Number(process.env.MINGPIAN_SEED ?? 1);

it(`R22 that is damaged anywhere (seed ${seed}): refused at the start, or told when the page is read; it is never begun anew`, async () => {
  const path = join(folder, 'gateway.db');
  const before = await testGateway({ database: { url: `sqlite:${path}` } });
  const push = (gateway: TestGateway, name: string) =>
    gateway.push('service', event('service', openidOf(name), 'subscribe'));
  for (let number = 0; number < 20; number++) await push(before, `follower ${number}`);
  await before.close();
  const whole = readFileSync(path);
  const random = seeded(seed);
  for (let turn = 0; turn < 4; turn++) {
    const bytes = Buffer.from(whole);
    const at = Math.floor(random() * (bytes.length - 64));
    for (let offset = at; offset < at + 64; offset++) bytes[offset] = (bytes[offset] ?? 0) ^ 0xff;
    writeFileSync(path, bytes);
    const started = await testGateway({ database: { url: `sqlite:${path}` } }).catch((error: unknown) => error);
    if (started instanceof Error) {
      expect(started).toMatchObject({ name: 'StoreError', message: expect.stringContaining('mingpian restore') });
      expect(readFileSync(path).equals(bytes)).toBe(true);
      continue;
    }
    const gateway = started as TestGateway;
    expect([200, 503]).toContain((await push(gateway, 'afterwards')).status);
    await gateway.close();
    expect(statSync(path).size).toBeGreaterThanOrEqual(whole.length);
  }
});

it('R21 that another gateway has is refused', async () => {
  const database = { url: `sqlite:${join(folder, 'shared.db')}` };
  const holder = await testGateway({ database });
  await expect(testGateway({ database })).rejects.toMatchObject({ code: 'store_in_use' });
  await holder.close();
});
