import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plans } from './plans.ts';

const root = join(import.meta.dirname, '..');
const read = (pattern: string) =>
  globSync(pattern, { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
const titlesIn = (pattern: string) =>
  read(pattern)
    .filter((text) => !text.includes("from './plans.ts'"))
    .join('\n');

describe('the plans of the OpenID Foundation', () => {
  const here = titlesIn('conformance/*.test.ts');
  const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');

  it.each(plans)('$name: every module has a test of its name, and stands in the README', ({ name, modules }) => {
    const named = (text: string, module: string) => new RegExp(`(?<![\\w-])${module}(?![\\w-])`).test(text);
    expect(modules.filter((module) => !named(here, module))).toEqual([]);
    expect(readme).toContain(name);
    expect(modules.filter((module) => !named(readme, module))).toEqual([]);
  });

  it('every case of OpenID Connect in the table of abuse has a test of its id', () => {
    const everywhere = here + titlesIn('packages/gateway/test/**/*.test.ts') + titlesIn('e2e/**/*.test.ts');
    const cases = Array.from({ length: 22 }, (_, index) => `OPX-${String(index + 1).padStart(2, '0')}`);
    expect(cases.filter((id) => !everywhere.includes(id))).toEqual([]);
  });
});
