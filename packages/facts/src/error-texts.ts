/** What an error means and what to do about it, for people. */
export interface ErrorText {
  readonly meaning: string;
  readonly action: string;
}

export const errorTexts: Readonly<Record<number, { readonly zh: ErrorText; readonly en: ErrorText }>> = {};
