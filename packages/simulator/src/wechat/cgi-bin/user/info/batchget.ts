import { limits } from '@mingpian/facts/limits';
import { jsonBody, Refusal } from '../../../call.ts';
import { appEndpoint } from '../../../endpoint.ts';
import { userTexts } from '../../../user-object.ts';

/** Up to 100 users at once, in the order asked for. */
export const userInfoBatch = appEndpoint('userInfoBatch', (call) => {
  const list = jsonBody(call).user_list;
  if (!Array.isArray(list) || list.length === 0) throw new Refusal(40031, 'U-04');
  if (list.length > limits.batchSize.value) throw new Refusal(40032, 'U-04');
  const userText = userTexts(call.world, call.account);
  const users = list.map((item: { openid?: unknown; lang?: unknown } | null) => {
    const { openid, lang } = item ?? {};
    const text = typeof openid === 'string' ? userText(openid, typeof lang === 'string' ? lang : undefined) : undefined;
    if (text === undefined) throw new Refusal(40003, 'U-11');
    return text;
  });
  return { kind: 'text', text: `{"user_info_list":[${users.join(',')}]}`, rule: 'U-10' };
});
