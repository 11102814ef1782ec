/** HTML that is safe by construction: whatever is put into the template is escaped unless it is itself such HTML. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Part = string | number | Html | null | undefined | false | readonly Part[];

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(render).join('');
  return part === null || part === undefined || part === false ? '' : escapeHtml(String(part));
}

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((all, text, index) => all + render(parts[index - 1]) + text));
}

const INVISIBLE: Record<string, string> = {
  '\u200E': 'LRM',
  '\u200F': 'RLM',
  '\u202D': 'LRO',
  '\u202E': 'RLO',
  '\u200B': 'ZWSP',
};

/** Text of strangers: isolated in its direction, marks that cannot be seen drawn as small boxes. */
export function stranger(text: string): Html {
  const parts = text.split(/([\u0000-\u0008\u000B-\u001F\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF])/);
  const shown = parts.map((part, index) => {
    if (index % 2 === 0) return html`${part}`;
    return html`<span class="ctl">${INVISIBLE[part] ?? `U+${part.codePointAt(0)?.toString(16).toUpperCase()}`}</span>`;
  });
  return html`<bdi>${shown}</bdi>`;
}
