import { apiAddresses } from '../addresses.ts';
import { data } from '../call.ts';
import { appEndpoint } from '../endpoint.ts';

/** The addresses of api.weixin.qq.com. */
export const apiDomainIps = appEndpoint('apiDomainIps', () => data({ ip_list: apiAddresses }, 'Q-01'));
