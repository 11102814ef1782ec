// Where the programs that the tests borrow from the system are: PostgreSQL's server, Chromium, Apache, nginx, age. Plain JavaScript without
// dependencies, because setup.mjs asks before anything is installed; the tests ask the same functions, so both agree.

import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const windows = process.platform === 'win32';
const programName = (name) => (windows ? `${name}.exe` : name);

const entries = (folder) => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/** Folders below `parent` whose name matches, newest version first. */
const versions = (parent, pattern, ...rest) =>
  entries(parent)
    .filter((name) => pattern.test(name))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => join(parent, name, ...rest));

const pathFolders = (env) => (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean);

/**
 * The folder that holds `initdb`, `pg_ctl` and `postgres`, or undefined. `MINGPIAN_POSTGRES_BIN` wins and is then the only answer.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function findPostgres(env = process.env) {
  const folders = env.MINGPIAN_POSTGRES_BIN
    ? [env.MINGPIAN_POSTGRES_BIN]
    : [
        ...versions('/usr/lib/postgresql', /^\d+$/, 'bin'),
        ...pathFolders(env),
        ...versions('/opt/homebrew/opt', /^postgresql(@\d+)?$/, 'bin'),
        ...versions('/usr/local/opt', /^postgresql(@\d+)?$/, 'bin'),
        '/Applications/Postgres.app/Contents/Versions/latest/bin',
        ...(windows ? versions(join(env.ProgramFiles ?? 'C:\\Program Files', 'PostgreSQL'), /^\d+$/, 'bin') : []),
      ];
  return folders.find((folder) =>
    ['initdb', 'pg_ctl', 'postgres'].every((program) => existsSync(join(folder, programName(program)))),
  );
}

/**
 * A Chromium or Chrome that Playwright can drive, or undefined. `MINGPIAN_CHROMIUM` wins and is then the only answer.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function findChromium(env = process.env) {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
  const programs = env.MINGPIAN_CHROMIUM
    ? [env.MINGPIAN_CHROMIUM]
    : [
        ...pathFolders(env).flatMap((folder) => names.map((name) => join(folder, programName(name)))),
        '/usr/bin/chromium',
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        ...[env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA]
          .filter(Boolean)
          .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
      ];
  return programs.find((program) => existsSync(program));
}

/**
 * A Redis server, or undefined. `MINGPIAN_REDIS` wins and is then the only answer.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function findRedis(env = process.env) {
  const programs = env.MINGPIAN_REDIS
    ? [env.MINGPIAN_REDIS]
    : pathFolders(env).map((folder) => join(folder, programName('redis-server')));
  return programs.find((program) => existsSync(program));
}

/**
 * An Apache with mod_auth_openidc: its program and the folder of its modules, or undefined. `MINGPIAN_APACHE` names the program;
 * the modules are then looked for in `MINGPIAN_APACHE_MODULES`.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ program: string, modules: string } | undefined}
 */
export function findApache(env = process.env) {
  const programs = env.MINGPIAN_APACHE
    ? [env.MINGPIAN_APACHE]
    : ['/usr/sbin/apache2', '/usr/sbin/httpd', ...pathFolders(env).map((folder) => join(folder, 'httpd'))];
  const folders = env.MINGPIAN_APACHE_MODULES
    ? [env.MINGPIAN_APACHE_MODULES]
    : ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules', '/usr/lib/httpd/modules'];
  const program = programs.find((path) => existsSync(path));
  const modules = folders.find((folder) => existsSync(join(folder, 'mod_auth_openidc.so')));
  return program === undefined || modules === undefined ? undefined : { program, modules };
}

/**
 * nginx, or undefined. `MINGPIAN_NGINX` wins and is then the only answer.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function findNginx(env = process.env) {
  const programs = env.MINGPIAN_NGINX
    ? [env.MINGPIAN_NGINX]
    : ['/usr/sbin/nginx', ...pathFolders(env).map((folder) => join(folder, programName('nginx')))];
  return programs.find((program) => existsSync(program));
}

/**
 * The program `age`, or undefined. `MINGPIAN_AGE` wins and is then the only answer.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function findAge(env = process.env) {
  const programs = env.MINGPIAN_AGE
    ? [env.MINGPIAN_AGE]
    : pathFolders(env).map((folder) => join(folder, programName('age')));
  return programs.find((program) => existsSync(program));
}

/** Whether Chinese text in a screenshot is drawn with glyphs. Only a bare Linux lacks them. */
export function hasChineseFonts() {
  if (process.platform !== 'linux') return true;
  const folders = ['opentype/noto', 'noto-cjk', 'google-noto-cjk', 'google-noto-sans-cjk-fonts', 'truetype/wqy'];
  return folders.some((folder) => entries(join('/usr/share/fonts', folder)).some((name) => /cjk|wqy/i.test(name)));
}
