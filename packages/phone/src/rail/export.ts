/** What travelled over HTTP, as other tools read it. Everything in an entry was masked before it came here. */
import type { LedgerEntry } from '../control/types.ts';

/** `base` stands for WeChat's own hosts: a base URL is what everybody has to set anyway. */
function addressOf(entry: LedgerEntry, base: string): string {
  const query = entry.query ? `?${entry.query}` : '';
  if (entry.url !== undefined) return entry.url + query;
  const path = entry.operation === 'authorize' ? '/connect/oauth2/authorize' : entry.operation;
  return `${base}${path}${query}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function bytes(text = ''): number {
  return new TextEncoder().encode(text).length;
}

/** What the body is, by how it begins. */
function mimeTypeOf(text = ''): string {
  if (/^\s*[[{]/.test(text)) return 'application/json';
  return /^\s*<xml/.test(text) ? 'text/xml' : 'text/plain';
}

export function toCurl(entry: LedgerEntry, base: string): string {
  const { method = 'GET', request } = entry;
  // Left to itself, curl calls every body a form, and reads a file where one begins with @.
  const body = request ? [`-H ${quoted(`content-type: ${mimeTypeOf(request)}`)}`, `--data-raw ${quoted(request)}`] : [];
  const verb = method === 'GET' || (method === 'POST' && request) ? '' : `-X ${method} `;
  return [`curl ${verb}${quoted(addressOf(entry, base))}`, ...body].join(' \\\n  ');
}

export function toHar(entry: LedgerEntry, base: string): string {
  const started = new Date(Date.parse(entry.at) - entry.ms).toISOString();
  const har = {
    log: {
      version: '1.2',
      creator: { name: 'Mingpian simulator', version: '1' },
      entries: [
        {
          startedDateTime: started,
          time: entry.ms,
          request: {
            method: entry.method ?? 'GET',
            url: addressOf(entry, base),
            httpVersion: 'HTTP/1.1',
            headers: [],
            cookies: [],
            queryString: [...new URLSearchParams(entry.query)].map(([name, value]) => ({ name, value })),
            headersSize: -1,
            bodySize: bytes(entry.request),
            ...(entry.request && { postData: { mimeType: mimeTypeOf(entry.request), text: entry.request } }),
          },
          response: {
            status: entry.status ?? 0,
            statusText: '',
            httpVersion: 'HTTP/1.1',
            headers: [],
            cookies: [],
            content: { size: bytes(entry.reply), mimeType: mimeTypeOf(entry.reply), text: entry.reply ?? '' },
            redirectURL: entry.location ?? '',
            headersSize: -1,
            bodySize: -1,
          },
          cache: {},
          timings: { send: 0, wait: entry.ms, receive: 0 },
          comment: entry.rule ?? '',
        },
      ],
    },
  };
  return JSON.stringify(har, null, 2);
}

export function toMarkdown(entry: LedgerEntry, base: string): string {
  const { method = 'GET', request, reply } = entry;
  const result = `${entry.status ?? '–'}${entry.errcode ? ` · ${entry.errcode}` : ''}`;
  const asked = [`${method} ${addressOf(entry, base)}`, ...(request ? ['', request] : [])].join('\n');
  return [
    `### ${method} ${entry.operation}${entry.event === undefined ? '' : ` ${entry.event}`} → ${result}`,
    `${entry.at} · ${entry.ms} ms${entry.rule ? ` · ${entry.rule}` : ''}`,
    fenced(asked),
    ...(reply ? [fenced(reply)] : []),
  ].join('\n\n');
}

/** A text with a fence in it needs a longer one around it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
