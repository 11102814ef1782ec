/** A value that is encrypted, with the place that its seal is bound to. */
export interface SealedValue {
  readonly place: readonly string[];
  readonly sealed: string;
}

export interface SealedValueStore {
  all(): AsyncGenerator<SealedValue>;
  /** False if somebody wrote another value meanwhile. */
  replace(value: SealedValue, sealed: string): Promise<boolean>;
}
