import { valueAt } from '@mingpian/facts/fact';
import { rules, stableTokenAdviceText } from '@mingpian/facts/rules';
import { issueClassicToken } from '../../world/app-tokens.ts';
import { data, parameter, Refusal, required } from '../call.ts';
import { accountOfAppId, checkIpAllowlist, checkIpConfirmation, checkSecret, checkTokenRight } from '../credentials.ts';
import { endpoint } from '../endpoint.ts';
import { replyAt } from '../fields.ts';
import { countCall } from '../quota.ts';

/** getAccessToken: a new app token, which retires the one before. The AppID is checked before anything else (T-03). */
export const token = endpoint('appToken', (call) => {
  const account = accountOfAppId(call, required(call, 'appid', 41002, 'T-09'), 'T-02');
  if (parameter(call, 'grant_type') !== 'client_credential') throw new Refusal(40002, 'T-09');
  checkSecret(call, account, required(call, 'secret', 41004, 'T-09'), { frozen: 'T-05', wrong: 'T-04' });
  checkTokenRight(account);
  checkIpAllowlist(call, account);
  checkIpConfirmation(call, account);
  countCall(call, account, { dayText: quotaText(call.world.now()), rule: 'T-08' });
  const issued = issueClassicToken(call.world, account);
  return data(
    replyAt('appToken', call.world.now(), { access_token: issued.value, expires_in: issued.expiresIn }),
    'T-01',
  );
});

/** This endpoint's 45009 sends the developer to the other one, once that exists. */
function quotaText(at: number): string {
  const text = valueAt(rules.quotaText, at) ?? 'api freq out of limit';
  return valueAt(rules.stableTokenAdvice, at) ? text + stableTokenAdviceText.value : text;
}
