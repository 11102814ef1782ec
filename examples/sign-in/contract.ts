/**
 * What every relying party must do, whatever it is made of: it runs as its users run it, in a process of its own, with the
 * configuration that `mingpian client add` prints, beside a gateway whose WeChat is simulated.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KnownClient, type RecipeName, recipes } from '../../packages/cli/src/recipes.ts';
import { createTerminal } from '../../packages/cli/src/terminal.ts';
import { startTrial, type Trial } from '../../packages/cli/src/trial/trial.ts';
import { createLog } from '../../packages/gateway/src/log.ts';
import { addClient } from '../../packages/gateway/src/oidc/client-admin.ts';
import { freePort, startServer } from '../server.ts';
import { type Page, type Visitor, visitor } from './visitor.ts';

export interface RelyingParty {
  /** Also the folder beside this file. */
  readonly recipe: RecipeName;
  readonly start: readonly [program: string, ...args: string[]];
  /** Takes what `client add` printed; by default it becomes the environment. */
  readonly configure?: (printed: string) => void;
  /** As its users write it in the address bar; 127.0.0.1 if left out. */
  readonly host?: string;
  /** Beside what the recipe says. */
  readonly environment?: Record<string, string>;
  /** From the front page to the gateway, and back here. */
  signIn(guest: Visitor, origin: string): Promise<Page>;
  /** The page after signing out of the application, which may be one of the gateway's. */
  signOut(guest: Visitor, origin: string): Promise<Page>;
}

/** The packages of an example that is no workspace, by its own lock file. */
export function installPackages(folder: string): void {
  const home = join(import.meta.dirname, folder);
  if (existsSync(join(home, 'node_modules/.package-lock.json'))) return;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: home, stdio: 'pipe' });
}

export async function trialGateway(): Promise<Trial> {
  const { stdout, stderr, env } = process;
  const terminal = createTerminal({ stdout, stderr, language: 'en', color: false, env } as never);
  const log = createLog({ write: () => true }, 'silent');
  const trial = await startTrial({ host: '127.0.0.1', port: 0, env, terminal, log });
  await fetch(`${trial.simulator.urls.control}/worlds/default/people/xiaoming`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ consent: 'allow' }),
  });
  return trial;
}

/** A client for an application at this origin, as `client add` would make it. */
export async function addedClient(
  { gateway }: Trial,
  name: RecipeName,
  origin: string,
  { isPublic = false } = {},
): Promise<KnownClient> {
  const redirectUri = `${origin}${recipes[name].callbackPath}`;
  const fields = {
    client_id: name,
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [`${origin}/`],
    ...recipes[name].fields,
  };
  const { clientSecret } = await addClient(gateway.parts, fields, { isPublic });
  return { issuer: gateway.urls.public, clientId: name, clientSecret, redirectUri };
}

export function describeRelyingParty({
  recipe,
  start,
  host = '127.0.0.1',
  configure,
  environment,
  signIn,
  signOut,
}: RelyingParty): void {
  describe(`signing in to ${recipes[recipe].title}`, () => {
    let trial: Trial;
    let origin: string;
    let stop = () => {};

    beforeAll(async () => {
      trial = await trialGateway();
      origin = `http://${host}:${await freePort()}`;
      const printed = recipes[recipe].text(await addedClient(trial, recipe, origin));
      configure?.(printed);
      stop = await startServer(join(import.meta.dirname, recipe), start, origin, {
        PORT: new URL(origin).port,
        ...(configure === undefined && (parseEnv(printed) as Record<string, string>)),
        ...environment,
      });
    }, 180_000);
    afterAll(async () => {
      stop();
      await trial?.close();
    });

    it('knows nobody at first', async () => {
      expect(await visitor('xiaoming').open(origin)).toMatchObject({ status: 200, title: 'Nobody' });
    });

    it('knows who signed in by the name that WeChat tells, and nobody after signing out', async () => {
      const guest = visitor('xiaoming');
      // The gateway says what the name is for before WeChat asks.
      const asked = await signIn(guest, origin);
      expect(asked.url).toContain(`${trial.gateway.urls.public}/login/service/profile`);
      expect(await guest.press(asked)).toMatchObject({ status: 200, title: '小明' });
      expect(await guest.open(`${origin}/`)).toMatchObject({ title: '小明' });
      await signOut(guest, origin);
      expect(await guest.open(`${origin}/`)).toMatchObject({ title: 'Nobody' });
    });
  });
}

/** Through the gateway's page that asks, and back to the application. */
export async function confirmSignOut(guest: Visitor, page: Page): Promise<Page> {
  if (!page.html.includes('/oauth2/logout/confirm')) throw new Error(`${page.url} does not ask: ${page.html}`);
  return guest.press(page, 'yes');
}
