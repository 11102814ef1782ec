/** The one place that writes XML. Texts go into CDATA; what XML 1.0 forbids is removed. */

const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** A text as CDATA. `]]>` is split over two sections, so the reader gets it back as it was. */
export function cdata(text: string): string {
  const clean = xmlText(text);
  return `<![CDATA[${clean.includes(']]>') ? clean.replaceAll(']]>', ']]]]><![CDATA[>') : clean}]]>`;
}

/** The text without characters that XML 1.0 has no place for. */
export function xmlText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '');
  return wellFormed.replace(FORBIDDEN, '');
}
