import { data } from '../call.ts';
import { appEndpoint } from '../endpoint.ts';

/** The addresses from which WeChat pushes; ours stand in the ranges reserved for documentation. */
export const callbackIps = appEndpoint('callbackIps', () =>
  data({ ip_list: ['192.0.2.10', '192.0.2.11', '198.51.100.0/24'] }, 'Q-01'),
);
