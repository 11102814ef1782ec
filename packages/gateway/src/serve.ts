/**
 * The gateway as a program by itself, for images: `node serve.ts [mingpian.yaml]`. The same as `mingpian serve --json`, without
 * the other verbs and what they import; in particular no simulator is anywhere near.
 */

import module from 'node:module';
import { join } from 'node:path';

// Saves a fifth of every start but the first. Not in the folder for temporary files, where others could leave code for us.
const home = process.env.HOME ?? process.env.USERPROFILE;
if (home) module.enableCompileCache(join(home, '.cache', 'mingpian'));
const [{ ConfigError }, { loadConfig }, { reloadOnHangup }, { startGateway }] = await Promise.all([
  import('./config/error.ts'),
  import('./config.ts'),
  import('./operations/reload.ts'),
  import('./server.ts'),
]);

const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
});
try {
  const read = () => loadConfig(process.argv[2] ?? 'mingpian.yaml', process.env);
  const gateway = await startGateway(read());
  reloadOnHangup(gateway, read);
  const ready = { event: 'ready', name: 'gateway', pid: process.pid, urls: gateway.urls };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await stopped;
  await gateway.close();
  process.exit(0);
} catch (error) {
  const { name, message } = error as Error;
  if (!/^(ConfigError|StoreError|ListenError)$/.test(name)) throw error;
  process.stderr.write(`mingpian: ${message}\n`);
  process.exit(error instanceof ConfigError ? error.exitCode : 1);
}
