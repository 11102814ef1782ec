/** One webhook in one process, told by its name and mode. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpuTime, serveQuestions } from '../worker.ts';
import type { Mode } from './messages.ts';
import { type WebhookName, webhooks } from './servers.ts';

export interface ServerAnswer {
  readonly port: number;
  /** Microseconds since the process began. */
  readonly cpu: number;
}

const [name, mode] = process.argv.slice(2) as [WebhookName, Mode];
// The peers keep connections for as long as node:http does; a slice is shorter.
const server = await webhooks[name](mode);
const port = 'port' in server ? server.port : await listen(server);
serveQuestions(() => ({ port, cpu: cpuTime() }) satisfies ServerAnswer);

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
