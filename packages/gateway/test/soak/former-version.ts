/** The gateway as it was before its newest migration, from the history of this repository, to be run beside the one of today. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { history } from '../../src/store/sql/migrations.ts';

export interface FormerVersion {
  readonly commit: string;
  /** Its gateway process, for `Room.program`. */
  readonly program: string;
  close(): void;
}

const root = join(import.meta.dirname, '../../../..');

/** Undefined where the history is not at hand: an unpacked archive, a shallow clone. */
export function formerVersion(): FormerVersion | undefined {
  const commit = commitBefore(`packages/gateway/src/store/sql/migrations/${history.at(-1)?.name}.ts`);
  if (commit === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-former-'));
  const archive = execFileSync('git', ['archive', commit, 'packages'], { cwd: root, maxBuffer: 2 ** 30 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@mingpian'), { recursive: true });
  // The parts of others are those of today, our own are those of then.
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@mingpian' && !name.startsWith('.')) {
      symlinkSync(join(root, 'node_modules', name), join(modules, name));
    }
  }
  for (const name of ['facts', 'wechat', 'gateway']) {
    symlinkSync(join(folder, 'packages', name), join(modules, '@mingpian', name));
  }
  symlinkSync(join(root, 'packages/wechat/node_modules'), join(folder, 'packages/wechat/node_modules'));
  return {
    commit,
    program: join(folder, 'packages/gateway/test/soak/gateway-process.ts'),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function commitBefore(path: string): string | undefined {
  try {
    const git = (...words: string[]) =>
      execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const added = git('log', '--diff-filter=A', '--format=%H', '--', path).split('\n').at(-1);
    return added === undefined || added === '' ? undefined : git('rev-parse', '--verify', `${added}~1`);
  } catch {
    return undefined;
  }
}
