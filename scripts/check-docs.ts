// Proves what can be proved of the documents at the root, of docs and of decisions: links lead somewhere, and what exists in both languages has one skeleton.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The same text in English and in Chinese. */
const pairs = [
  ['README.md', 'README.zh-CN.md'],
  ['docs/going-live.md', 'docs/going-live.zh-CN.md'],
] as const;

/** Every problem as one line `file: sentence`; empty when all is well. */
export function checkDocs(root: string): string[] {
  const documents = [
    ...readdirSync(root).filter((name) => name.endsWith('.md')),
    ...['decisions', 'docs'].flatMap((folder) =>
      (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [])
        .filter((name) => name.endsWith('.md'))
        .map((name) => `${folder}/${name}`),
    ),
  ];
  return [
    ...documents.flatMap((name) => checkLinks(root, name)),
    ...pairs.filter(([one]) => existsSync(join(root, one))).flatMap(([one, other]) => checkPair(root, one, other)),
  ];
}

const fence = /^(```|~~~)[\s\S]*?^\1/gm;

/** A document's text without its code blocks, whose brackets are not links and whose `#` are not headings. */
const prose = (path: string): string => readFileSync(path, 'utf8').replace(fence, '');

const headingsOf = (text: string): { level: number; title: string }[] =>
  [...text.matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => ({ level: marks.length, title }));

/** The anchor that a forge gives a heading. */
const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- _]/gu, '')
    .replaceAll(' ', '-');

function checkLinks(root: string, name: string): string[] {
  const file = join(root, name);
  const problems: string[] = [];
  for (const [, target = ''] of prose(file).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [path = '', anchor] = target.split('#');
    const aim = path === '' ? file : resolve(dirname(file), path);
    if (!existsSync(aim)) problems.push(`${name}: ${target} does not exist`);
    else if (anchor !== undefined && !headingsOf(prose(aim)).some(({ title }) => anchorOf(title) === anchor)) {
      problems.push(`${name}: ${target} names no heading`);
    }
  }
  return problems;
}

/** Both languages say the same things in the same order: the levels of their headings and their code blocks agree. */
function checkPair(root: string, one: string, other: string): string[] {
  const levels = (name: string) => headingsOf(prose(join(root, name))).map(({ level }) => level);
  const blocks = (name: string) => readFileSync(join(root, name), 'utf8').match(fence)?.length ?? 0;
  const problems: string[] = [];
  if (levels(one).join() !== levels(other).join()) {
    problems.push(`${other}: its headings (${levels(other).join(' ')}) differ from ${one} (${levels(one).join(' ')})`);
  }
  if (blocks(one) !== blocks(other)) problems.push(`${other}: has ${blocks(other)} code blocks, ${one} ${blocks(one)}`);
  return problems;
}
