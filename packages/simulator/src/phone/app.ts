/** The phone page as it was built: files under /phone/, a strict policy, and nothing from anywhere else. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { requireLocalName } from '../control/origin.ts';
import type { LiveWorld } from '../live-world.ts';

/** Beside this package while developing, inside it once published. */
const folders = ['../../../phone/dist/', '../../phone/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

interface File {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Read once a process; `npm start` builds before it starts. */
let files: ReadonlyMap<string, File> | undefined;

function built(): ReadonlyMap<string, File> {
  if (files) return files;
  const folder = folders.find((candidate) => existsSync(`${candidate}index.html`));
  const found = new Map<string, File>();
  for (const name of folder ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []) {
    const type = types[/\.(\w+)$/.exec(name)?.[1] ?? ''];
    if (type) found.set(name.replaceAll('\\', '/'), { type, body: new Uint8Array(readFileSync(folder + name)) });
  }
  files = found;
  return found;
}

function policy(world: LiveWorld): string {
  const port = new URL(world.urls?.base ?? 'http://127.0.0.1').port || '80';
  const frames = `http://*.localhost:${port} http://localhost:* http://127.0.0.1:*`;
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; frame-src ${frames}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/** The phone page and its files; undefined for a path that is none of them. */
export function phonePage(world: LiveWorld, request: Request): Response | undefined {
  const name = new URL(request.url).pathname.replace(/^\/phone\/?/, '');
  const hashed = name.startsWith('assets/');
  const file = built().get(name === '' ? 'index.html' : hashed ? name : '');
  if (!file) return undefined;
  requireLocalName(request);
  return new Response(file.body, {
    headers: {
      'content-type': file.type,
      'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-store',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      ...(!hashed && { 'content-security-policy': policy(world) }),
    },
  });
}
