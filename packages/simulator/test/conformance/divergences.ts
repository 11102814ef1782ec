/**
 * DIVERGENCES.md: what this simulator decides although no document and no observation of WeChat decides it. Written from
 * the conformance table: `node packages/simulator/test/conformance/divergences.ts`.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ConformanceRow, readTable } from './table.ts';

export const divergencesFile = resolve(import.meta.dirname, '../../DIVERGENCES.md');

const grounds: Readonly<Record<string, string>> = {
  R: 'reported by developers',
  I: 'inferred',
  S: 'of the simulator',
};

/** Neither documented nor observed, not even in part. */
export function isDivergence({ grade }: ConformanceRow): boolean {
  return !grade.includes('D') && !grade.includes('O');
}

/** Rows of which WeChat's documents and the simulator are known to differ, whatever their grade. */
const known = [
  ['R-05', 'The picture of a QR code is a PNG, although its content type is `image/jpg` as on the wire.'],
  ['Q-02', 'The network check contacts nobody; its figures are made up.'],
  [
    'M-36',
    'Pushes come from this machine. The addresses of `getcallbackip` stand in ranges reserved for documentation.',
  ],
  ['D-03', 'The verification file is not asked for when a callback host is saved: the console is not simulated.'],
  [
    'M-20',
    'Before 2017 the notice has its older words. Nobody has published when they changed; the year is an estimate. An XML declaration, a comment or an attribute in a reply counts as a bad reply.',
  ],
  ['C-01', 'Media ids and the ids of articles, cards and mini programs are not checked; the report says so.'],
  ['K-10', 'Any template_id and data will do for a template message; the report says so.'],
  ['C-15', 'Whether the host of a menu link is registered with WeChat (40054, 65316) is not known here.'],
  ['C-13', 'The JS-SDK is not simulated.'],
  ['N-04', 'The calls of third-party platforms are a gap: 501.'],
] as const;

export function divergences(table: readonly ConformanceRow[]): string {
  const rows = table.filter(isDivergence).map(({ id, area, given, expect, grade, since, until, source }) => {
    const ground = grade.map((letter) => grounds[letter] ?? letter).join(', ');
    const dates = since === '' && until === '' ? '' : `${since} … ${until}`;
    return [id, area, given, expect, ground, source, dates];
  });
  return `<!-- Generated from conformance.tsv by \`node packages/simulator/test/conformance/divergences.ts\`. Change the table, not this page. -->

# Divergences

Where the simulator may differ from WeChat. Everything that is not in this list is documented by WeChat or was observed on its wire.

## Known differences

${markdownTable(['row', 'difference'], known)}

## Decided without document or observation

\`[alt: quirk=…]\` names the switch of an account that chooses the other reading.

${markdownTable(['row', 'area', 'given', 'what happens', 'ground', 'source', 'dates'], rows)}
`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}

if (import.meta.main) writeFileSync(divergencesFile, divergences(readTable()));
