/** What an errcode means and how to mend it; asked for once a code. */
import { useEffect, useState } from 'react';
import { explain } from '../control/client.ts';
import type { Explanation } from '../control/types.ts';

const known = new Map<number, Explanation>();

export function useExplanation(code: number | undefined): Explanation | undefined {
  const [, draw] = useState(0);
  useEffect(() => {
    if (code === undefined || known.has(code)) return;
    let gone = false;
    explain(code).then(
      (explanation) => {
        known.set(code, explanation);
        if (!gone) draw((n) => n + 1);
      },
      // A code without an explanation, or no connection: the rule still stands beside it.
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [code]);
  return code === undefined ? undefined : known.get(code);
}
