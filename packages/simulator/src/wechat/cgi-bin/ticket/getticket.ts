import { lifetimes } from '@mingpian/facts/lifetimes';
import { base64urlText } from '../../../world/identifiers.ts';
import { data, parameter, Refusal } from '../../call.ts';
import { appEndpoint } from '../../endpoint.ts';

/** A ticket with which pages sign their use of the JS-SDK. Nothing here ever asks for it again, so it is not kept. */
export const jsTicket = appEndpoint('jsTicket', (call) => {
  if (parameter(call, 'type') !== 'jsapi') throw new Refusal(40097, 'C-12');
  const ticket = base64urlText(call.world.draw('js ticket', 64));
  return data({ errcode: 0, errmsg: 'ok', ticket, expires_in: lifetimes.jsTicket.value }, 'C-12');
});
