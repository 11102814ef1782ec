/** A fact that nothing uses is a fact that nothing checks: it belongs into a program, a test, or nowhere. */
import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');
const modules = globSync('packages/facts/src/*.ts', { cwd: root });
const users = globSync(['packages/*/{src,test}/**/*.{ts,tsx}', 'e2e/**/*.ts', 'scripts/*.ts'], { cwd: root }).filter(
  (file) => !file.startsWith('packages/facts/') && !file.includes('facts-use'),
);
const used = new Set(users.flatMap((file) => read(file).match(/[A-Za-z_]\w*/g) ?? []));

/** Facts that are told to people who read the package, and to nobody else yet. Shorter is better. */
const told = new Set<string>([
  'avatars.placeholderNickname',
  'consent.authoriseFragment',
  'consent.callbackParameters',
  'consent.doubleCallback',
  'consent.snapshotButton',
  'consent.snapshotFlag',
  'delivery.checkQuery',
  'delivery.libraryErrors',
  'delivery.olderFailureNotice',
  'delivery.pushFormat',
  'delivery.pushModes',
  'delivery.pushQuery',
  'languages.defaultLanguage',
  'languages.websiteLoginLanguages',
  'pages.pageOrder',
  'pushes.eventFact',
  'pushes.messageFact',
  'pushes.messageTail',
  'pushes.revokeInfos',
  'scenes.subscribeScenes',
  // Programs read these off the rows of fields.ts and scenes.ts, which carry the same dates.
  'rules.baseScopeUnionid',
  'rules.followerNickname',
  'rules.ipv6InIpError',
  'rules.nonFollowerUnionid',
  'rules.permanentStringScene',
  'rules.sexAndRegion',
  'rules.stringScene',
]);

it('every export of the facts is named outside of them, or by another of their modules', async () => {
  const unused: string[] = [];
  for (const file of modules) {
    const siblings = modules
      .filter((other) => other !== file)
      .map(read)
      .join('\n');
    const names = Object.keys(await import(pathToFileURL(resolve(root, file)).href));
    for (const name of names) {
      if (used.has(name) || new RegExp(`\\b${name}\\b`).test(siblings)) continue;
      unused.push(`${basename(file, '.ts')}.${name}`);
    }
  }
  expect(unused.filter((name) => !told.has(name))).toEqual([]);
  expect([...told].filter((name) => !name.startsWith('rules.') && !unused.includes(name))).toEqual([]);
});

it('every dated rule decides something', async () => {
  const { rules } = await import('@mingpian/facts/rules');
  const unused = Object.keys(rules).filter((name) => !used.has(name));
  expect(unused.filter((name) => !told.has(`rules.${name}`))).toEqual([]);
});
