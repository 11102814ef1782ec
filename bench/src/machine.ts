import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { pinned } from './worker.ts';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** Processes that wanted to run before anything was measured, over the last minute. */
  readonly load: number;
  readonly pinned: boolean;
  readonly node: string;
  /** Versions of what was measured beside us. */
  readonly peers: Readonly<Record<string, string>>;
}

const own = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  devDependencies: Record<string, string>;
};

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    load: loadavg()[0] ?? 0,
    pinned,
    node: process.version,
    peers: Object.fromEntries(Object.keys(own.devDependencies).map((name) => [name, installedVersion(name)])),
  };
}

/** Not every package lets its package.json be imported, so it is looked for on the way that resolution takes. */
function installedVersion(name: string): string {
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    try {
      const text = readFileSync(join(folder, name, 'package.json'), 'utf8');
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      // Not in this folder; the next one up may have it.
    }
  }
  throw new Error(`${name} is not installed in ${dirname(import.meta.filename)}`);
}
