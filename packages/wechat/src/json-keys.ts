/**
 * `JSON.parse` keeps the last of two equal keys and forgets the first, while whoever stands between us and WeChat may
 * have gone by the first. A document that says something twice is not believed.
 */

/** Whether an object somewhere in the document has a key twice. `value` is what `JSON.parse` made of it. */
export function hasRepeatedKey(document: Uint8Array, value: unknown): boolean {
  // Every key and every text that was written stands in two quotation marks, and what was kept is in the tree.
  return quotes(document) !== 2 * texts(value);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Quotation marks that begin or end a text. By bytes, since no byte of a longer UTF-8 sequence looks like one of these. */
function quotes(document: Uint8Array): number {
  const { length } = document;
  let count = 0;
  // 1 for a quotation mark and 0 for all else, without a branch: a processor guesses the end of every second text wrong.
  for (let i = 0; i < length; i += 1) count += (((document[i] as number) ^ QUOTE) - 1) >>> 31;
  const escaped = document.indexOf(BACKSLASH);
  if (escaped === -1) return count;
  for (let i = escaped; i < length; i += 1) {
    if (document[i] !== BACKSLASH) continue;
    i += 1;
    if (document[i] === QUOTE) count -= 1;
  }
  return count;
}

/** Keys and texts of the tree. */
function texts(value: unknown): number {
  if (typeof value === 'string') return 1;
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const each of value) count += texts(each);
    return count;
  }
  // What JSON.parse makes has nothing to inherit that could be enumerated, and this way makes no list of the names.
  for (const name in value) {
    const each = (value as Record<string, unknown>)[name];
    count += typeof each === 'string' ? 2 : 1 + texts(each);
  }
  return count;
}
