import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';

const command = resolve(import.meta.dirname, '../packages/cli/bin/mingpian.mjs');

function simulate(...args: readonly string[]) {
  const child = spawn(process.execPath, [command, 'simulate', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((done) =>
    child.once('close', (code) => done({ code, stdout, stderr })),
  );
  return { child, ended };
}

async function readyLine(child: ReturnType<typeof simulate>['child']) {
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  return JSON.parse(value ?? '');
}

function file(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-world-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('simulate --proxy', () => {
  it('the ready line names proxy and authority; both are gone afterwards', async () => {
    const { child, ended } = simulate('--proxy', '--json', '--port', '0');
    const { urls, ca } = await readyLine(child);
    expect(urls.proxy).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(urls.proxy).not.toBe(urls.base);
    expect(existsSync(ca)).toBe(true);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(existsSync(ca)).toBe(false);
  });

  const url = 'https://api.weixin.qq.com/cgi-bin/token';
  it.each([
    ['curl', `curl -sS --cacert "$NODE_EXTRA_CA_CERTS" ${url}`],
    ['Node’s fetch', `node -e 'fetch("${url}").then((r) => r.text()).then(console.log)'`],
    [
      'Python’s urllib',
      `SSL_CERT_FILE="$NODE_EXTRA_CA_CERTS" python3 -c 'import urllib.request as u; print(u.urlopen("${url}").read().decode())'`,
    ],
  ])('X-10 %s reaches the real host names without knowing of it', async (_, script) => {
    const { stdout, stderr, code } = await simulate('--proxy', '--', 'sh', '-c', script).ended;
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).errcode).toBe(41002);
    expect(code).toBe(0);
  });
});

describe('simulate --world', () => {
  it('starts from a seed file; flags go before it', async () => {
    const world = file(
      'world.yaml',
      'seed: a\naccounts:\n  - {name: service, title: 我的铺子}\npeople:\n  - {name: alice}\n',
    );
    const { child } = simulate('--world', world, '--seed', 'b', '--json', '--port', '0');
    const { accounts, people } = await readyLine(child);
    expect(accounts[0].title).toBe('我的铺子');
    expect(people.map(({ name }: { name: string }) => name)).toContain('alice');
  });

  it('goes on from what /save gave', async () => {
    const first = simulate('--json', '--port', '0');
    const { urls, accounts } = await readyLine(first.child);
    const save = await (await fetch(`${urls.control}/worlds/default/save`)).text();
    const second = simulate('--world', file('saved.json', save), '--json', '--port', '0');
    expect((await readyLine(second.child)).accounts).toEqual(accounts);
  });

  it('names file, line and field of a mistake, and ends with 78', async () => {
    const world = file('world.yaml', 'people:\n  - name: alice\n    sex: 5\n');
    const { code, stderr } = await simulate('--world', world, '--port', '0').ended;
    expect(stderr).toContain(`${world}:3: people.0.sex`);
    expect(code).toBe(78);
  });
});
