/** nginx in front of a gateway, as an operator has it: connections to the gateway stay open and are used for everybody. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './world.ts';

export interface Nginx {
  readonly port: number;
  /** How many requests it has sent on, up to now. */
  sentOn(): number;
  stop(): Promise<void>;
}

/** `buffered`: whether nginx reads a body whole before it sends it on, which is what it does by itself. */
export async function startNginx(
  program: string,
  gateway: number,
  { buffered }: { buffered: boolean },
): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-nginx-'));
  const port = await freePort();
  const log = join(folder, 'sent-on.log');
  for (const name of ['body', 'proxy', 'other']) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off;
master_process off;
pid ${folder}/pid;
error_log ${folder}/error.log;
events {}
http {
  log_format sent_on '$upstream_status';
  map $upstream_status $was_sent_on { '' 0; '-' 0; default 1; }
  access_log ${log} sent_on if=$was_sent_on;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/other;
  uwsgi_temp_path ${folder}/other;
  scgi_temp_path ${folder}/other;
  upstream gateway { server 127.0.0.1:${gateway}; keepalive 1; }
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 0;
    location / {
      proxy_pass http://gateway;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_request_buffering ${buffered ? 'on' : 'off'};
      proxy_next_upstream off;
    }
  }
}
`,
  );
  const server = spawn(program, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  // A test run that is cut off leaves nothing behind.
  process.once('exit', () => server.kill());
  await listening(port, server);
  return {
    port,
    sentOn: () => readFileSync(log, 'utf8').split('\n').length - 1,
    async stop() {
      const gone = server.exitCode === null ? once(server, 'exit') : undefined;
      server.kill();
      await gone;
      rmSync(folder, { recursive: true });
    },
  };
}

async function listening(port: number, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`nginx ended with code ${server.exitCode} before it listened`);
    const answers = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
