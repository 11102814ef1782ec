// The ends of a run that is not a success. Everything else that is thrown is a defect and shows its stack.

/** What the shell gets to see; 78 is EX_CONFIG of sysexits.h. */
export const exitCodes = { ok: 0, failure: 1, usage: 2, configuration: 78 } as const;

export type FailureKind = Exclude<keyof typeof exitCodes, 'ok'>;

/** A failure that one sentence explains to the user. */
export class Failure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'Failure';
    this.kind = kind;
  }
}

/** The command that `simulate -- CMD` ran has ended with this code, which is then ours. */
export class ChildEnded extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`the command ended with ${exitCode}`);
    this.name = 'ChildEnded';
    this.exitCode = exitCode;
  }
}
