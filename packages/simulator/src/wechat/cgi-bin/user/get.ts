import { limits } from '@mingpian/facts/limits';
import { followersAfter } from '../../../world/follows.ts';
import { data, parameter, Refusal } from '../../call.ts';
import { appEndpoint } from '../../endpoint.ts';
import { replyAt } from '../../fields.ts';

/** The openids of all followers, 10 000 at a time, in the order in which they followed. */
export const followers = appEndpoint('followers', (call) => {
  const { world, account } = call;
  const page = followersAfter(world, account, parameter(call, 'next_openid'), limits.followersPerPage.value);
  if (page === undefined) throw new Refusal(40003, 'U-12');
  const { total, openids } = page;
  const values = { total, count: openids.length, data: { openid: openids }, next_openid: openids.at(-1) ?? '' };
  const holds = new Set(openids.length > 0 ? (['someFollowers'] as const) : []);
  return data(replyAt('followers', world.now(), values, holds), openids.length > 0 ? 'U-12' : 'U-13');
});
