import { lifetimes } from '@mingpian/facts/lifetimes';
import { shapes } from '@mingpian/facts/shapes';
import { data, jsonBody, Refusal } from '../../../call.ts';
import { appEndpoint } from '../../../endpoint.ts';
import { recordOfRid } from '../../../rids.ts';

/** What a call with an error was. Its secrets stay masked here too. */
export const ridInfo = appEndpoint('ridInfo', (call) => {
  const { world, account } = call;
  const { rid } = jsonBody(call);
  if (typeof rid !== 'string' || !shapes.rid.value.test(rid)) throw new Refusal(76002, 'Q-11');
  const record = recordOfRid(world, rid);
  if (record === undefined) throw new Refusal(76001, 'Q-11');
  if (record.family === 'sns') throw new Refusal(76022, 'Q-11');
  if (record.account !== account.name) throw new Refusal(76003, 'Q-11');
  if (world.now() - record.at > lifetimes.rid.value * 1000) {
    throw new Refusal(world.hasQuirk(account, 'ridOld76001') ? 76001 : 76004, 'Q-11');
  }
  const request = {
    invoke_time: Math.floor(record.at / 1000),
    cost_in_ms: 3,
    request_url: record.query,
    request_body: record.request,
    response_body: record.reply,
    client_ip: record.callerIp,
  };
  return data({ errcode: 0, errmsg: 'ok', request }, 'Q-10');
});
