/** What WeChat does not let a person do, or what a verb cannot make sense of. */
export class Impossible extends Error {
  override name = 'Impossible';
  /** `not_possible`: no in this situation. `bad_input`: no in any. */
  readonly code: 'not_possible' | 'bad_input';

  constructor(code: Impossible['code'], message: string) {
    super(message);
    this.code = code;
  }
}
