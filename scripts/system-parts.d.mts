/** The folder that holds `initdb`, `pg_ctl` and `postgres`, or undefined. `MINGPIAN_POSTGRES_BIN` wins and is then the only answer. */
export function findPostgres(env?: NodeJS.ProcessEnv): string | undefined;

/** A Chromium or Chrome that Playwright can drive, or undefined. `MINGPIAN_CHROMIUM` wins and is then the only answer. */
export function findChromium(env?: NodeJS.ProcessEnv): string | undefined;

/** A Redis server, or undefined. `MINGPIAN_REDIS` wins and is then the only answer. */
export function findRedis(env?: NodeJS.ProcessEnv): string | undefined;

/**
 * An Apache with mod_auth_openidc: its program and the folder of its modules, or undefined. `MINGPIAN_APACHE` and
 * `MINGPIAN_APACHE_MODULES` win.
 */
export function findApache(env?: NodeJS.ProcessEnv): { program: string; modules: string } | undefined;

/** nginx, or undefined. `MINGPIAN_NGINX` wins and is then the only answer. */
export function findNginx(env?: NodeJS.ProcessEnv): string | undefined;

/** The program `age`, or undefined. `MINGPIAN_AGE` wins and is then the only answer. */
export function findAge(env?: NodeJS.ProcessEnv): string | undefined;

/** Whether Chinese text in a screenshot is drawn with glyphs. Only a bare Linux lacks them. */
export function hasChineseFonts(): boolean;
