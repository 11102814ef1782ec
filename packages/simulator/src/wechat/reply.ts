/** The form of a reply on the wire: content type, key order, `\/`, and the tail that error texts had at the time. */
import { errorFact } from '@mingpian/facts/errors';
import { valueAt } from '@mingpian/facts/fact';
import { contentTypes, errmsgTails, rules, stableTokenAdviceText } from '@mingpian/facts/rules';
import { base64urlText, hexText } from '../world/identifiers.ts';
import type { Account } from '../world/state.ts';
import type { World } from '../world/world.ts';
import type { Answer, Call } from './call.ts';

export type Family = 'cgi' | 'sns';

/** A reply whose text is known. A server writes it as it is; a `Response` would first make a stream of it. */
export interface WireReply {
  status: number;
  contentType: string;
  body: string;
  errcode?: number;
}

export function asResponse(reply: Response | WireReply): Response {
  if (reply instanceof Response) return reply;
  const { status, contentType, body } = reply;
  return new Response(body, { status, headers: { 'content-type': contentType } });
}

export function familyOf(path: string): Family {
  return path.startsWith('/sns/') ? 'sns' : 'cgi';
}

export function wireReply(call: Call, answer: Answer): WireReply {
  const family = familyOf(call.path);
  const contentType =
    family === 'sns' && !call.world.hasQuirk(call.account, 'snsJsonContentType')
      ? contentTypes.sns.value
      : contentTypes.cgi.value;
  if (answer.kind === 'refusal') {
    const errmsg = errorText(call.world, family, call.account, answer.errcode, answer.errmsg);
    return { status: 200, contentType, body: json({ errcode: answer.errcode, errmsg }), errcode: answer.errcode };
  }
  if (answer.kind === 'action')
    return { status: 200, contentType, body: json({ errcode: 0, errmsg: 'ok' }), errcode: 0 };
  return { status: 200, contentType, body: answer.kind === 'text' ? answer.text : json(answer.value) };
}

/** The text of an error as WeChat wrote it at the world's date. */
export function errorText(
  world: World,
  family: Family,
  account: Account | undefined,
  errcode: number,
  errmsg?: string,
): string {
  const text = errmsg ?? textAt(world, errcode);
  const era = world.hasQuirk(account, 'legacyTail') ? 'hint' : (valueAt(rules.errmsgTail, world.now()) ?? 'none');
  const tail: string = errmsgTails[family][era].value;
  if (era === 'none') return text;
  const filled =
    era === 'rid'
      ? tail.replace('{rid}', () => newRid(world))
      : tail.replace('{hint}', () => base64urlText(world.draw('hint', 12)));
  return text + filled;
}

/** The words of 40001 and 45009 that send the developer to the stable token, since they exist. */
export function stableTokenAdvice(world: World): string {
  return valueAt(rules.stableTokenAdvice, world.now()) ? stableTokenAdviceText.value : '';
}

function textAt(world: World, errcode: number): string {
  if (errcode === 40125) return valueAt(rules.wrongSecretText, world.now()) ?? 'invalid appsecret';
  if (errcode === 45009) return valueAt(rules.quotaText, world.now()) ?? 'api freq out of limit';
  return errorFact(errcode)?.errmsg ?? 'unknown error';
}

/** Unix time in hex, and two groups that nobody has explained. */
function newRid(world: World): string {
  const groups = hexText(world.draw('rid', 8));
  return `${world.unixNow().toString(16).padStart(8, '0')}-${groups.slice(0, 8)}-${groups.slice(8)}`;
}

/** Raw UTF-8, and every slash escaped as WeChat's own encoder does. */
export function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('/', '\\/');
}
