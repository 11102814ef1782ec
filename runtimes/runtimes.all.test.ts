import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type RuntimeResult, runtimeTable } from '../packages/wechat/test/runtime-table.ts';
import { packAll } from '../scripts/pack.ts';

const home = import.meta.dirname;
const bin = (name: string) => join(home, 'node_modules/.bin', name);

/** An application of its own, into which the packed SDK was installed as anybody would. */
let application: string;

const server = createServer((_, response) =>
  response.end(JSON.stringify({ access_token: 'over the wire', expires_in: 7200 })),
);
const wechat = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  if (!existsSync(join(home, 'node_modules/.package-lock.json'))) npm(home, 'ci');
  application = mkdtempSync(join(tmpdir(), 'mingpian-runtimes-'));
  writeFileSync(join(application, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const packed = await packAll(join(application, 'packed'), ['facts', 'wechat']);
  npm(application, 'install', ...packed.map(({ tarball }) => tarball));
  const table = readFileSync(resolve(home, '../packages/wechat/test/runtime-table.ts'), 'utf8');
  writeFileSync(join(application, 'runtime-table.js'), stripTypeScriptTypes(table));
  for (const file of ['run.js', 'worker.js', 'workerd.capnp']) copyFileSync(join(home, file), join(application, file));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
}, 300_000);

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(application, { recursive: true, force: true });
});

function npm(cwd: string, ...args: readonly string[]): void {
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, stdio: 'pipe' });
}

const allPass = runtimeTable.map(({ name }): RuntimeResult => ({ name, problem: null }));

it.each([
  ['Node 20', join(home, 'node_modules/node20/bin/node'), []],
  ['Node 24', process.execPath, []],
  ['Bun', bin('bun'), ['run']],
  ['Deno', bin('deno'), ['run', '--quiet', '--allow-net', '--allow-env', '--allow-read', '--node-modules-dir=manual']],
] as const)('on %s', async (_, program, args) => {
  const child = spawn(program, [...args, 'run.js', wechat()], {
    cwd: application,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const part of child.stdout) said += part;
  expect(JSON.parse(said)).toEqual(allPass);
});

it('on workerd', async () => {
  const input = join(application, 'worker.js');
  const bundle = await rolldown({ input, external: [/^node:/, 'undici'], platform: 'neutral' });
  await bundle.write({ file: join(application, 'worker.bundle.js'), codeSplitting: false });
  await bundle.close();
  const workerd = spawn(bin('workerd'), ['serve', 'workerd.capnp', '--control-fd=1'], {
    cwd: application,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void workerd.kill());
  const port = await new Promise<number>((found, failed) => {
    workerd.on('exit', (code) => failed(new Error(`workerd ended with ${code}`)));
    workerd.stdout.on('data', (part: Buffer) => found(JSON.parse(part.toString().split('\n')[0] ?? '').port));
  });
  const answer = await fetch(`http://127.0.0.1:${port}/?wechat=${encodeURIComponent(wechat())}`);
  expect(await answer.json()).toEqual(allPass);
});
