import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { findApache } from '../../../scripts/system-parts.mjs';
import { confirmSignOut, describeRelyingParty } from '../contract.ts';

const apache = findApache();
if (apache === undefined)
  throw new Error('Apache with mod_auth_openidc is missing: node scripts/setup.mjs --tests --all');
// A copy that Apache's own user can read.
const run = mkdtempSync(join(tmpdir(), 'mingpian-apache-'));
cpSync(import.meta.dirname, run, { recursive: true });
chmodSync(run, 0o755);
afterAll(() => rmSync(run, { recursive: true }));

describeRelyingParty({
  recipe: 'apache',
  start: [apache.program, '-f', join(run, 'httpd.conf'), '-D', 'FOREGROUND'],
  configure: (printed) => writeFileSync(join(run, 'mingpian.conf'), printed),
  environment: {
    RUN: run,
    SITE: join(run, 'site'),
    MODULES: apache.modules,
    SESSION_SECRET: 'not a secret, but thirty-two characters',
  },
  signIn: (guest, origin) => guest.open(`${origin}/members/`),
  signOut: async (guest, origin) =>
    confirmSignOut(guest, await guest.open(`${origin}/signed-in?logout=${encodeURIComponent(`${origin}/`)}`)),
});
