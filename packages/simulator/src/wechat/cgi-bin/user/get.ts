import { limits } from '@mingpian/facts/limits';
import { data, parameter, Refusal } from '../../call.ts';
import { appEndpoint } from '../../endpoint.ts';
import { replyAt } from '../../fields.ts';

/** The openids of all followers, 10 000 at a time, in the order in which they followed. */
export const followers = appEndpoint('followers', (call) => {
  const { world, account } = call;
  const all = Object.entries(world.state.follows[account.name] ?? {})
    .filter(([, follow]) => follow.subscribed)
    .map(([person]) => world.openidOf(person, account));
  const after = parameter(call, 'next_openid');
  const start = after === undefined ? 0 : all.indexOf(after) + 1;
  if (after !== undefined && start === 0) throw new Refusal(40003, 'U-12');
  const page = all.slice(start, start + limits.followersPerPage.value);
  const values = { total: all.length, count: page.length, data: { openid: page }, next_openid: page.at(-1) ?? '' };
  const holds = new Set(page.length > 0 ? (['someFollowers'] as const) : []);
  return data(replyAt('followers', world.now(), values, holds), page.length > 0 ? 'U-12' : 'U-13');
});
