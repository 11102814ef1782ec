/** A long form of a promise or a fault. */
export interface Form {
  /** The promise or the fault that it is about; its name on the command line. */
  readonly promise: string;
  readonly what: string;
  run(options: { seed: number; scale: number; hours: number }): Outcome | Promise<Outcome>;
}

export interface Outcome {
  /** A run that cannot be made on this machine says why in its report. */
  readonly kept: boolean | 'skipped';
  readonly report: object;
}

/** What no fault may leave behind, on whatever database. */
export const harm = (report: {
  lost: number;
  duplicates: number;
  halfMade: number;
  waiting: number;
  dead: number;
}): number => report.lost + report.duplicates + report.halfMade + report.waiting + report.dead;
