/** A name that this world does not know. */
export class NotInWorld extends Error {
  readonly code: 'unknown_account' | 'unknown_person';

  constructor(code: NotInWorld['code'], name: string) {
    super(`this world has no ${code === 'unknown_account' ? 'account' : 'person'} named ${JSON.stringify(name)}`);
    this.name = 'NotInWorld';
    this.code = code;
  }
}
