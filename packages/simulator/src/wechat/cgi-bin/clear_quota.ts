import { done, jsonBody, Refusal } from '../call.ts';
import { appEndpoint } from '../endpoint.ts';
import { clearAllQuotas } from '../quota-clears.ts';

export const clearQuota = appEndpoint('clearQuota', (call) => {
  if (jsonBody(call).appid !== call.account.appId) throw new Refusal(40013, 'Q-05');
  clearAllQuotas(call.world, call.account);
  return done('Q-05');
});
