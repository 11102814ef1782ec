import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { app } from './scripted-wechat.ts';

const home = join(import.meta.dirname, '..');
const examples = ['README.md', 'README.zh-CN.md'].map((name) => {
  const text = readFileSync(join(home, name), 'utf8');
  return /```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
});

it('both languages print the same program, in at most 20 lines', () => {
  const [en, zh] = examples.map((example) => example.replace(/\/\/.*$/gm, ''));
  expect(zh).toBe(en);
  expect(en?.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(20);
});

it('it asks for a name after a tap, and then goes to WeChat', async () => {
  const told = "process.on('message', () => {}); process.send?.(server.address());";
  const program = (examples[0] ?? '')
    .replace('createServer(async', 'const server = createServer(async')
    .replace('.listen(8080);', `.listen(0, '127.0.0.1', () => { ${told} });`);
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: home,
    env: { ...process.env, WECHAT_APPID: app.appId, WECHAT_APPSECRET: app.appSecret, LOGIN_SECRET: 'x'.repeat(32) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill());
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const origin = `http://127.0.0.1:${port}`;
  expect(await (await fetch(origin)).text()).toContain('<a href="/login">');
  const started = await fetch(`${origin}/login`, { redirect: 'manual' });
  expect(started.headers.get('location')).toMatch(
    /^https:\/\/open\.weixin\.qq\.com\/connect\/oauth2\/authorize\?appid=wx0123456789abcdef&redirect_uri=https%3A%2F%2Flogin\.example\.com%2Fcallback&.*snsapi_userinfo/,
  );
  expect((await fetch(`${origin}/callback?code=c&state=s`)).status).toBe(400);
});
