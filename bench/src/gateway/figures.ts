import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkBesideInstalled } from '../../../scripts/beside-installed.ts';
import { packAll } from '../../../scripts/pack.ts';
import { account } from '../account.ts';
import type { Bench, Figure, Reading, Variant } from '../figure.ts';

const config = `public_url: http://127.0.0.1:0
listen: { host: 127.0.0.1, port: 0 }
admin: { host: 127.0.0.1, port: 0 }
root_secret: ${randomBytes(32).toString('base64url')}
database: { url: "sqlite:./mingpian.db" }
accounts:
  - { name: service, kind: service, verified: true, app_id: ${account.appId}, app_secret: ${account.appSecret} }
`;

/** The least that a server can be: what Node itself takes. */
const bare = `import http from 'node:http';
http.createServer().listen(0, () => console.log('ready'));
process.on('SIGTERM', () => process.exit(0));
`;

export const ready: Figure = {
  id: 'G1',
  what: 'gateway, as it is published, until it listens on an existing SQLite file',
  subject: 'gateway',
  goals: [
    { kind: 'microseconds', subject: 'gateway', most: 120_000, where: { variant: 'node:http', took: 55_000 } },
    { kind: 'megabytes', subject: 'gateway', most: 80 },
  ],
  async open(): Promise<Bench> {
    const folder = mkdtempSync(join(tmpdir(), 'mingpian-bench-'));
    linkBesideInstalled(folder, await packAll(join(folder, 'packed'), ['facts', 'wechat', 'gateway']));
    writeFileSync(join(folder, 'mingpian.yaml'), config);
    writeFileSync(join(folder, 'bare.mjs'), bare);
    const serve = join(folder, 'node_modules/@mingpian/gateway/dist/serve.js');
    // The first start makes the database.
    await start(folder, serve, 'mingpian.yaml');
    return {
      variants: [starts('gateway', folder, serve, 'mingpian.yaml'), starts('node:http', folder, 'bare.mjs')],
      close: async () => rmSync(folder, { recursive: true }),
    };
  },
};

const starts = (name: string, folder: string, ...args: readonly string[]): Variant => ({
  name,
  async measure(ms): Promise<Reading> {
    let [times, spent, cpu, memory] = [0, 0, 0, 0];
    while (spent < ms) {
      const each = await start(folder, ...args);
      times += 1;
      spent += each.ms;
      cpu += each.cpu;
      memory = Math.max(memory, each.memory);
    }
    return { rate: times / (spent / 1000), cpu: cpu / times, memory };
  },
});

interface Started {
  readonly ms: number;
  /** Processor time of the process, its helping threads included, in microseconds. */
  readonly cpu: number;
  /** Megabytes. */
  readonly memory: number;
}

/** From the start of a process to the line that says it is ready, and what it has used by then. */
async function start(folder: string, ...args: readonly string[]): Promise<Started> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const ms = performance.now() - started;
  const used = usedBy(child.pid as number) ?? { cpu: ms * 1000, memory: Number.NaN };
  child.kill('SIGTERM');
  await once(child, 'exit');
  return { ms, ...used };
}

/** By /proc, which tells time in ticks of ten milliseconds; undefined where there is none. */
function usedBy(pid: number): Omit<Started, 'ms'> | undefined {
  try {
    const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, 'utf8');
    const fields = read('stat')
      .replace(/^.*\) /, '')
      .split(' ');
    const memory = Number(/VmRSS:\s+(\d+)/.exec(read('status'))?.[1]) / 1000;
    return { cpu: (Number(fields[11]) + Number(fields[12])) * 10_000, memory };
  } catch {
    return undefined;
  }
}
