import { forceStableToken, issueStableToken } from '../../world/app-tokens.ts';
import { type Call, data, jsonBody, Refusal } from '../call.ts';
import { accountOfAppId, checkIpAllowlist, checkIpConfirmation, checkSecret, checkTokenRight } from '../credentials.ts';
import { endpoint } from '../endpoint.ts';
import { replyAt } from '../fields.ts';
import { countCall } from '../quota.ts';

/** getStableAccessToken: the same app token for everybody who asks, until it is nearly over or renewed by force. */
export const stableToken = endpoint('stableToken', (call) => {
  const body = jsonBody(call);
  const account = accountOfAppId(
    call,
    text(body.appid, () => new Refusal(41002, 'T-09')),
    'T-02',
  );
  if (body.grant_type !== 'client_credential') throw new Refusal(40002, 'T-09');
  const secret = text(body.secret, () => new Refusal(41004, 'T-09'));
  checkSecret(call, account, secret, { frozen: 'T-05', wrong: 'T-04' });
  if (body.force_refresh === undefined && call.world.hasQuirk(account, 'forceRefreshRequired')) {
    throw new Refusal(41002, 'T-23');
  }
  if (body.force_refresh !== undefined && typeof body.force_refresh !== 'boolean') {
    call.world.finding('would-fail', 'T-23', 'force_refresh is not a boolean; here it counts as false');
  }
  checkTokenRight(account);
  checkIpAllowlist(call, account);
  checkIpConfirmation(call, account);
  countCall(call, account, { rule: 'T-26' });
  return body.force_refresh === true ? forced(call) : reply(call, issueStableToken(call.world, account), 'T-10');

  function forced({ world }: Call) {
    const issued = forceStableToken(world, account);
    if (issued === 'exhausted') throw new Refusal(45009, 'T-14');
    return reply(call, issued, 'T-12');
  }
});

function reply(call: Call, issued: { value: string; expiresIn: number }, rule: string) {
  const values = { access_token: issued.value, expires_in: issued.expiresIn };
  return data(replyAt('stableToken', call.world.now(), values), rule);
}

function text(value: unknown, refusal: () => Refusal): string {
  if (typeof value !== 'string' || value === '') throw refusal();
  return value;
}
