/** What must hold of the simulator's image, read from its definition, and its entry point, run as the image runs it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const instructions = readFileSync(join(root, 'deploy/simulator.Containerfile'), 'utf8')
  .replace(/^\s*#.*$/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => /^(\S+)\s+(.*)$/.exec(line)?.slice(1) as [string, string]);
const all = (name: string) => instructions.filter(([each]) => each === name).map(([, rest]) => rest);
/** From its source: pack.test.ts runs what is compiled from it. */
const entry = (JSON.parse(all('ENTRYPOINT')[0] ?? '') as string[]).map((word) =>
  word.replace('/dist/', '/src/').replace(/\.js$/, '.ts'),
);

function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [...entry.slice(1), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const ended = new Promise<{ code: number | null; errors: string }>((done) =>
    child.once('close', (code) => done({ code, errors })),
  );
  return { child, ended };
}

it('uses known instructions, one exact Node, no rights, no secret, no script of others', () => {
  const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'USER', 'EXPOSE', 'STOPSIGNAL', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];
  for (const [name] of instructions) expect(known).toContain(name);
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const from of all('FROM')) expect(from).toContain(`node:${devDependencies.node}-`);
  expect(all('USER')).toEqual(['node']);
  expect(all('ENV')).toEqual([]);
  for (const each of all('RUN').filter((line) => line.includes('npm ci'))) expect(each).toContain('--ignore-scripts');
});

it('the entry point answers the health check, and stops when it is told to', async () => {
  const { child, ended } = run(['--host', '0.0.0.0', '--port', '0', '--date', '2014-01-01']);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { urls } = JSON.parse(line);
  const { port } = new URL(urls.base);
  const [, command] = all('HEALTHCHECK')[0]?.split('CMD ') ?? [];
  const [program, ...args] = JSON.parse(command ?? '') as string[];
  expect(program).toBe('node');
  const check = (at: string) =>
    new Promise((done) => {
      spawn(
        process.execPath,
        args.map((arg) => arg.replace('4014', at)),
      ).once('close', done);
    });
  expect(await check(port)).toBe(0);
  child.kill('SIGTERM');
  expect(await ended).toEqual({ code: 0, errors: '' });
  expect(await check(port)).toBe(1);
});

it.each([
  [['--world', '/no/such.yaml'], {}, 78, '/no/such.yaml: there is no such file\n'],
  [['--port', 'x'], {}, 2, '--port: 0 – 65535\n'],
  [['--colour', 'x'], {}, 2, /Unknown option/],
  [[], { NODE_ENV: 'production' }, 78, /NODE_ENV=production/],
] as const)('%j %j ends with %i', async (args, env, code, sentence) => {
  expect(await run(args, env).ended).toEqual({
    code,
    errors: typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
  });
});
