import { endpoints } from '@mingpian/facts/endpoints';
import { done } from '../../../call.ts';
import { appEndpoint } from '../../../endpoint.ts';
import { clearQuotaOf } from '../../../quota-clears.ts';
import { endpointOfCgiPath } from '../cgi-path.ts';

export const clearApiQuota = appEndpoint('clearApiQuota', (call) => {
  clearQuotaOf(call.world, call.account, endpoints[endpointOfCgiPath(call)].path);
  return done('Q-09');
});
