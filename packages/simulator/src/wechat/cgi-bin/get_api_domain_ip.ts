import { data } from '../call.ts';
import { appEndpoint } from '../endpoint.ts';

/** The addresses of api.weixin.qq.com; ours stand in the ranges reserved for documentation. */
export const apiDomainIps = appEndpoint('apiDomainIps', () =>
  data({ ip_list: ['203.0.113.10', '203.0.113.11', '203.0.113.128/25'] }, 'Q-01'),
);
