/**
 * Third-party clients in processes of their own, which know of the simulator only by the variables that `simulate --proxy`
 * exports: no address of theirs is changed, no agent given, no line edited.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { startSimulator } from '@mingpian/simulator/server';
import { onTestFinished } from 'vitest';
import { type Simulated, simulatedBy } from '../simulated.ts';

export interface Client {
  /** The next line that the client prints. */
  line(): Promise<string>;
  /** Sends a line and gives what comes back. */
  ask<T = Record<string, unknown>>(question: unknown): Promise<T>;
  /** What it wrote to stderr so far. */
  readonly errors: string;
}

export async function proxied(options: { date?: string } = {}): Promise<Simulated> {
  const sim = await startSimulator({ port: 0, env: {}, proxy: true, ...options });
  onTestFinished(() => sim.close());
  return simulatedBy(sim);
}

export function startClient(
  world: Simulated,
  script: string,
  env: Record<string, string> = {},
  account = 'service',
): Client {
  const { appId, appSecret } = world.account(account);
  // Some keep tokens in files; those of another run would be refused.
  const home = mkdtempSync(join(tmpdir(), 'mingpian-client-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'clients', script)], {
    env: {
      PATH: process.env.PATH,
      TMPDIR: home,
      WECHAT_APPID: appId,
      WECHAT_APPSECRET: appSecret,
      HTTPS_PROXY: world.sim.urls.proxy,
      NODE_EXTRA_CA_CERTS: world.sim.ca,
      NODE_USE_ENV_PROXY: '1',
      ...env,
    },
    cwd: home,
    stdio: 'pipe',
  });
  onTestFinished(() => void child.kill());
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${script} ended: ${errors}`);
    return value;
  };
  return {
    line,
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return JSON.parse(await line());
    },
    get errors() {
      return errors;
    },
  };
}
