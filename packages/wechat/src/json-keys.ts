/**
 * `JSON.parse` keeps the last of two equal keys and forgets the first, while whoever stands between us and WeChat may
 * have gone by the first. A document that says something twice is not believed.
 */

/** Whether an object somewhere in the document has a key twice. `value` is what `JSON.parse` made of it. */
export function hasRepeatedKey(document: Uint8Array, value: unknown): boolean {
  // Every key that is written has its colon, and every key that was kept is in the tree: nothing need be remembered.
  return colons(document) !== keys(value);
}

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** Colons outside of strings. By bytes, since no byte of a longer UTF-8 sequence looks like one of these. */
function colons(document: Uint8Array): number {
  const { length } = document;
  let count = 0;
  for (let i = 0; i < length; i += 1) {
    const byte = document[i];
    if (byte === COLON) count += 1;
    else if (byte === QUOTE) {
      i += 1;
      while (i < length && document[i] !== QUOTE) i += document[i] === BACKSLASH ? 2 : 1;
    }
  }
  return count;
}

function keys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const each of value) if (typeof each === 'object') count += keys(each);
    return count;
  }
  // What JSON.parse makes has nothing to inherit that could be enumerated, and this way makes no list of the names.
  for (const name in value) {
    count += 1;
    const each = (value as Record<string, unknown>)[name];
    if (typeof each === 'object') count += keys(each);
  }
  return count;
}
