/** From an HTTP request to an API path to its reply: faults, the endpoint, the ledger. */
import { isUtf8 } from 'node:buffer';
import type { LiveWorld, Peer } from '../live-world.ts';
import { isCallFault, takeFault } from '../world/faults.ts';
import { type Answer, type Call, data } from './call.ts';
import { answerCall, type Endpoint, factOf } from './endpoint.ts';
import { errcodeOfFault, strike } from './faults.ts';
import { maskedJson, maskedQuery } from './masking.ts';
import { errorText, familyOf, json, type WireReply, wireReply } from './reply.ts';
import { keepRid } from './rids.ts';

export async function answerApi(
  world: LiveWorld,
  endpoint: Endpoint,
  request: Request,
  peer: Peer,
): Promise<WireReply> {
  const started = world.now();
  const call = await readCall(world, endpoint, request, peer);
  const fault = takeFault(world, call.path, isCallFault);
  const { answer, reply } = answerUnderFault(endpoint, call, fault);
  let final: WireReply | undefined;
  try {
    final = fault === undefined ? reply : await strike(world, fault, reply, request.signal);
    return final;
  } finally {
    const query = maskedQuery(call.parameters);
    const asked = call.method === 'POST' && familyOf(call.path) === 'cgi' ? maskedJson(call.body) : '';
    const origin = { account: call.account?.name ?? null, family: familyOf(call.path), callerIp: call.callerIp };
    if (reply.errcode) keepRid(world, reply.body, { ...origin, query, request: asked });
    world.record({
      kind: 'call',
      operation: call.path,
      method: call.method,
      ...(call.account === undefined ? {} : { account: call.account.name }),
      status: final?.status ?? null,
      ...(final?.errcode === undefined ? {} : { errcode: final.errcode }),
      ...(fault === undefined ? (answer?.rule === undefined ? {} : { rule: answer.rule }) : { fault }),
      ms: world.now() - started,
      query,
      request: asked,
      reply: maskedJson(final?.body ?? ''),
    });
  }
}

/** An errcode fault stands in for the endpoint's answer; of the busy ones, `systemBusy` spends the code nevertheless. */
function answerUnderFault(
  endpoint: Endpoint,
  call: Call,
  fault: string | undefined,
): { answer?: Answer; reply: WireReply } {
  const errcode = errcodeOfFault(fault);
  if (errcode === undefined) {
    const answer = answerCall(endpoint, call);
    return { answer, reply: wireReply(call, answer) };
  }
  if (fault === 'systemBusy' && endpoint.name === 'codeExchange') answerCall(endpoint, call);
  const family = familyOf(call.path);
  const body = json({ errcode, errmsg: errorText(call.world, family, call.account, errcode) });
  return { reply: { ...wireReply(call, data({})), body, errcode } };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

async function readCall(world: LiveWorld, endpoint: Endpoint, request: Request, peer: Peer): Promise<Call> {
  const url = new URL(request.url);
  const bytes = request.method === 'GET' ? new Uint8Array() : new Uint8Array(await request.arrayBuffer());
  const body = decoder.decode(bytes);
  const { path } = factOf(endpoint.name);
  const parameters = new URLSearchParams(url.search);
  if (familyOf(path) === 'sns' && request.method === 'POST') {
    for (const [name, value] of new URLSearchParams(body)) {
      if (!parameters.has(name)) parameters.append(name, value);
    }
  }
  return {
    world,
    endpoint: endpoint.name,
    method: request.method,
    path,
    parameters,
    body,
    utf8: isUtf8(bytes),
    overHttp: peer.overHttp ?? false,
    callerIp: peer.address,
    account: undefined,
  };
}
