/**
 * The simulator as a program of its own, for images and for whoever does not have the `mingpian` command:
 * `node serve.ts [--host 0.0.0.0] [--port 4014] [--seed S] [--date D] [--profile local|production] [--world FILE] [--proxy]`.
 * Prints the ready line and runs until it is told to stop.
 */
import { parseArgs } from 'node:util';
import { SimulatorRefused, startSimulator } from './server.ts';
import { readWorldFile, WorldFileError } from './world-file/read.ts';

/** As the command's: 2 usage, 78 configuration. */
const exitCodes = { usage: 2, configuration: 78 } as const;

function fail(kind: keyof typeof exitCodes, sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(exitCodes[kind]);
}

function flags() {
  try {
    const { values } = parseArgs({
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '4014' },
        seed: { type: 'string' },
        date: { type: 'string' },
        profile: { type: 'string' },
        world: { type: 'string' },
        proxy: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    return fail('usage', (error as Error).message);
  }
}

const { port: portText, profile, world, seed, date, ...rest } = flags();
const port = Number(portText);
if (!/^\d{1,5}$/.test(portText) || port > 65_535) fail('usage', '--port: 0 – 65535');
if (profile !== undefined && profile !== 'local' && profile !== 'production')
  fail('usage', '--profile: local or production');

try {
  const file = world === undefined ? undefined : await readWorldFile(world);
  const simulator = await startSimulator({
    ...rest,
    port,
    ...(seed !== undefined && { seed }),
    ...(date !== undefined && { date }),
    ...(profile !== undefined && { profile }),
    ...(file !== undefined && { file }),
  });
  process.stdout.write(`${JSON.stringify(simulator.ready())}\n`);
  const stop = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop);
} catch (error) {
  if (error instanceof SimulatorRefused || error instanceof WorldFileError || error instanceof TypeError)
    fail('configuration', error.message);
  throw error;
}
