/** How a client may look on our pages: the colour of the main button, by day and by night. */

/** The contrast of white text on a colour `#rrggbb`, 1 to 21, as WCAG 2 defines it. */
export function contrastWithWhite(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

/** A piece of style sheet with the client's colour; nothing where it has none. */
export function themed(colour: string | undefined): string {
  return colour === undefined
    ? ''
    : `.main, .main:hover { background: ${colour}; border-color: ${colour}; color: #fff }`;
}
