import { data } from '../../../call.ts';
import { appEndpoint } from '../../../endpoint.ts';
import { allowedCalls, quotaUse } from '../../../quota.ts';
import { endpointOfCgiPath } from '../cgi-path.ts';

/** How often an endpoint was called today and how often it may be. 0 where no number is published. */
export const apiQuota = appEndpoint('apiQuota', (call) => {
  const { world, account } = call;
  const endpoint = endpointOfCgiPath(call);
  const { used } = quotaUse(world, account, endpoint);
  const limit = allowedCalls(world, account, endpoint, 'day') ?? 0;
  const perMinute = { call_count: allowedCalls(world, account, endpoint, 'minute') ?? 0, refresh_second: 60 };
  return data(
    {
      errcode: 0,
      errmsg: 'ok',
      quota: { daily_limit: limit, used, remain: Math.max(0, limit - used) },
      rate_limit: perMinute,
      component_rate_limit: { call_count: 0, refresh_second: 0 },
    },
    'Q-07',
  );
});
