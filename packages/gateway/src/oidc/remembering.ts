/**
 * A sealer that knows what it has sealed and opened a moment ago. A sign-in comes back to what it wrote a few milliseconds
 * before, several times; where the sealed text still stands in its place, there is no need to decrypt it. What stands there is
 * read from the store each time, so a node that was not asked before just opens it.
 */
import type { Sealer } from '../sealer.ts';

/** Two to three kilobytes each. */
const most = 1000;

export function rememberingSealer(sealer: Sealer): Sealer {
  const known = new Map<string, { sealed: string; plaintext: string }>();

  function remember(sealed: string, plaintext: string, place: readonly string[]): void {
    const key = JSON.stringify(place);
    known.delete(key);
    known.set(key, { sealed, plaintext });
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
  }

  return {
    ...sealer,
    seal(plaintext, place) {
      const sealed = sealer.seal(plaintext, place);
      remember(sealed, plaintext, place);
      return sealed;
    },
    open(sealed, place) {
      const found = known.get(JSON.stringify(place));
      if (found?.sealed === sealed) return found.plaintext;
      const plaintext = sealer.open(sealed, place);
      remember(sealed, plaintext, place);
      return plaintext;
    },
  };
}
