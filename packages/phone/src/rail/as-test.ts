/** The recorded steps as a Vitest file that runs as it is: it starts a world of its own and does the same again. */
import type { Push, View } from '../control/types.ts';
import type { Step } from '../recording.ts';

export interface Places {
  /** Origin of the simulator. */
  readonly base: string;
  /** Origin of the application, as far as the push addresses tell it. */
  readonly application: string | undefined;
  /** In which pages were asked for: the words on their buttons are in it. */
  readonly language?: string;
}

const head = `// Recorded on the phone of the Mingpian simulator. It starts \`mingpian try\` for itself; where WECHAT_SIM_CONTROL names the
// control API of a simulator that runs already, with your application behind it, it uses that one.
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';

const LANGUAGE = 'zh-CN';
let control = process.env.WECHAT_SIM_CONTROL ?? '';
let stop = () => {};

beforeAll(async () => {
  if (control !== '') return;
  const child = spawn('npx', ['mingpian', 'try', '--port', '0', '--json'], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  stop = () => void process.kill(-child.pid, 'SIGTERM');
  for await (const text of child.stdout) {
    const ready = /^\\{.*"event":"ready".*\\}$/m.exec(String(text))?.[0];
    if (ready === undefined) continue;
    control = JSON.parse(ready).urls.control;
    break;
  }
}, 60_000);
afterAll(() => stop());

async function call(method, path, body) {
  const headers = { 'content-type': 'application/json', 'accept-language': LANGUAGE };
  const response = await fetch(\`\${control}/worlds/default\${path}\`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  expect(response.status, \`\${method} \${path} \${text}\`).toBeLessThan(300);
  return text === '' ? undefined : JSON.parse(text);
}
const act = (person, verb, body = {}) => call('POST', \`/people/\${person}/\${verb}\`, body);
`;

const chatLinks = `
/** A link of a chat, counted from the last one back. */
async function link(person, account, fromEnd) {
  const { messages } = await call('GET', \`/chats/\${person}/\${account}\`);
  const texts = messages.filter(({ from }) => from === 'account').map(({ text = '' }) => text);
  const links = texts.flatMap((text) => [...text.matchAll(/href="([^"]+)"/g)].map(([, url]) => url.replaceAll('&amp;', '&')));
  return links.at(-fromEnd);
}
`;

const codeTicket = `
/** The ticket of the account's newest code. */
async function ticket(account) {
  const { qrcodes } = await call('GET', '/qrcodes');
  return qrcodes.findLast((code) => code.account === account).ticket;
}
`;

const applicationOrigin = `
/** An address of the application, which listens on another port each time. */
async function application(path) {
  const { accounts } = await call('GET', '/accounts');
  return new URL(path, accounts.find(({ push }) => push?.url).push.url).href;
}
`;

function quoted(value: unknown): string {
  return JSON.stringify(value);
}

/** The address as code: a link of a chat, or one below an origin that differs from run to run. */
function addressOf(step: Step, { base, application }: Places): string {
  const url = String(step.body.url);
  if (step.link) return `await link(${quoted(step.person)}, ${quoted(step.link.account)}, ${step.link.fromEnd})`;
  if (application !== undefined && url.startsWith(`${application}/`)) {
    return `await application(${quoted(url.slice(application.length))})`;
  }
  if (url.startsWith(`${base}/`)) return `new URL(control).origin + ${quoted(url.slice(base.length))}`;
  return quoted(url);
}

function bodyOf(step: Step, places: Places): string {
  const { url, ticket, codeOf, ...rest } = step.body;
  const fields = Object.entries(rest).map(([name, value]) => `${name}: ${quoted(value)}`);
  if (url !== undefined) fields.unshift(`url: ${addressOf(step, places)}`);
  if (ticket !== undefined) fields.push(`ticket: ${codeOf ? `await ticket(${quoted(codeOf)})` : quoted(ticket)}`);
  return fields.length > 0 ? `, { ${fields.join(', ')} }` : '';
}

/** A path that would be the same another time; one with an id in it is not expected. */
function stablePath(url: string): string | undefined {
  const path = URL.parse(url)?.pathname;
  return path && /^(?:\/[a-z._-]{1,24})+$/.test(path) ? path : undefined;
}

function expectedPage(name: string, page: Partial<View>): string[] {
  const lines: string[] = [];
  const fields = [
    ...(typeof page.status === 'number' ? [`status: ${page.status}`] : []),
    ...(page.sheet ? [`sheet: ${quoted(page.sheet)}`] : []),
    ...(page.snapshot ? ['snapshot: true'] : []),
    ...(page.error ? [`error: { code: ${quoted(page.error.code)} }`] : []),
  ];
  lines.push(`  expect(${name}).toMatchObject({ ${fields.join(', ')} });`);
  if (!page.sheet) lines.push(`  expect(${name}.sheet).toBeUndefined();`);
  const path = page.url === undefined ? undefined : stablePath(page.url);
  if (path !== undefined) lines.push(`  expect(new URL(${name}.url).pathname).toBe(${quoted(path)});`);
  return lines;
}

function expected(name: string, { answer }: Step): string[] {
  const { pushes, page, url, error } = answer as {
    pushes?: Push[];
    page?: View;
    url?: string;
    error?: { text: string };
  };
  const lines: string[] = [];
  if (pushes) {
    const rows = pushes.map(
      ({ event, status, reply }) =>
        `{ event: ${quoted(event)}, status: ${status}, reply: ${reply === null ? 'null' : `{ type: ${quoted(reply.type)} }`} }`,
    );
    lines.push(`  expect(${name}.pushes).toMatchObject([${rows.join(', ')}]);`);
  }
  if (page) lines.push(...expectedPage(`${name}.page`, page));
  if (url !== undefined && !pushes) lines.push(...expectedPage(name, answer as Partial<View>));
  if (error && pushes) lines.push(`  expect(${name}.error).toBeDefined();`);
  return lines;
}

const worldCalls: Readonly<Record<string, (step: Step) => string>> = {
  clock: ({ body }) => `await call('POST', '/clock', ${quoted(body)});`,
  expire: ({ body }) => `await call('POST', '/tokens/expire', ${quoted(body)});`,
  faults: ({ body }) => `await call('PUT', '/faults', ${quoted(body.faults)});`,
};

function lines(step: Step, index: number, places: Places): string[] {
  if (step.person === null) return [`  ${worldCalls[step.verb]?.(step) ?? ''}`];
  if (step.verb === 'change') {
    return [`  await call('PUT', ${quoted(`/people/${step.person}`)}, ${quoted(step.body)});`];
  }
  const name = `step${index + 1}`;
  const call = `await act(${quoted(step.person)}, ${quoted(step.verb)}${bodyOf(step, places)})`;
  const after = expected(name, step);
  return after.length === 0 ? [`  ${call};`] : [`  const ${name} = ${call};`, ...after];
}

export function asTest(steps: readonly Step[], places: Places): string {
  const body = steps.flatMap((step, index) => lines(step, index, places)).join('\n');
  const helpers = [
    [chatLinks, 'await link('],
    [codeTicket, 'await ticket('],
    [applicationOrigin, 'await application('],
  ] as const;
  const used = helpers.filter(([, call]) => body.includes(call)).map(([source]) => source);
  const title = steps.map(({ person, verb }) => (person === null ? verb : `${person} ${verb}`)).join(', ');
  const spoken = head.replace("'zh-CN'", quoted(places.language ?? 'zh-CN'));
  return `${spoken}${used.join('')}\nit(${quoted(title)}, { timeout: 60_000 }, async () => {\n${body}\n});\n`;
}
