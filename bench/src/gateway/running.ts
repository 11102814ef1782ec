/** The gateway from its source, in the process that measures it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '@mingpian/gateway/config';
import { createLog } from '@mingpian/gateway/log';
import { type Gateway, startGateway } from '@mingpian/gateway/server';
import { account } from '../account.ts';

/** One verified service account that receives plain pushes, on ports of its own; `more` stands beside it in the configuration. */
export function runGateway(more: object = {}, database = temporaryDatabase()): Promise<Gateway> {
  const { appId: app_id, appSecret: app_secret, originalId: original_id, token } = account;
  const push = { mode: 'plain', token };
  const config = {
    public_url: 'http://127.0.0.1:0',
    listen: { host: '127.0.0.1', port: 0 },
    admin: { host: '127.0.0.1', port: 0 },
    root_secret: randomBytes(32).toString('base64url'),
    database: { url: database },
    accounts: [{ name: 'service', kind: 'service', verified: true, app_id, app_secret, original_id, push }],
    ...more,
  };
  return startGateway(parseConfig(config, { now: Date.now() }), { log: createLog({ write: () => true }, 'silent') });
}

/** The address of a new SQLite file, which is gone when the process ends. */
function temporaryDatabase(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return `sqlite:${join(folder, 'bench.db')}`;
}
