/**
 * A strict reader for the XML of passive replies: one `<xml>` element, elements without attributes inside, text as CDATA
 * or with the five named and the numeric entities. No DTD, no processing instruction, no comment, nothing before `<xml>`.
 */
export interface Element {
  readonly name: string;
  readonly text: string;
  /** The text stood in a CDATA section. */
  readonly cdata: boolean;
  readonly children: readonly Element[];
}

/** The message says what is wrong, in words for the developer of the webhook. */
export class ReplyDocumentError extends Error {
  override name = 'ReplyDocumentError';
}

const MAX_BYTES = 256 * 1024;
const MAX_DEPTH = 6;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const TOKEN = /<!\[CDATA\[([\s\S]*?)\]\]>|<([A-Za-z_][\w.-]*)>|<\/([A-Za-z_][\w.-]*)>|<([A-Za-z_][\w.-]*)\/>|([^<]+)/y;

function decodeText(raw: string): string {
  return raw.replace(/&([^;]{0,12});?/g, (whole, name: string) => {
    if (!whole.endsWith(';')) throw new ReplyDocumentError('a bare & (write &amp; or use CDATA)');
    const named = ENTITIES[name];
    if (named !== undefined) return named;
    const numeric = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
    const point = numeric ? Number.parseInt(numeric[1] ?? numeric[2] ?? '', numeric[1] ? 16 : 10) : 0;
    if (point === 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
      throw new ReplyDocumentError(`unknown entity &${name};`);
    }
    return String.fromCodePoint(point);
  });
}

interface Open {
  name: string;
  text: string;
  cdata: boolean;
  children: Element[];
}

export function readDocument(bytes: Uint8Array): Element {
  if (bytes.length > MAX_BYTES) throw new ReplyDocumentError(`more than ${MAX_BYTES} bytes`);
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ReplyDocumentError('not valid UTF-8');
  }
  if (source.startsWith('\uFEFF')) throw new ReplyDocumentError('a byte order mark before <xml>');
  if (/^\s/.test(source)) throw new ReplyDocumentError('white space before <xml>');
  const bareWord = /^["'\s]*success["'\s]*$/i.test(source);
  if (bareWord)
    throw new ReplyDocumentError('success must stand alone, in small letters, without quotes or white space');
  if (/^[[{"]/.test(source)) throw new ReplyDocumentError('JSON instead of XML');
  if (source.startsWith('<?')) throw new ReplyDocumentError('an XML declaration before <xml>');
  if (!source.startsWith('<')) throw new ReplyDocumentError('neither XML nor success');
  if (/<!DOCTYPE|<!ENTITY/i.test(source)) throw new ReplyDocumentError('a document type declaration');

  const text = source.trimEnd();
  const open: Open[] = [];
  let root: Element | undefined;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match || root) throw new ReplyDocumentError(`not the XML of a reply at character ${at + 1}`);
    const [, cdata, start, end, empty, plain] = match;
    const top = open.at(-1);
    if (start !== undefined) {
      if (open.length >= MAX_DEPTH) throw new ReplyDocumentError('nested too deeply');
      open.push({ name: start, text: '', cdata: false, children: [] });
    } else if (end !== undefined) {
      if (top?.name !== end) throw new ReplyDocumentError(`</${end}> closes nothing`);
      open.pop();
      if (top.children.length > 0 && top.text.trim() !== '')
        throw new ReplyDocumentError(`text between the elements of <${end}>`);
      const parent = open.at(-1);
      if (parent) parent.children.push(top);
      else root = top;
    } else if (!top) {
      throw new ReplyDocumentError('text outside of <xml>');
    } else if (empty !== undefined) {
      top.children.push({ name: empty, text: '', cdata: false, children: [] });
    } else if (cdata !== undefined) {
      top.text += cdata;
      top.cdata = true;
    } else {
      top.text += decodeText(plain ?? '');
    }
  }
  if (!root) throw new ReplyDocumentError(open.length > 0 ? `<${open.at(-1)?.name}> is not closed` : 'no XML');
  if (root.name !== 'xml') throw new ReplyDocumentError('the outer element is not <xml>');
  return root;
}

/** The one child of that name; undefined when there is none. Two of a name are an error. */
export function child(parent: Element, name: string): Element | undefined {
  const found = parent.children.filter((element) => element.name === name);
  if (found.length > 1) throw new ReplyDocumentError(`<${name}> stands twice`);
  return found[0];
}

export function childText(parent: Element, name: string): string | undefined {
  return child(parent, name)?.text;
}
