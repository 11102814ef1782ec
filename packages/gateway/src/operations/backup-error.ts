/** What may be wrong with a backup, the database it is made of, or the keys that seal it. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly code:
    | 'backup_form'
    | 'backup_damaged'
    | 'backup_newer'
    | 'backup_source'
    | 'backup_sealed'
    | 'backup_key_gone'
    | 'backup_key';
  constructor(code: BackupError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
