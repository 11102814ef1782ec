import { callbackAddresses } from '../addresses.ts';
import { data } from '../call.ts';
import { appEndpoint } from '../endpoint.ts';

/** The addresses from which WeChat pushes. */
export const callbackIps = appEndpoint('callbackIps', () => data({ ip_list: callbackAddresses }, 'Q-01'));
