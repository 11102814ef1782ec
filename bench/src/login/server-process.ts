/** One provider in one process, told by its name. */
import { cpuTime, serveQuestions } from '../worker.ts';
import { type ProviderName, providers, type RunningProvider } from './servers.ts';

export interface ProviderAnswer extends RunningProvider {
  /** Microseconds since the process began. */
  readonly cpu: number;
}

const [name] = process.argv.slice(2) as [ProviderName];
const running = await providers[name]();
serveQuestions(() => ({ ...running, cpu: cpuTime() }) satisfies ProviderAnswer);
