import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { simulated } from './simulated.ts';

const guide = (name: string) => readFileSync(join(import.meta.dirname, '../packages/wechat', name), 'utf8');
const program = (name: string) => /```ts\n(import \{ createServer[\s\S]*?)```/.exec(guide(name))?.[1] ?? '';
const withoutComments = (code: string) => code.replace(/ \/\/ .*$/gm, '');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answering(address: string, child: ChildProcess): Promise<Response> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the program of the guide ended with ${child.exitCode}`);
    try {
      return await fetch(address, { redirect: 'manual' });
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

it('the first program of the SDK’s guide signs somebody in, in 20 lines and the same in both languages', async () => {
  const code = program('README.md');
  expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(20);
  expect(withoutComments(program('README.zh-CN.md'))).toBe(withoutComments(code));

  const world = await simulated();
  await world.control('PUT', '/people/xiaoming', { consent: 'allow' });
  const { appId, appSecret } = world.account('service');
  const port = await freePort();
  // What a reader would change to try it without an account: where WeChat is, and the address of the callback.
  const local = code
    .replace('https://login.example.com', `http://127.0.0.1:${port}`)
    .replace('listen(8080)', `listen(${port})`)
    .replace('appSecret: WECHAT_APPSECRET', `appSecret: WECHAT_APPSECRET, hosts: hostsAt('${world.base}')`)
    .replace(/^/, "import { hostsAt } from '@mingpian/wechat/hosts';\n");
  const file = join(import.meta.dirname, `readme-program-${process.pid}.ts`);
  writeFileSync(file, local);
  onTestFinished(() => rmSync(file));
  const environment = { WECHAT_APPID: appId, WECHAT_APPSECRET: appSecret, LOGIN_SECRET: 'x'.repeat(32) };
  const child = spawn(process.execPath, [file], { env: { PATH: process.env.PATH, ...environment }, stdio: 'inherit' });
  onTestFinished(() => void child.kill());

  // Who is asked on arrival gets a preview page.
  const arrived = await answering(`http://127.0.0.1:${port}/`, child);
  expect(await arrived.text()).toContain('<a href="/login">');
  const started = await answering(`http://127.0.0.1:${port}/login`, child);
  expect(started.status).toBe(303);
  const cookie = started.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const authorise = await fetch((started.headers.get('location') ?? '').replace(/#.*$/, ''), {
    redirect: 'manual',
    headers: { 'user-agent': 'MicroMessenger/8.0.50', 'x-sim-person': 'xiaoming' },
  });
  const back = await fetch(authorise.headers.get('location') ?? '', { headers: { cookie } });
  expect(await back.text()).toBe(`小明 ${await world.openid('xiaoming')}`);
});
