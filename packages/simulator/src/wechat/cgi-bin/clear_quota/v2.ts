import { done, jsonBody, parameter, Refusal } from '../../call.ts';
import { accountOfAppId, checkSecret } from '../../credentials.ts';
import { endpoint } from '../../endpoint.ts';
import { clearAllQuotas } from '../../quota-clears.ts';

/** The same with AppID and secret, for those who have no token left. The papers show both a body and a query. */
export const clearQuotaBySecret = endpoint('clearQuotaBySecret', (call) => {
  const body = call.body.trim() === '' ? {} : jsonBody(call);
  const given = (name: string) => (typeof body[name] === 'string' ? body[name] : undefined) || parameter(call, name);
  const appId = given('appid');
  if (appId === undefined) throw new Refusal(41002, 'Q-06');
  const account = accountOfAppId(call, appId, 'Q-06');
  const secret = given('appsecret');
  if (secret === undefined) throw new Refusal(41004, 'Q-06');
  checkSecret(call, account, secret, { frozen: 'Q-06', wrong: 'Q-06' });
  clearAllQuotas(call.world, account);
  return done('Q-06');
});
