/** Texts that strangers wrote, shown so that they can do nothing but be read. */
import type { ReactNode } from 'react';

const names: Readonly<Record<number, string>> = {
  8203: 'ZWSP',
  8204: 'ZWNJ',
  8206: 'LRM',
  8207: 'RLM',
  8234: 'LRE',
  8235: 'RLE',
  8236: 'PDF',
  8237: 'LRO',
  8238: 'RLO',
  8288: 'WJ',
  8294: 'LRI',
  8295: 'RLI',
  8296: 'FSI',
  8297: 'PDI',
  65279: 'BOM',
};

/** Controls, marks of direction and letters without width; the joiner stays, since emoji are made with it. */
const hidden =
  /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff])/;

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return names[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Text with what hides in it made visible. */
export function visible(text: string): ReactNode {
  if (!hidden.test(text)) return text;
  return text.split(hidden).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <span className="hid" key={index}>
        {nameOf(part)}
      </span>
    ) : (
      part
    ),
  );
}

export function Stranger({ text }: { text: string }) {
  return <bdi>{visible(text)}</bdi>;
}

/** As an attribute may carry it, where no boxes can be drawn. */
export function plainText(text: string): string {
  return text
    .split(hidden)
    .map((part, index) => (index % 2 === 1 ? `⟨${nameOf(part)}⟩` : part))
    .join('');
}

export interface TextPart {
  readonly text: string;
  /** Where a tap leads; absent for plain text. */
  readonly url?: string;
}

const link =
  /<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([\s\S]*?)<\/a>|https?:\/\/[^\s<>"'，。；！？（）「」]+/gi;

/** WeChat draws `<a href>` in texts of accounts, and bare addresses; any other markup is text. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const found of text.matchAll(link)) {
    if (found.index > from) parts.push({ text: text.slice(from, found.index) });
    const url = (found[1] ?? found[2] ?? found[0]).replaceAll('&amp;', '&');
    parts.push(/^https?:\/\//i.test(url) ? { text: found[3] ?? found[0], url } : { text: found[0] });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

const graphemes = new Intl.Segmenter();

/** The first `length` characters or a few less: no link and nothing that is drawn as one sign is cut in two. */
export function beginningOf(parts: readonly TextPart[], length: number): TextPart[] {
  const beginning: TextPart[] = [];
  let left = length;
  for (const part of parts) {
    const fits = part.text.length <= left;
    if (!fits && part.url === undefined) {
      const text = part.text.slice(0, graphemes.segment(part.text).containing(left)?.index);
      beginning.push({ text: `${text}…` });
    }
    if (!fits) break;
    beginning.push(part);
    left -= part.text.length;
  }
  return beginning;
}

/** Ids shorten in the middle; the whole stands in the title. */
export function Id({ value, keep = 6 }: { value: string; keep?: number }) {
  const short = value.length > keep * 2 + 3 ? `${value.slice(0, keep)}…${value.slice(-keep)}` : value;
  return (
    <span className="mono" title={value}>
      {short}
    </span>
  );
}
