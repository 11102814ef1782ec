import { limits } from '@mingpian/facts/limits';
import { data, jsonBody, Refusal } from '../../../call.ts';
import { appEndpoint } from '../../../endpoint.ts';
import { replyAt } from '../../../fields.ts';
import { userObject } from '../../../user-object.ts';
import { personOfOpenid } from '../info.ts';

/** Up to 100 users at once, in the order asked for. */
export const userInfoBatch = appEndpoint('userInfoBatch', (call) => {
  const list = jsonBody(call).user_list;
  if (!Array.isArray(list) || list.length === 0) throw new Refusal(40031, 'U-04');
  if (list.length > limits.batchSize.value) throw new Refusal(40032, 'U-04');
  const users = list.map((item: { openid?: unknown; lang?: unknown } | null) => {
    if (typeof item?.openid !== 'string') throw new Refusal(40003, 'U-11');
    const lang = typeof item.lang === 'string' ? item.lang : undefined;
    return userObject(call.world, call.account, personOfOpenid(call, item.openid), lang).value;
  });
  return data(replyAt('userInfoBatch', call.world.now(), { user_info_list: users }), 'U-10');
});
