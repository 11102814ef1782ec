import type { Person } from '../../../world/state.ts';
import { type AppCall, data, parameter, Refusal, required } from '../../call.ts';
import { appEndpoint } from '../../endpoint.ts';
import { userObjects } from '../../user-object.ts';

/** Whether a person follows, since when and how; until 2021 also the profile. */
export const userInfo = appEndpoint('userInfo', (call) => {
  const openid = required(call, 'openid', 41009, 'S-40');
  const person = personOfOpenid(call, openid);
  const { value, follower } = userObjects(call.world, call.account)(person, openid, parameter(call, 'lang'));
  return data(value, follower ? 'U-01' : 'U-02');
});

/** Only an openid of this very account will do: neither another account's nor a unionid. */
export function personOfOpenid(call: AppCall, openid: string): Person {
  const person = call.world.personOfOpenid(call.account, openid);
  if (person === undefined) throw new Refusal(40003, 'T-21');
  return person;
}
