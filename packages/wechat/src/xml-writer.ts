/** The one place that writes XML. Texts go into CDATA; what XML 1.0 forbids is removed. */
import { isPlainlyXml, replaceForbidden } from './xml-characters.ts';

/** A text as CDATA. */
export function cdata(text: string): string {
  return cdataOfXmlText(xmlText(text));
}

/** The same for what `xmlText` gave. `]]>` is split over two sections, so the reader gets it back as it was. */
export function cdataOfXmlText(text: string): string {
  return `<![CDATA[${text.includes(']]>') ? text.replaceAll(']]>', ']]]]><![CDATA[>') : text}]]>`;
}

/** The text without characters that XML 1.0 has no place for. */
export function xmlText(text: string): string {
  if (isPlainlyXml(text)) return text;
  return replaceForbidden(text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, ''), '');
}
