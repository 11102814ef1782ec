/** Reads a query strictly: what stands there twice, or cannot be decoded, is refused rather than interpreted. */

/** The parameters of a request target, or undefined where they are ambiguous. */
export function readQuery(target: string): ReadonlyMap<string, string> | undefined {
  const at = target.indexOf('?');
  return readForm(at < 0 ? '' : target.slice(at + 1));
}

/** The same grammar in the body of a form. */
export function readForm(text: string): ReadonlyMap<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decoded(equals < 0 ? part : part.slice(0, equals));
    const value = decoded(equals < 0 ? '' : part.slice(equals + 1));
    if (name === undefined || value === undefined || parameters.has(name)) return undefined;
    parameters.set(name, value);
  }
  return parameters;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
