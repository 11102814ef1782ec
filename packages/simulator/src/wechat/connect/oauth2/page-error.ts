import { type CodelessPageFact, type PageCode, pageFact } from '@mingpian/facts/pages';
import type { PageError } from '../visit.ts';

/** A page with a code. `why` says what in this very link brought it about. */
export function codedPage(code: PageCode, rule: string, why?: string): PageError {
  const fact = pageFact(code);
  if (fact === undefined) throw new TypeError(`no page has the code ${code}`);
  return { code, text: fact.text, why: why ?? fact.cause, rule };
}

/** A page without a code. */
export function codelessPage(fact: CodelessPageFact, rule: string, why?: string): PageError {
  return {
    code: null,
    ...(fact.title === undefined ? {} : { title: fact.title }),
    text: fact.text,
    why: why ?? fact.cause,
    rule,
  };
}
