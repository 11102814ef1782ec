/** What XML 1.0 has no place for: most controls, lone surrogates, U+FFFE and U+FFFF. People type them all the same. */

const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
/** The forbidden characters and all surrogates, also those of emoji, which only a closer look can tell from lone ones. */
const DOUBTFUL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/;

/** Whether one look is enough to see that the whole text may stand in XML, as it is for nearly every text. */
export function isPlainlyXml(text: string): boolean {
  return !DOUBTFUL.test(text);
}

/** Puts `substitute` in the place of every forbidden character. Surrogates stay as they are. */
export function replaceForbidden(text: string, substitute: string): string {
  return text.replace(FORBIDDEN, substitute);
}
