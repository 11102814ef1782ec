/** What may be wrong with a backup, the database it is made of, or the keys that seal it. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly code:
    | 'backup_form'
    | 'backup_damaged'
    | 'backup_newer'
    | 'backup_source'
    | 'backup_file'
    | 'backup_sealed'
    | 'backup_key_gone'
    | 'backup_key';
  constructor(code: BackupError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Tells of a path that the system refuses; anything else is thrown on as it is. */
export const unusable =
  (code: 'backup_file' | 'backup_key', path: string) =>
  (error: NodeJS.ErrnoException): never => {
    if (error.syscall === undefined) throw error;
    throw new BackupError(code, `${path} cannot be used (${error.code}).`, { cause: error });
  };
