import { data, jsonBody, Refusal } from '../../call.ts';
import { appEndpoint } from '../../endpoint.ts';

const actions = new Set(['dns', 'ping', 'all']);
const operators = new Set(['CHINANET', 'UNICOM', 'CAP', 'DEFAULT']);

/** Can WeChat reach the developer's server? Nothing leaves this machine: the answer only has the documented form. */
export const callbackCheck = appEndpoint('callbackCheck', (call) => {
  const { action, check_operator: operator } = jsonBody(call);
  if (!call.account.push?.url) throw new Refusal(40201, 'Q-03');
  if (typeof action !== 'string' || !actions.has(action)) throw new Refusal(40202, 'Q-03');
  if (typeof operator !== 'string' || !operators.has(operator)) throw new Refusal(40203, 'Q-03');
  const name = operator === 'DEFAULT' ? 'UNICOM' : operator;
  const ip = '192.0.2.80';
  const dns = [{ ip, real_operator: name }];
  const ping = [{ ip, from_operator: name, package_loss: '0%', time: '23.079ms' }];
  return data({ ...(action === 'ping' ? {} : { dns }), ...(action === 'dns' ? {} : { ping }) }, 'Q-02');
});
