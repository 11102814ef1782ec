/** The command as it is installed: what it is asked here, it must answer from a folder without our sources. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from 'vitest';

/** `folder` has node_modules with our packages in it. */
export function commandWorks(folder: () => string): void {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });
  // As a stranger's shell has it: no variable of the test runner.
  const env = { PATH: process.env.PATH };
  const installed = (path: string) => join(folder(), 'node_modules', path);
  const program = () => installed('mingpian/bin/mingpian.mjs');
  const say = (...args: readonly string[]) =>
    execFileSync(process.execPath, [program(), ...args, '--lang', 'en'], { cwd: folder(), env, encoding: 'utf8' });

  const ready = (...args: readonly string[]) => start(program(), ...args, '--json');

  /** A program that prints a ready line, and a way to stop it. */
  async function start(...args: readonly string[]) {
    const child = spawn(process.execPath, args, {
      cwd: folder(),
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.push(child);
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const ended = new Promise((done) => child.once('exit', done));
    const stop = () => {
      child.kill('SIGTERM');
      return ended;
    };
    return { line: JSON.parse(line), stop };
  }

  it('version and explain', () => {
    expect(say('version')).toMatch(/^mingpian \d+\.\d+\.\d+ /);
    expect(say('explain', '40163')).toContain('code been used');
  });

  it('config: the file to begin with, and the schema that knows it', () => {
    expect(say('config', 'template')).toContain('public_url: ');
    expect(JSON.parse(say('config', 'schema')).properties).toHaveProperty('public_url');
  });

  it('simulate: the phone with its program and its style, and a person’s page', async () => {
    const { line, stop } = await ready('simulate', '--port', '0');
    const page = await (await fetch(line.urls.phone)).text();
    const assets = [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, path]) => path as string);
    expect(assets.length).toBeGreaterThan(1);
    for (const path of assets) expect((await fetch(new URL(path, line.urls.phone))).status).toBe(200);
    expect((await fetch(`${line.urls.base}/phone/`)).status).toBe(200);
    expect(await stop()).toBe(0);
  });

  it('the program of the simulator’s image', async () => {
    const { line, stop } = await start(installed('@mingpian/simulator/dist/serve.js'), '--port', '0');
    expect((await fetch(line.urls.phone)).status).toBe(200);
    expect(await stop()).toBe(0);
  });

  it('serve from a new file; the program of the image from the database that it left', async () => {
    const home = join(folder(), 'served');
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'root.secret'), say('keys', 'generate'), { mode: 0o600 });
    const config = join(home, 'mingpian.yaml');
    writeFileSync(
      config,
      `public_url: http://127.0.0.1:0
listen: { host: 127.0.0.1, port: 0 }
admin: { host: 127.0.0.1, port: 0 }
root_secret_file: ./root.secret
database: { url: "sqlite:./mingpian.db" }
accounts:
  - name: service
    kind: service
    verified: true
    app_id: wx0123456789abcdef
    app_secret: ${'0123456789abcdef'.repeat(2)}
`,
    );
    const image = () => start(installed('@mingpian/gateway/dist/serve.js'), config);
    for (const begin of [() => ready('serve', '--config', config), image]) {
      const { line, stop } = await begin();
      expect((await fetch(`${line.urls.public}/readyz`)).status).toBe(200);
      expect((await fetch(`${line.urls.public}/.well-known/openid-configuration`)).status).toBe(200);
      expect(await stop()).toBe(0);
    }
  });

  it('try: simulator, gateway and shop', async () => {
    const { line, stop } = await ready('try', '--port', '0');
    for (const url of [line.urls.phone, `${line.urls.gateway}/readyz`, line.urls.demo]) {
      expect((await fetch(url)).status).toBe(200);
    }
    expect(await stop()).toBe(0);
  });
}
