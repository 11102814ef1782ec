/**
 * A configuration that must not start. The message is one sentence that names the field and never its value. The command
 * line exits with 78.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'config';
  readonly exitCode = 78;
  /** Path of the field as in the file, `accounts.0.push.token`. */
  readonly field: string;

  constructor(field: string, sentence: string) {
    super(field === '' ? sentence : `${field}: ${sentence}`);
    this.field = field;
  }
}
