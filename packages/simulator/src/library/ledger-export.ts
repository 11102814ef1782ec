/** The ledger in forms that other tools read. All of them come from entries that are masked already. */
import { hosts } from '@mingpian/facts/endpoints';
import type { LedgerEntry } from '../world/state.ts';

const iso = (at: number) => new Date(at).toISOString();

export function markdownOf(entries: readonly LedgerEntry[]): string {
  const cell = (text: unknown) =>
    String(text ?? '')
      .replaceAll('|', '\\|')
      .replaceAll(/\s+/g, ' ');
  const rows = entries.map((entry) => {
    const { at, kind, operation, method, person, account, status, errcode, rule, ms } = entry;
    const outcome = [status ?? 'no answer', ...(errcode ? [errcode] : [])].join(' ');
    return [
      iso(at),
      kind,
      `${method ?? ''} ${operation}`.trim(),
      entry.event ?? '',
      account,
      person,
      outcome,
      rule,
      ms,
    ];
  });
  const head = ['at', 'kind', 'operation', 'event', 'account', 'person', 'outcome', 'rule', 'ms'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |\n`).join('');
}

/** What travelled over HTTP. */
function exchanges(entries: readonly LedgerEntry[]): LedgerEntry[] {
  return entries.filter(({ kind }) => kind !== 'control');
}

function urlOf({ kind, operation, query = '', url }: LedgerEntry): string {
  if (kind === 'push') return String(url);
  const path = operation === 'authorize' ? '/connect/oauth2/authorize' : operation;
  const host = kind === 'page' || path.startsWith('/connect/') ? hosts.open.value : hosts.api.value;
  return `https://${host}${path}${query === '' ? '' : `?${query}`}`;
}

export function harOf(entries: readonly LedgerEntry[]): object {
  return {
    log: {
      version: '1.2',
      creator: { name: '@mingpian/simulator', version: '' },
      entries: exchanges(entries).map((entry) => ({
        startedDateTime: iso(entry.at),
        time: entry.ms,
        request: {
          method: entry.method ?? 'GET',
          url: urlOf(entry),
          httpVersion: 'HTTP/1.1',
          cookies: [],
          headers: [],
          queryString: [...new URLSearchParams(entry.query ?? '')].map(([name, value]) => ({ name, value })),
          ...(entry.request && {
            postData: { mimeType: entry.kind === 'push' ? 'text/xml' : 'application/json', text: entry.request },
          }),
          headersSize: -1,
          bodySize: -1,
        },
        response: {
          status: entry.status ?? 0,
          statusText: '',
          httpVersion: 'HTTP/1.1',
          cookies: [],
          headers: [],
          content: { size: entry.reply?.length ?? 0, mimeType: 'application/json', text: entry.reply ?? '' },
          redirectURL: typeof entry.location === 'string' ? entry.location : '',
          headersSize: -1,
          bodySize: -1,
        },
        cache: {},
        timings: { send: 0, wait: entry.ms, receive: 0 },
        ...(entry.rule !== undefined && { comment: entry.rule }),
      })),
    },
  };
}

export function curlOf(entries: readonly LedgerEntry[]): string {
  return exchanges(entries)
    .map((entry) => {
      const method = entry.method === 'POST' ? ' -X POST' : '';
      const body = entry.request ? ` --data-raw ${quoted(entry.request)}` : '';
      return `curl -s${method} ${quoted(urlOf(entry))}${body}\n`;
    })
    .join('');
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
