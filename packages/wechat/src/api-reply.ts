/**
 * Reading WeChat's JSON replies. They come with HTTP 200 also when they fail, with any content type, in UTF-8, and the
 * only test of success is an `errcode` that is absent or 0.
 */
import { errorFact } from '@mingpian/facts/errors';
import { ApiError, WeChatError } from './errors.ts';
import { hasRepeatedKey } from './json-keys.ts';
import type { WireReply } from './ports.ts';

/** A reply that is a JSON object and no failure. Its fields are unchecked: read them with the functions below. */
export type ApiReply = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder('utf-8');
const ERRMSG_LENGTH = 200;
const RID = /,?\s*rid: ([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})\s*$/;

/**
 * The JSON object of a reply.
 *
 * @throws {ApiError} errcode is not 0.
 * @throws {WeChatError} `http_status`, or `garbage` when the body is no JSON object, or says something twice.
 */
export function readApiReply(operation: string, reply: WireReply): ApiReply {
  const value = parse(reply.body);
  if (value === undefined) {
    if (reply.status !== 200) {
      throw new WeChatError('http_status', `${operation} answered HTTP ${reply.status}`, { operation });
    }
    throw garbage(operation, 'the body is not a JSON object');
  }
  if (hasRepeatedKey(reply.body, value)) throw garbage(operation, 'a key stands twice in one object');
  const errcode = value.errcode;
  if (errcode === undefined || errcode === 0) {
    if (reply.status === 200) return value;
    throw new WeChatError('http_status', `${operation} answered HTTP ${reply.status}`, { operation });
  }
  if (typeof errcode !== 'number' || !Number.isInteger(errcode)) throw garbage(operation, 'errcode is not an integer');
  throw apiError(operation, errcode, value.errmsg);
}

function apiError(operation: string, errcode: number, errmsg: unknown): ApiError {
  const text = typeof errmsg === 'string' ? errmsg : '';
  const rid = RID.exec(text)?.[1];
  const fact = errorFact(errcode);
  const sns = operation.startsWith('/sns/');
  return new ApiError(operation, {
    errcode,
    // Clients of WeChat print this text: one line, bounded, whatever came.
    errmsg: text
      .replace(RID, '')
      .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
      .slice(0, ERRMSG_LENGTH),
    rid,
    mover: (sns ? fact?.snsMover : undefined) ?? fact?.mover ?? 'developer',
  });
}

function parse(body: Uint8Array): ApiReply | undefined {
  const text = decoder.decode(body);
  const value = parseJson(text) ?? parseJson(withoutControls(text));
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ApiReply) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Nicknames come with raw control characters, which JSON forbids. Between tokens they are white space all the same. */
function withoutControls(text: string): string {
  return text.replace(/[\u0000-\u001f]/g, ' ');
}

export function garbage(operation: string, what: string): WeChatError {
  return new WeChatError('garbage', `${operation}: ${what}`, { operation });
}

/** A field that must be a text of 1 to `limit` characters. */
export function requiredText(operation: string, reply: ApiReply, field: string, limit = 2048): string {
  const value = reply[field];
  if (typeof value === 'string' && value !== '' && value.length <= limit) return value;
  throw garbage(operation, `${field} is not a text of 1 to ${limit} characters`);
}

/** A field that must match a shape of the facts. */
export function requiredShape(operation: string, reply: ApiReply, field: string, shape: RegExp): string {
  const value = reply[field];
  if (typeof value === 'string' && shape.test(value)) return value;
  throw garbage(operation, `${field} does not have its documented shape`);
}

/** A field that may be absent or blank, but must match its shape if it says something. */
export function optionalShape(operation: string, reply: ApiReply, field: string, shape: RegExp): string | undefined {
  const value = reply[field];
  if (value === undefined || value === null || value === '') return undefined;
  return requiredShape(operation, reply, field, shape);
}

/** A number of seconds above 0; digits in a string are accepted, as old replies had them. */
export function requiredSeconds(operation: string, reply: ApiReply, field: string): number {
  const value = wholeNumber(reply[field]);
  if (value !== undefined && value > 0) return value;
  throw garbage(operation, `${field} is not a number of seconds`);
}

/** A whole number, also when it is written as a string; undefined for anything else. */
export function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

/** A text as it is; blank or of another type is absent. */
export function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
