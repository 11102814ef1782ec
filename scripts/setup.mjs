// Installs what a fresh clone lacks, and builds the phone page when its sources are younger than it: `node scripts/setup.mjs`
// the packages of the lock file, with `--tests` also PostgreSQL, Redis and Chromium, which the tests really start, with `--all`
// Apache, nginx and age for the long tests as well. Runs on Node 18 and up, before anything is installed; npm calls it ahead of `npm start`, `npm test` and `npm run mingpian`. It speaks on stderr
// only: stdout belongs to the command that follows.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const say = (line) => process.stderr.write(`${line}\n`);

/** Ends with one sentence that says what to do. */
function giveUp(sentence) {
  say(`setup: ${sentence}`);
  process.exit(1);
}

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs;

/** npm writes its hidden lock file last, so its time tells whether the installation is complete and of this lock file. */
function packagesAreCurrent() {
  const installed = modified(join(root, 'node_modules', '.package-lock.json'));
  const node = process.platform === 'win32' ? 'node.exe' : 'node';
  return (
    installed !== undefined &&
    installed >= (modified(join(root, 'package-lock.json')) ?? 0) &&
    existsSync(join(root, 'node_modules', 'node', 'bin', node))
  );
}

/** npm as a script for this Node, so that no shell is needed to find it (Windows has only npm.cmd on its path). */
function npmCommand() {
  const here = dirname(process.execPath);
  const script = [
    process.env.npm_execpath,
    join(here, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(here, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  return script ? [process.execPath, script] : ['npm'];
}

async function run(command, args, env = process.env) {
  const { spawnSync } = await import('node:child_process');
  return spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 2, 2] }).status === 0;
}

async function installPackages() {
  say('setup: installing the packages of package-lock.json (npm ci)');
  const [command, ...script] = npmCommand();
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  if (!(await run(command, [...script, ...flags]))) {
    giveUp('npm ci failed; its message is above. Check the network or the registry that npm is configured for.');
  }
  if (!packagesAreCurrent()) {
    giveUp('npm ci left no Node 24 in node_modules; are install scripts switched off (npm config get ignore-scripts)?');
  }
}

async function installSystemParts() {
  const parts = await import('./system-parts.mjs');
  // The program alone, without the service that the package `apache2` would start.
  const apache = () => ({
    name: 'Apache with mod_auth_openidc',
    variable: 'MINGPIAN_APACHE',
    debian: 'apache2-bin libapache2-mod-auth-openidc',
    found: parts.findApache(),
  });
  const nginx = () => ({ name: 'nginx', variable: 'MINGPIAN_NGINX', debian: 'nginx', found: parts.findNginx() });
  const age = () => ({ name: 'age', variable: 'MINGPIAN_AGE', debian: 'age', found: parts.findAge() });
  const missing = () =>
    [
      { name: 'PostgreSQL', variable: 'MINGPIAN_POSTGRES_BIN', debian: 'postgresql', found: parts.findPostgres() },
      { name: 'Redis', variable: 'MINGPIAN_REDIS', debian: 'redis-server', found: parts.findRedis() },
      { name: 'Chromium', variable: 'MINGPIAN_CHROMIUM', debian: 'chromium', found: parts.findChromium() },
      { name: 'a Chinese font', debian: 'fonts-noto-cjk', found: parts.hasChineseFonts() },
      ...(process.argv.includes('--all') ? [apache(), nginx(), age()] : []),
    ].filter((part) => !part.found);

  const before = missing();
  if (before.length === 0) return;

  const names = before.map((part) => part.name).join(', ');
  const packages = before.flatMap((part) => part.debian.split(' '));
  const misdirected = before.find((part) => part.variable && process.env[part.variable]);
  if (misdirected) giveUp(`${misdirected.variable} is set, but ${misdirected.name} is not there.`);
  const onDebian = existsSync('/etc/debian_version');
  if (!onDebian || process.getuid() !== 0) {
    const how = onDebian ? `run: sudo apt-get install -y ${packages.join(' ')}` : 'install them, or point to them with';
    const variables = before.flatMap((part) => part.variable ?? []).join(' and ');
    giveUp(`the tests need ${names}; ${how}${onDebian ? '' : ` ${variables}`}.`);
  }
  say(`setup: installing ${names} for the tests (apt-get install ${packages.join(' ')})`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (!(await run('apt-get', ['update', '-qq'], env))) giveUp('apt-get update failed; its message is above.');
  if (!(await run('apt-get', ['install', '-y', '-qq', '-o=Dpkg::Use-Pty=0', ...packages], env))) {
    giveUp(`apt-get could not install ${packages.join(' ')}; its message is above.`);
  }
  const after = missing();
  if (after.length > 0)
    giveUp(`${after.map((part) => part.name).join(', ')} is still not to be found after apt-get install.`);
}

/** The newest change below a folder, so that a page is built again when its sources are younger. */
function newest(path) {
  const own = modified(path) ?? 0;
  if (!statSync(path).isDirectory()) return own;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), own);
}

async function buildPage(name) {
  const folder = join(root, 'packages', name);
  if (!existsSync(folder)) return;
  const sources = ['src', 'index.html', 'vite.config.ts', 'package.json'].map((part) => join(folder, part));
  const built = modified(join(folder, 'dist', 'index.html')) ?? 0;
  if (built >= Math.max(...sources.filter(existsSync).map(newest))) return;
  say(`setup: building packages/${name}`);
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  // A test runner that asks for this has set NODE_ENV, and React would be built for developers: twice as heavy, and slower.
  const env = { ...process.env, NODE_ENV: 'production' };
  if (!(await run(node, [vite, 'build', '--logLevel', 'warn', folder], env))) {
    giveUp(`packages/${name} could not be built; the message is above.`);
  }
}

// Tests that bring themselves a page say `--pages`: packages are never exchanged under programs that run.
if (!process.argv.includes('--pages') && !packagesAreCurrent()) await installPackages();
await buildPage('phone');
if (process.argv.includes('--tests')) await installSystemParts();
