import type { Bench, Figure, Reading } from '../figure.ts';
import { startWorker, type Worker } from '../worker.ts';
import type { LoadAnswer, LoadQuestion } from './load-process.ts';
import type { ProviderAnswer } from './server-process.ts';
import { type ProviderName, providers } from './servers.ts';

export const login: Figure = {
  id: 'I1',
  what: 'OpenID Connect, from the request to the id token (ES256), 16 in flight: logins',
  subject: 'gateway',
  goals: [{ kind: 'ratio', subject: 'gateway', than: ['oidc-provider'], times: 0.85 }],
  open: () => openProviders('logins'),
};

export const userinfo: Figure = {
  id: 'I2',
  what: 'OpenID Connect, userinfo, 16 in flight: requests',
  subject: 'gateway',
  goals: [],
  open: () => openProviders('userinfo'),
};

async function openProviders(what: LoadQuestion['what']): Promise<Bench> {
  const load = await startWorker('./login/load-process.ts', 'other');
  const names = Object.keys(providers) as ProviderName[];
  const servers = await Promise.all(names.map((name) => startWorker('./login/server-process.ts', 'measured', name)));
  const variants = names.map((name, index) => ({
    name,
    measure: (ms: number) => measured(servers[index] as Worker, ms),
  }));

  async function measured(server: Worker, ms: number): Promise<Reading> {
    const { origin, cookie, cpu: before } = await server.ask<ProviderAnswer>({});
    const { done, seconds } = await load.ask<LoadAnswer>({ origin, cookie, what, ms } satisfies LoadQuestion);
    const { cpu: after } = await server.ask<ProviderAnswer>({});
    return { rate: done / seconds, cpu: (after - before) / done };
  }

  const close = async () => {
    await Promise.all([load, ...servers].map((worker) => worker.end()));
  };
  return { variants, close };
}
