// What the facts say of a code. The layout is that of `verbs/explain.ts`, which reads them only when it is asked.

import { libraryErrors } from '@mingpian/facts/delivery';
import { errorTexts } from '@mingpian/facts/error-texts';
import { errorFact, type Mover } from '@mingpian/facts/errors';
import type { Provenance } from '@mingpian/facts/fact';
import { pageFact } from '@mingpian/facts/pages';
import { type Source, sources } from '@mingpian/facts/sources';

export interface Explained {
  readonly code: number;
  /** `api`: an errcode in a JSON reply. `page`: shown by the authorise page. `library`: never on the wire, WeChat's sample code for pushes. */
  readonly where: 'api' | 'page' | 'library';
  readonly text: string;
  readonly mover: Mover;
  readonly snsMover?: Mover | undefined;
  readonly texts: (typeof errorTexts)[number] | undefined;
  readonly provenance: Provenance;
  readonly sources: readonly Source[];
}

export function explained(text: string): Explained | undefined {
  if (!/^-?\d+$/.test(text)) return undefined;
  const code = Number(text);
  const found = fact(code);
  return found && { code, ...found, texts: errorTexts[code], sources: sourceRows(found.provenance) };
}

function fact(code: number): Omit<Explained, 'code' | 'texts' | 'sources'> | undefined {
  const error = errorFact(code);
  if (error) {
    return { where: 'api', text: error.errmsg, mover: error.mover, snsMover: error.snsMover, provenance: error };
  }
  const page = pageFact(code);
  if (page) return { where: 'page', text: page.text, mover: page.mover, provenance: page };
  const library = libraryErrors.find((row) => row.code === code);
  return (
    library && {
      where: 'library',
      text: `${library.zh} / ${library.en}`,
      mover: 'developer',
      provenance: library,
    }
  );
}

const sourceRows = ({ source }: Provenance): Source[] =>
  [source].flat().map((key) => sources[key as keyof typeof sources]);
