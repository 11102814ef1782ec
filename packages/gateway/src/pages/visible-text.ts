/**
 * Text that people chose themselves: nicknames. It is isolated in `<bdi>`, so that its direction stays inside, and every
 * character that shows nothing or turns others around becomes a small box with its name.
 */
import { type Html, html } from './html.ts';

/** How many code points of a name are shown. */
export const shownCodePoints = 64;

const names: Readonly<Record<number, string>> = {
  173: 'SHY', 1564: 'ALM', 8203: 'ZWSP', 8204: 'ZWNJ', 8205: 'ZWJ', 8206: 'LRM', 8207: 'RLM',
  8234: 'LRE', 8235: 'RLE', 8236: 'PDF', 8237: 'LRO', 8238: 'RLO', 8288: 'WJ', 8294: 'LRI',
  8295: 'RLI', 8296: 'FSI', 8297: 'PDI', 65279: 'BOM',
}; // biome-ignore format: a table

const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
const picture = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;
/** The tag characters of regional flags have a meaning only behind a black flag. */
const tag = /[\u{e0020}-\u{e007f}]/u;

/** The name as markup, bounded, with boxes for what cannot be seen. */
export function visibleName(name: string): Html {
  const points = Array.from(name.toWellFormed().normalize('NFC'));
  const shown = points.slice(0, shownCodePoints);
  return html`<bdi>${shown.map((point, at) => (hidden(points, at) ? box(point) : point))}${points.length > shown.length && '…'}</bdi>`;
}

/** The same for places that take no markup: titles and attributes. */
export function plainName(name: string): string {
  const points = Array.from(name.toWellFormed().normalize('NFC'));
  return points
    .slice(0, shownCodePoints)
    .map((point, at) => (hidden(points, at) ? `[${label(point)}]` : point))
    .join('');
}

function hidden(points: readonly string[], at: number): boolean {
  const point = points[at]!;
  if (!unseen.test(point)) return false;
  if (tag.test(point)) return !points.slice(0, at).includes('\u{1f3f4}');
  // A joiner inside an emoji is part of one picture.
  return !(point === '\u200d' && picture.test(points[at - 1] ?? '') && picture.test(points[at + 1] ?? ''));
}

function box(point: string): Html {
  return html`<span class="bx">${label(point)}</span>`;
}

function label(point: string): string {
  const code = point.codePointAt(0)!;
  return names[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

const letter = /^[\p{L}\p{N}]/u;
const segmenter = new Intl.Segmenter();

/** The letter on the round or square ground that stands for a picture. */
export function initialOf(name: string): string {
  const visible = Array.from(segmenter.segment(name.toWellFormed().normalize('NFC')), (part) => part.segment).filter(
    (part) => !unseen.test(part) || picture.test(part),
  );
  const written = visible.filter((part) => part.trim() !== '');
  const letters = written.some((part) => letter.test(part)) ? written.filter((part) => letter.test(part)) : written;
  // 小明 is 明 to friends: the first syllable of such names tells nobody apart.
  const familiar = letters.length === 2 && /^[小老阿大]$/.test(letters[0]!);
  return (familiar ? letters[1] : letters[0])?.toUpperCase() ?? '·';
}

/** One of the five grounds, always the same for the same id. */
export function groundOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.codePointAt(0)!) >>> 0;
  return (sum % 5) + 1;
}

/** Ids shorten in the middle. */
export function shortened(id: string): string {
  return id.length <= 14 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`;
}
