import { limits } from '@mingpian/facts/limits';
import { followersAfter } from '../../../world/followers.ts';
import { parameter, Refusal } from '../../call.ts';
import { appEndpoint } from '../../endpoint.ts';
import { replyAt } from '../../fields.ts';
import { json } from '../../reply.ts';

/** The openids of all followers, 10 000 at a time, in the order in which they followed. */
export const followers = appEndpoint('followers', (call) => {
  const { world, account } = call;
  const page = followersAfter(world, account, parameter(call, 'next_openid'), limits.followersPerPage.value);
  if (page === undefined) throw new Refusal(40003, 'U-12');
  const { total, count, openids, last } = page;
  const values = { total, count, data: { openid: [list] }, next_openid: last };
  const holds = new Set(count > 0 ? (['someFollowers'] as const) : []);
  // The list is JSON already; it goes where its place is kept.
  const [start = '', end = ''] = json(replyAt('followers', world.now(), values, holds)).split(`"${list}"`);
  return { kind: 'text', text: start + (end && openids + end), rule: count > 0 ? 'U-12' : 'U-13' };
});

const list = '{openids}';
