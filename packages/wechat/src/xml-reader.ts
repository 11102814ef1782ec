/**
 * A reader for the XML of pushes and for nothing else. General parsers turn text into numbers, expand entities and
 * accept broken documents; this one knows a small grammar and refuses the rest:
 *
 * - UTF-8, an optional byte order mark, an optional declaration, one root `<xml>`;
 * - elements without attributes, names of ASCII letters, digits and `_`;
 * - text, CDATA, the five named entities and character references;
 * - no DOCTYPE, no comment, no processing instruction, no text beside elements;
 * - limits on size, depth, number of elements and length of a value.
 *
 * Values are strings on objects that inherit nothing. Inside a nested element a repeated name gives an array; on the
 * first level it is refused, since a field that decides something must not exist twice.
 */
import { isPlainlyXml, replaceForbidden } from './xml-characters.ts';

export type XmlValue = string | XmlElement | readonly (string | XmlElement)[];

export interface XmlElement {
  readonly [name: string]: XmlValue;
}

export const xmlLimits = {
  /** Bytes of a document. */
  document: 256 * 1024,
  /** Levels, the root counted. */
  depth: 6,
  elements: 256,
  /** Bytes of one value. */
  value: 64 * 1024,
  nameLength: 64,
} as const;

export class XmlError extends Error {
  override readonly name = 'XmlError';
  /** Where the reader stopped, in UTF-16 units. */
  readonly offset: number;

  constructor(what: string, offset: number) {
    super(`${what} at ${offset}`);
    this.offset = offset;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The children of `<xml>`.
 *
 * @throws {XmlError} the document is outside the grammar above or one of its limits.
 */
export function readXml(document: Uint8Array | string): XmlElement {
  if (document.length > xmlLimits.document) throw new XmlError('document too long', 0);
  return new Reader(typeof document === 'string' ? document : decode(document)).document();
}

/** The value of a field that is a plain text; undefined when absent, nested or repeated. */
export function textOf(element: XmlElement, name: string): string | undefined {
  const value = element[name];
  return typeof value === 'string' ? value : undefined;
}

/** The number of a field; NaN when there is none, be it absent, blank or something else. */
export function numberOf(element: XmlElement, name: string): number {
  const text = textOf(element, name)?.trim();
  return text === undefined || text === '' ? Number.NaN : Number(text);
}

/** The text of `element` under a name of our own, if there is one and it is not empty. */
export function optional<Name extends string>(raw: XmlElement, name: Name, element: string): { [K in Name]?: string } {
  const value = textOf(raw, element);
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [K in Name]?: string });
}

/** The nested elements of a name, however many there are. */
export function elementsOf(element: XmlElement, name: string): XmlElement[] {
  const value = element[name];
  const all = Array.isArray(value) ? value : [value];
  return all.filter((each): each is XmlElement => typeof each === 'object' && each !== null);
}

/** The first nested element of a name; an empty one if there is none. */
export function elementOf(element: XmlElement, name: string): XmlElement {
  return elementsOf(element, name)[0] ?? {};
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new XmlError('not UTF-8', 0);
  }
}

const DECLARATION = /^<\?xml[ \t\r\n]+version=(["'])1\.0\1(?:[ \t\r\n]+encoding=(["'])utf-8\2)?[ \t\r\n]*\?>/i;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const REFERENCE = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));|&/g;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * The names of most pushes. What is cut out of a document is a new text to the engine, and using it as the name of a
 * property costs twice what it costs with one of these, which the engine knows.
 */
const USUAL_NAMES: ReadonlyMap<string, string> = new Map(
  ['ToUserName', 'FromUserName', 'CreateTime', 'MsgType', 'MsgId', 'Content', 'Event', 'EventKey', 'Encrypt'].map(
    (name) => [name, name],
  ),
);

/**
 * Children by name, with an empty prototype. The engine keeps objects of a class in a quick form, but those of
 * `Object.create(null)` as hash tables, which cost a third of the whole reading.
 */
class Children {
  [name: string]: XmlValue;

  static {
    Object.setPrototypeOf(Children.prototype, null);
    Reflect.deleteProperty(Children.prototype, 'constructor');
    Object.freeze(Children.prototype);
  }
}

class Reader {
  readonly #text: string;
  #at = 0;
  #elements = 0;

  constructor(text: string) {
    const plain = isPlainlyXml(text);
    if (!plain && !text.isWellFormed()) throw new XmlError('a lone surrogate', 0);
    this.#text = plain ? text : replaceForbidden(text, '\ufffd');
  }

  document(): XmlElement {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at = 1;
    const declaration = this.#text.startsWith('<?', this.#at)
      ? DECLARATION.exec(this.#text.slice(this.#at))
      : undefined;
    this.#at += declaration?.[0].length ?? 0;
    this.#skipSpace();
    if (!this.#text.startsWith('<xml>', this.#at)) throw this.#error('the root is not <xml>');
    this.#at += 5;
    this.#elements = 1;
    const root = this.#content('xml', 1);
    this.#skipSpace();
    if (this.#at !== this.#text.length) throw this.#error('something after the root');
    return typeof root === 'string' ? this.#emptyRoot(root) : root;
  }

  #emptyRoot(text: string): XmlElement {
    if (text.trim() !== '') throw this.#error('text in the root');
    return new Children();
  }

  /** Reads up to and including the end tag: a text, or the children. */
  #content(name: string, depth: number): string | XmlElement {
    const text = this.#text;
    let value = '';
    let children: Children | undefined;
    for (;;) {
      const open = text.indexOf('<', this.#at);
      if (open === -1) throw this.#error(`<${name}> has no end`);
      if (open > this.#at) value += this.#plainText(open);
      const next = text.charCodeAt(open + 1);
      if (next === 0x2f /* / */) {
        if (!text.startsWith(name, open + 2) || text.charCodeAt(open + 2 + name.length) !== 0x3e /* > */) {
          throw this.#error(`<${name}> is not closed by its own end tag`);
        }
        this.#at = open + 3 + name.length;
        break;
      }
      if (next === 0x21 /* ! */) {
        value += this.#cdata(open);
        continue;
      }
      children ??= new Children();
      this.#child(open, children, depth);
    }
    if (children === undefined) return this.#checked(value);
    if (value.trim() !== '') throw this.#error(`text beside elements in <${name}>`);
    return children;
  }

  #child(open: number, siblings: Children, depth: number): void {
    const text = this.#text;
    const end = text.indexOf('>', open);
    if (end === -1) throw this.#error('a tag has no end');
    const empty = text.charCodeAt(end - 1) === 0x2f; /* / */
    const name = this.#name(text.slice(open + 1, empty ? end - 1 : end));
    this.#elements += 1;
    if (this.#elements > xmlLimits.elements) throw this.#error('too many elements');
    if (depth + 1 > xmlLimits.depth) throw this.#error('nested too deep');
    this.#at = end + 1;
    const value = empty ? '' : this.#content(name, depth + 1);
    const sibling = siblings[name];
    if (sibling === undefined) siblings[name] = value;
    else if (depth === 1) throw this.#error(`<${name}> twice`);
    else siblings[name] = Array.isArray(sibling) ? [...sibling, value] : [sibling as string | XmlElement, value];
  }

  #name(written: string): string {
    const usual = USUAL_NAMES.get(written);
    if (usual !== undefined) return usual;
    if (written.length > xmlLimits.nameLength || !NAME.test(written)) throw this.#error('not a tag');
    return written;
  }

  #plainText(end: number): string {
    const raw = this.#text.slice(this.#at, end);
    this.#at = end;
    if (raw.includes(']]>')) throw this.#error(']]> outside CDATA');
    return raw.includes('&') ? raw.replace(REFERENCE, (...match) => this.#reference(match as string[])) : raw;
  }

  #reference([whole, named, decimal, hexadecimal]: string[]): string {
    if (named !== undefined) return NAMED[named] as string;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hexadecimal ?? '', 16);
    const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    if (whole === '&' || Number.isNaN(code) || !isCharacter) throw this.#error('an unknown reference');
    return replaceForbidden(String.fromCodePoint(code), '\ufffd');
  }

  #cdata(open: number): string {
    if (!this.#text.startsWith('<![CDATA[', open)) throw this.#error('a comment, DOCTYPE or declaration');
    const end = this.#text.indexOf(']]>', open + 9);
    if (end === -1) throw this.#error('CDATA has no end');
    this.#at = end + 3;
    return this.#text.slice(open + 9, end);
  }

  #checked(value: string): string {
    if (value.length * 3 > xmlLimits.value && new TextEncoder().encode(value).length > xmlLimits.value) {
      throw this.#error('value too long');
    }
    return value;
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return;
      this.#at += 1;
    }
  }

  #error(what: string): XmlError {
    return new XmlError(what, this.#at);
  }
}
