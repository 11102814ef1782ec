import { limits } from '@mingpian/facts/limits';
import { done, jsonBody, Refusal } from '../../../call.ts';
import { appEndpoint } from '../../../endpoint.ts';
import { personOfOpenid } from '../info.ts';

/** A name for a follower that only the account sees. */
export const updateRemark = appEndpoint('updateRemark', (call) => {
  const { openid, remark } = jsonBody(call);
  if (typeof openid !== 'string') throw new Refusal(40003, 'T-21');
  if (typeof remark !== 'string' || Buffer.byteLength(remark) > limits.remarkBytes.value)
    throw new Refusal(40092, 'U-16');
  const person = personOfOpenid(call, openid);
  const follow = call.world.ownFollowOf(person.name, call.account.name);
  if (!follow?.subscribed) throw new Refusal(43004, 'U-17');
  follow.remark = remark;
  return done('U-15');
});
