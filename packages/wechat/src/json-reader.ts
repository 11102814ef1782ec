/**
 * Pushes in JSON, which an account may be set to. The tree is the same as that of the XML reader: texts on objects
 * without a prototype, so everything after it is one code. Numbers become their digits; ids beyond 2^53 keep theirs.
 */
import { hasRepeatedKey } from './json-keys.ts';
import { type XmlElement, XmlError, type XmlValue, xmlLimits } from './xml-reader.ts';

const encoder = new TextEncoder();
const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Inside a JSON text a quotation mark has a backslash before it, so this meets keys only. */
const LONG_IDS = /("(?:MsgId|MsgID|msgid)"\s*:\s*)(\d+)/g;

/** @throws {XmlError} the document is no JSON object, or beyond one of the limits of `xmlLimits`. */
export function readJson(document: Uint8Array | string): XmlElement {
  if (document.length > xmlLimits.document) throw new XmlError('document too long', 0);
  const { text, value } = parse(typeof document === 'string' ? encoder.encode(document) : document);
  if (hasRepeatedKey(encoder.encode(text), value)) throw new XmlError('a key twice', 0);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new XmlError('not a JSON object', 0);
  return new Tree().element(value as Record<string, unknown>, 1);
}

function parse(document: Uint8Array): { text: string; value: unknown } {
  try {
    const text = utf8.decode(document).replace(LONG_IDS, '$1"$2"');
    return { text, value: JSON.parse(text) };
  } catch {
    throw new XmlError('not JSON in UTF-8', 0);
  }
}

class Tree {
  #elements = 0;

  element(object: Record<string, unknown>, depth: number): XmlElement {
    if (depth > xmlLimits.depth) throw new XmlError('nested too deep', 0);
    const element = Object.create(null) as Record<string, XmlValue>;
    for (const [key, value] of Object.entries(object)) {
      // An official sample has keys with a space before them.
      const name = key.trim();
      if (element[name] !== undefined) throw new XmlError(`${name} twice`, 0);
      element[name] = Array.isArray(value) ? value.map((each) => this.#value(each, depth)) : this.#value(value, depth);
    }
    return element;
  }

  #value(value: unknown, depth: number): string | XmlElement {
    this.#elements += 1;
    if (this.#elements > xmlLimits.elements) throw new XmlError('too many elements', 0);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return this.element(value as Record<string, unknown>, depth + 1);
    }
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      throw new XmlError('a value that is no text or number', 0);
    }
    const text = String(value);
    if (text.length > xmlLimits.value) throw new XmlError('value too long', 0);
    return text.toWellFormed();
  }
}
