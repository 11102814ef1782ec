import { limits } from '@mingpian/facts/limits';
import { stateTooLong } from '@mingpian/facts/pages';
import { shapes } from '@mingpian/facts/shapes';
import type { Check } from '../link.ts';
import { codelessPage } from '../page-error.ts';

/** At most 128 bytes. The documented alphabet is not enforced; what leaves it is reported. */
export const stateForm: Check = ({ world, query, account }) => {
  const state = query.get('state') ?? '';
  if (Buffer.byteLength(state) > limits.stateBytes.value) return codelessPage(stateTooLong, 'A-22');
  if (state === '') {
    world.finding('would-fail', 'A-23', 'no state: nothing protects the callback against cross-site request forgery');
  } else if (!shapes.state.value.test(state)) {
    const why = 'state has characters outside the documented [a-zA-Z0-9]';
    if (world.hasQuirk(account, 'strictState')) return codelessPage(stateTooLong, 'A-22', why);
    world.finding('would-fail', 'A-22', why);
  }
  return undefined;
};
