/**
 * Markup by tagged template. What stands between `${}` is escaped, unless it is markup made here before: a plain string
 * can never become markup.
 */

/** Markup that is safe to send. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
  toString(): string {
    return this.markup;
  }
}

/** `undefined` and `false` write nothing, so that `${condition && html`…`}` reads well. */
export type Content = Html | string | number | undefined | false | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  let markup = strings[0]!;
  for (const [index, value] of values.entries()) markup += written(value) + strings[index + 1]!;
  return new Html(markup.replace(/>\s*\n\s*/g, '>').replace(/\s*\n\s*</g, '<'));
}

function written(value: Content): string {
  if (value instanceof Html) return value.markup;
  if (value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(written).join('');
  return escapeText(String(value));
}
