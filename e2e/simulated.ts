import { type AccountLine, type Simulator, startSimulator } from '@mingpian/simulator/server';
import { expect, onTestFinished } from 'vitest';

export interface Simulated {
  readonly sim: Simulator;
  readonly base: string;
  account(name: string): AccountLine;
  /** A verb of the control API; fails the test when it is refused. */
  control<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T>;
  openid(person: string, account?: string): Promise<string>;
  /** The address to which WeChat sends the browser after a person opened the authorise page. */
  code(
    person: string,
    scope: 'snsapi_base' | 'snsapi_userinfo',
    options?: { account?: string; state?: string },
  ): Promise<string>;
}

/** A simulator for one test, spoken to over HTTP alone. */
export async function simulated(options: { date?: string } = {}): Promise<Simulated> {
  const sim = await startSimulator({ port: 0, env: {}, ...options });
  onTestFinished(() => sim.close());
  return simulatedBy(sim);
}

/** The same for a simulator that runs already. */
export function simulatedBy(sim: Simulator): Simulated {
  const world = `${sim.urls.control}/worlds/default`;

  const self: Simulated = {
    sim,
    base: sim.urls.base,
    account(name) {
      const line = sim.ready().accounts.find((account) => account.name === name);
      if (line === undefined) throw new Error(`no account ${name}`);
      return line;
    },
    async control(method, path, body) {
      const response = await fetch(world + path, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await response.text();
      expect(response.status, `${method} ${path}: ${text}`).toBeLessThan(300);
      return text === '' ? undefined : JSON.parse(text);
    },
    async openid(person, account = 'service') {
      return (await self.control<{ openid: string }>('GET', `/people/${person}/openid?account=${account}`)).openid;
    },
    async code(person, scope, { account = 'service', state = 's1' } = {}) {
      const redirectUri = 'http://127.0.0.1:8080/cb';
      await self.control('PUT', `/people/${person}`, { consent: 'allow' });
      const outcome = await self.control<{ code?: string }>('POST', `/people/${person}/authorize`, {
        account,
        redirectUri,
        scope,
        state,
      });
      if (outcome.code === undefined) throw new Error(`no code: ${JSON.stringify(outcome)}`);
      return outcome.code;
    },
  };
  return self;
}
