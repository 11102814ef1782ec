import { checkQuery } from '@mingpian/facts/delivery';
import { attempt, type DeliveryPorts, PUSH_AGENT } from './delivery.ts';
import { withQuery } from './envelope.ts';
import { sign } from './signature.ts';

export interface Challenge {
  readonly token: string;
  /** Seconds. */
  readonly timestamp: number;
  readonly nonce: string;
  /** About 19 digits. */
  readonly echostr: string;
}

export type Verification = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Near misses that developers meet, in words that name the cause. */
function nearMiss(answer: string, echostr: string): string {
  if (answer === '') return 'the body is empty, it must be the echostr';
  if (answer === `\uFEFF${echostr}`) return 'a byte order mark (BOM) before the echostr';
  if (answer === JSON.stringify(echostr)) return 'the echostr in JSON quotes';
  if (answer.trim() === echostr) {
    return answer.startsWith(echostr)
      ? 'a trailing newline or space after the echostr'
      : 'white space before the echostr';
  }
  return 'the body is not the echostr';
}

/** The check of a push URL when it is saved: a signed GET that must be answered with exactly the echostr. */
export async function verifyUrl(
  url: string,
  challenge: Challenge,
  timeoutMs: number,
  ports: DeliveryPorts,
): Promise<Verification> {
  const timestamp = String(challenge.timestamp);
  const { token, nonce, echostr } = challenge;
  const signature = sign(token, timestamp, nonce);
  const address = withQuery(url, checkQuery.value, { signature, timestamp, nonce, echostr });
  const headers = { 'user-agent': PUSH_AGENT, accept: '*/*' };
  const { result, status, body, why } = await attempt(address, { method: 'GET', headers }, timeoutMs, ports);
  if (result !== 'answered') {
    const redirect = status !== null && status >= 300 && status < 400;
    return { ok: false, reason: `verify token fail: ${redirect ? `redirect not followed (status ${status})` : why}` };
  }
  const answer = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  return answer === challenge.echostr
    ? { ok: true }
    : { ok: false, reason: `verify token fail: ${nearMiss(answer, challenge.echostr)}` };
}
