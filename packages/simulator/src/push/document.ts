/**
 * The document of a push: an ordered list of fields, written as XML (or, by quirk, as JSON). Texts are CDATA, numbers are bare.
 */
export interface Bare {
  readonly bare: string | number;
}
export type FieldValue = string | Bare | readonly Field[];
export type Field = readonly [name: string, value: FieldValue];

/** A number that stands in the document without CDATA; ids above 2^53 are passed as digits. */
export function bare(value: string | number): Bare {
  return { bare: value };
}

// Characters that XML 1.0 cannot carry at all, lone surrogates included.
const UNWRITABLE =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

function cdata(text: string): string {
  return `<![CDATA[${text.replace(UNWRITABLE, '').replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

function element([name, value]: Field): string {
  const inner =
    typeof value === 'string' ? cdata(value) : 'bare' in value ? String(value.bare) : value.map(element).join('');
  return `<${name}>${inner}</${name}>`;
}

export function writeXml(fields: readonly Field[]): string {
  return `<xml>${fields.map(element).join('')}</xml>`;
}

/** The same field names as JSON. Fields of one name become a list; digits stay digits, also above 2^53. */
export function writeJson(fields: readonly Field[]): string {
  const byName = Map.groupBy(fields, ([name]) => name);
  const members = [...byName].map(([name, same]) => {
    const values = same.map(([, value]) =>
      typeof value === 'string' ? JSON.stringify(value) : 'bare' in value ? String(value.bare) : writeJson(value),
    );
    return `${JSON.stringify(name)}:${values.length === 1 && name !== 'item' ? values[0] : `[${values.join(',')}]`}`;
  });
  return `{${members.join(',')}}`;
}
