import type { ProblemCode } from '../pages/problem-codes.ts';

export interface ProblemDetail {
  /** The login it happened to; names the case on the page and in the log. */
  readonly reference?: string;
  /** Name of the account the visitor wanted to sign in to. */
  readonly account?: string;
  /** The application that asks; or where the sign-in leads back to, by which it is found. */
  readonly clientId?: string | null;
  readonly returnTo?: string;
  /** WeChat's errcode. */
  readonly errcode?: number;
  /** Where the page's button leads. */
  readonly next?: string;
  /** Which check refused, for the log alone. */
  readonly check: string;
  readonly cause?: unknown;
}

/** A sign-in that ends in a page. The page says what the visitor may know; the log says which check it was. */
export class LoginProblem extends Error {
  override readonly name = 'LoginProblem';
  readonly code: ProblemCode;
  readonly detail: ProblemDetail;

  constructor(code: ProblemCode, detail: ProblemDetail) {
    super(
      `sign-in refused: ${code} (${detail.check})`,
      detail.cause === undefined ? undefined : { cause: detail.cause },
    );
    this.code = code;
    this.detail = detail;
  }
}
