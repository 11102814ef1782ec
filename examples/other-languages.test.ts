/** The examples that use the simulator from outside of Node: nothing but its variables and its control API. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

function simulateWith(...command: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((done, reject) => {
    const args = [resolve(root, 'packages/cli/bin/mingpian.mjs'), 'simulate', '--', ...command];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => done({ code, stdout, stderr }));
  });
}

it('X-10 Python: a webhook of the standard library, through follow, message, menu, sign-in and a dead token', async () => {
  const { code, stdout, stderr } = await simulateWith('python3', '-B', 'examples/python/walk.py');
  expect(stderr).toBe('');
  expect(stdout).toBe('follow, message, menu, sign-in, token: all as with WeChat\n');
  expect(code).toBe(0);
});

it('X-10 shell: a sign-in with curl, a used code and a late one', async () => {
  const { code, stdout, stderr } = await simulateWith('sh', 'examples/shell/sign-in.sh');
  expect(stderr).toBe('');
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([{ nickname: '小明', privilege: [] }, { errcode: 40163 }, { errcode: 40029 }]);
  expect(code).toBe(0);
});
