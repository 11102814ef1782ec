/** One node of several on one database, which all answer to the address of the first. */

import { runGateway } from '../gateway/running.ts';
import { shop, signedIn } from '../login/servers.ts';
import { cpuTime, serveQuestions } from '../worker.ts';

export interface NodeOptions {
  readonly database: string;
  readonly rootSecret: string;
  readonly publicUrl: string;
  readonly port: number;
}

export interface NodeAnswer {
  readonly cookie: string;
  /** Microseconds since the process began. */
  readonly cpu: number;
}

const { database, rootSecret, publicUrl, port } = JSON.parse(process.argv[2] ?? '') as NodeOptions;
const listen = { host: '127.0.0.1', port };
const gateway = await runGateway({ public_url: publicUrl, listen, root_secret: rootSecret, clients: [shop] }, database);
const cookie = await signedIn(gateway);
serveQuestions(() => ({ cookie, cpu: cpuTime() }) satisfies NodeAnswer);
