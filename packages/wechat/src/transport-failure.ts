/** What keeps a reply from coming, as errors without the URL and its secrets. */
import { WeChatError } from './errors.ts';
import type { WireRequest } from './ports.ts';

/** WeChat's largest reply here, a page of 10 000 openids, has about 300 KiB. */
export const REPLY_BYTES = 1024 * 1024;
export const TIMEOUT_MS = 5_000;

export function tooLong({ operation }: WireRequest): WeChatError {
  return new WeChatError('garbage', `${operation} answered more than ${REPLY_BYTES} bytes`, { operation });
}

export function outOfTime({ operation }: WireRequest): WeChatError {
  return new WeChatError('timeout', `${operation} did not answer in time`, { operation });
}

/** The error beneath may quote the URL, so only its code is kept. */
export function transportError(request: WireRequest, error: unknown): WeChatError {
  if (error instanceof WeChatError) return error;
  const { operation } = request;
  const { name, code } = describe(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return tooLong(request);
  if (name === 'TimeoutError' || name === 'AbortError' || /TIMEOUT/.test(code)) return outOfTime(request);
  return new WeChatError('network', `${operation} could not be reached${code === '' ? '' : `: ${code}`}`, {
    operation,
  });
}

function describe(error: unknown): { name: string; code: string } {
  if (!(error instanceof Error)) return { name: '', code: '' };
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return { name: error.name, code };
  return error.cause === undefined ? { name: error.name, code: '' } : { ...describe(error.cause), name: error.name };
}
