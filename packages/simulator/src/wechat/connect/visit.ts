import type { Client, OpenedFrom } from '../../world/authorisations.ts';
import type { Person } from '../../world/state.ts';

/** Somebody opens an authorise link. */
export interface Visit {
  /** The whole link. A phone knows its fragment, a server never does: see `fragmentKnown`. */
  url: URL;
  /** False when the link came over HTTP, which drops the fragment. */
  fragmentKnown: boolean;
  person: Person;
  from: OpenedFrom;
  client: Client;
  /** The person asked for the full service on a snapshot page: the sheet follows, whatever the snapshot rules say. */
  fullService?: boolean;
}

/** The page that ends a visit: its code (null where WeChat's page has none), its text, and why it is shown. */
export interface PageError {
  code: number | null;
  /** Title of the code-less page outside WeChat. */
  title?: string;
  text: string;
  why: string;
  /** Conformance row. */
  rule: string;
}

export type AuthoriseOutcome =
  /** 302 to the application. `snapshot` means that a virtual user goes there, on a 快照页. */
  | { kind: 'redirect'; location: string; code: string; state: string; snapshot: boolean; rule: string }
  /** The person is asked; see `answerSheet`. */
  | { kind: 'sheet'; sheet: string; account: string; scope: string; rule: string }
  /** Refused: nothing goes back (`location` null), or in older worlds `state` without a code. */
  | { kind: 'refused'; location: string | null; rule: string }
  /** A login on a website was confirmed: the browser that shows the QR code goes on, the phone is done. */
  | { kind: 'confirmed'; rule: string }
  | { kind: 'error'; error: PageError };
