import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll } from 'vitest';
import { describeExample } from '../contract.ts';

const home = import.meta.dirname;

beforeAll(() => {
  if (existsSync(join(home, 'node_modules/.package-lock.json'))) return;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: home, stdio: 'pipe' });
}, 300_000);

describeExample({ folder: 'nestjs', start: ['npm', 'start'] });
