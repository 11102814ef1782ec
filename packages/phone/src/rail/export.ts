/** Ledger entries as other tools read them. Everything in them was masked before it came here. */
import type { LedgerEntry } from '../control/types.ts';

/** As on WeChat's own hosts: a base URL is what everybody has to set anyway. */
function addressOf(entry: LedgerEntry): string {
  const query = entry.query ? `?${entry.query}` : '';
  if (entry.url !== undefined) return entry.url + query;
  const path = entry.operation === 'authorize' ? '/connect/oauth2/authorize' : entry.operation;
  return `${location.origin}${path}${query}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

export function toCurl(entry: LedgerEntry): string {
  const body = entry.method === 'POST' && entry.request ? ` \\\n  --data ${quoted(entry.request)}` : '';
  return `curl${entry.method === 'POST' ? ' -X POST' : ''} ${quoted(addressOf(entry))}${body}`;
}

export function toHar(entry: LedgerEntry): string {
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
            url: addressOf(entry),
            httpVersion: 'HTTP/1.1',
            headers: [],
            cookies: [],
            queryString: [...new URLSearchParams(entry.query)].map(([name, value]) => ({ name, value })),
            headersSize: -1,
            bodySize: entry.request?.length ?? 0,
            ...(entry.request && { postData: { mimeType: 'text/plain', text: entry.request } }),
          },
          response: {
            status: entry.status ?? 0,
            statusText: '',
            httpVersion: 'HTTP/1.1',
            headers: [],
            cookies: [],
            content: { size: entry.reply?.length ?? 0, mimeType: 'text/plain', text: entry.reply ?? '' },
            redirectURL: '',
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

export function toMarkdown(entry: LedgerEntry): string {
  const fence = '```';
  const lines = [
    `### ${entry.method ?? ''} ${entry.operation} → ${entry.status ?? '–'}${entry.errcode ? ` · ${entry.errcode}` : ''}`,
    '',
    `${entry.at} · ${entry.ms} ms${entry.rule ? ` · ${entry.rule}` : ''}`,
    '',
    fence,
    `${entry.method ?? 'GET'} ${addressOf(entry)}`,
    ...(entry.request ? ['', entry.request] : []),
    fence,
    ...(entry.reply ? ['', fence, entry.reply, fence] : []),
  ];
  return lines.join('\n');
}
