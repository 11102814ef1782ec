#!/usr/bin/env node
// Starts the command on a Node that can run it. Everything else is in src/main.ts; this file must parse on any Node since 18.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const lowestNode = 24;
const here = dirname(fileURLToPath(import.meta.url));
const major = (version) => Number(version.split('.')[0]);

/** The Node of the npm package `node`, from this package's folder upwards: a clone has it as a development dependency. */
function nodeFromNpm(folder) {
  const home = join(folder, 'node_modules', 'node');
  const program = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (
    existsSync(program) &&
    major(JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version) >= lowestNode
  ) {
    return program;
  }
  return dirname(folder) === folder ? undefined : nodeFromNpm(dirname(folder));
}

if (major(process.versions.node) >= lowestNode) {
  // Halves every start from the source but the first, types being stripped only once; a fifth of others. Not in the folder for
  // temporary files, where others could leave code for us.
  const home = process.env.HOME ?? process.env.USERPROFILE;
  if (home) module.enableCompileCache(join(home, '.cache', 'mingpian'));
  const source = join(here, '..', 'src', 'main.ts');
  await import(pathToFileURL(existsSync(source) ? source : join(here, '..', 'dist', 'main.js')).href);
} else {
  const program = nodeFromNpm(here);
  if (program === undefined) {
    process.stderr.write(`mingpian needs Node ${lowestNode} or newer; this is Node ${process.versions.node}.\n`);
    process.exit(1);
  }
  const child = spawn(program, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
