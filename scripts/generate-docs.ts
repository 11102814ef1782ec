// Writes docs/wechat/ from the facts, so that the tables people read are the rows that programs use. With `--check` nothing is
// written: stale pages are named, and the exit code is 1.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { accounts } from '@mingpian/facts/accounts';
import { changes } from '@mingpian/facts/changes';
import { type EndpointFact, endpoints } from '@mingpian/facts/endpoints';
import { errorTexts } from '@mingpian/facts/error-texts';
import { errors, type Mover } from '@mingpian/facts/errors';
import type { Fact, Provenance } from '@mingpian/facts/fact';
import { type FieldFact, fields } from '@mingpian/facts/fields';
import { lifetimes } from '@mingpian/facts/lifetimes';
import { limits, quotas } from '@mingpian/facts/limits';
import { pages } from '@mingpian/facts/pages';
import { permissions } from '@mingpian/facts/permissions';
import { sources } from '@mingpian/facts/sources';

const folder = 'docs/wechat';
const NOTE = '<!-- Generated from packages/facts by `npm run docs`. Change the facts, not this page. -->';

const movers: Readonly<Record<Mover, string>> = {
  retry: '稍后重试 · try again later',
  'refresh-token': '换 token 再试一次 · renew the token, try once more',
  'authorise-again': '让用户重新授权 · authorise again',
  configure: '改配置 · configuration',
  developer: '改代码 · code',
  user: '用户处理 · the user',
  wait: '等额度恢复 · wait for the quota',
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
const dates = ({ since, until }: Pick<Provenance, 'since' | 'until'>): string =>
  since === undefined && until === undefined ? '' : `${since ?? ''} … ${until ?? ''}`;
const sourceKeys = ({ source, grade }: Provenance): string => `${[source].flat().join(', ')} (${grade})`;

function errorPage(): string {
  const row = (code: number, said: string, mover: Mover): string[] => {
    const { zh, en } = errorTexts[code] as (typeof errorTexts)[number];
    return [String(code), `\`${said}\``, `${zh.meaning}${zh.action}`, `${en.meaning} ${en.action}`, movers[mover]];
  };
  const head = ['code', 'WeChat says', '含义与处理', 'meaning and what to do', '谁来处理 · whose move'];
  return `# 错误码 · Error codes

\`mingpian explain CODE\` prints the same. Never compare the text, only the code.

## 接口 · APIs

${table(
  head,
  errors.map(({ code, errmsg, mover }) => row(code, errmsg, mover)),
)}

## 授权页 · The authorise page

${table(
  head,
  pages.map(({ code, text, mover }) => row(code, text, mover)),
)}
`;
}

function permissionPage(): string {
  const capabilities = [...new Set(permissions.map((each) => each.capability))];
  const columns = permissions.filter((each) => each.capability === capabilities[0]);
  const name = (kind: string): string => accounts.find((each) => each.kind === kind)?.zh ?? kind;
  const head = columns.map(({ kind, verified }) =>
    verified === 'any'
      ? name(kind)
      : `${name(kind)}${verified ? '，已认证' : '，未认证'} · ${kind}${verified ? '' : ', not verified'}`,
  );
  const rows = capabilities.map((capability) => {
    const cells = permissions.filter((each) => each.capability === capability);
    return [
      `\`${capability}\``,
      ...cells.map((each) => (each.granted ? '✔' : '–')),
      sourceKeys(cells[0] as Provenance),
    ];
  });
  return `# 权限 · Permissions\n\n${table(['capability', ...head, 'source'], rows)}\n`;
}

function endpointPage(): string {
  const rows = Object.values<EndpointFact>(endpoints).map((endpoint) => [
    `${endpoint.method} \`${endpoint.path}\``,
    endpoint.parameters
      .map(({ name, required, in: place }) => `${name}${required ? '' : '?'}${place === 'body' ? ' (body)' : ''}`)
      .join(', '),
    endpoint.token === undefined ? '' : `${endpoint.token} token`,
    dates(endpoint),
    sourceKeys(endpoint),
  ]);
  return `# 接口 · Endpoints\n\n${table(['endpoint', 'parameters', 'token', 'since … until', 'source'], rows)}\n`;
}

function fieldPage(): string {
  const sections = Object.entries<readonly FieldFact[]>(fields).map(([reply, rows]) => {
    const body = rows.map((row) => [
      `\`${row.name}\``,
      row.type,
      row.form === 'blank' ? `空 · blank (\`${JSON.stringify(row.blank)}\`)` : '有值 · filled',
      row.when?.join(', ') ?? '',
      dates(row),
      sourceKeys(row),
    ]);
    return `## ${reply}\n\n${table(['field', 'type', 'form', 'only if', 'since … until', 'source'], body)}`;
  });
  return `# 返回字段 · Reply fields\n\nIn the order of the wire.\n\n${sections.join('\n\n')}\n`;
}

function numberPage(): string {
  const rows = (facts: Readonly<Record<string, Fact<number> | readonly Fact<number>[]>>): string[][] =>
    Object.entries(facts).flatMap(([name, fact]) =>
      [fact].flat().map((each) => [`\`${name}\``, String(each.value), dates(each), sourceKeys(each)]),
    );
  const head = ['name', 'value', 'since … until', 'source'];
  const quotaRows = quotas.map((quota) => [
    `\`${endpoints[quota.endpoint].path}\``,
    `${quota.calls}`,
    'sandboxCalls' in quota ? `${quota.sandboxCalls}` : '',
    quota.per,
    sourceKeys(quota),
  ]);
  return `# 时限、上限与额度 · Lifetimes, limits and quotas

## 时限（秒） · Lifetimes (seconds)

${table(head, rows(lifetimes))}

## 上限 · Limits

${table(head, rows(limits))}

## 额度 · Quotas

${table(['endpoint', 'calls', 'sandbox', 'per', 'source'], quotaRows)}
`;
}

function changePage(): string {
  const rows = changes.map((change) => [change.since, change.zh, change.en, sourceKeys(change)]);
  return `# 变更 · What changed\n\nA question mark: earliest public trace. Days begin in Beijing.\n\n${table(['since', '变更', 'change', 'source'], rows)}\n`;
}

function sourcePage(): string {
  const rows = Object.entries<{ title: string; url?: string; where?: string }>(sources).map(([key, source]) => [
    key,
    source.title,
    source.url ?? source.where ?? '',
  ]);
  return `# 来源 · Sources\n\n${table(['key', 'title', 'where'], rows)}\n`;
}

const contents: readonly (readonly [file: string, make: () => string])[] = [
  ['errors.md', errorPage],
  ['permissions.md', permissionPage],
  ['endpoints.md', endpointPage],
  ['fields.md', fieldPage],
  ['numbers.md', numberPage],
  ['changes.md', changePage],
  ['sources.md', sourcePage],
];

/** The pages as they should be, by path from the root of the repository. */
export function generatedDocs(): Map<string, string> {
  return new Map(contents.map(([file, make]) => [`${folder}/${file}`, `${NOTE}\n\n${make()}`]));
}

/** What is stale or missing. */
export function checkGeneratedDocs(root: string): string[] {
  return [...generatedDocs()]
    .filter(([path, text]) => read(join(root, path)) !== text)
    .map(([path]) => `${path} is not what the facts say: run \`npm run docs\``);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  if (process.argv.includes('--check')) {
    const stale = checkGeneratedDocs(root);
    for (const line of stale) process.stderr.write(`${line}\n`);
    process.exitCode = stale.length === 0 ? 0 : 1;
  } else {
    mkdirSync(join(root, folder), { recursive: true });
    for (const [path, text] of generatedDocs()) writeFileSync(join(root, path), text);
  }
}
