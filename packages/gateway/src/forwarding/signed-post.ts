/** One signed notification, as the Standard Webhooks convention has it. */
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface Notification {
  readonly url: string;
  /** The same for every delivery of one push to one target. */
  readonly id: string;
  /** Seconds. */
  readonly timestamp: number;
  readonly body: string;
  readonly secret: string;
}

/** Resolves to the body of a 2xx answer; rejects on anything else, on a redirect too. */
export type SignedPost = (notification: Notification, timeoutMs: number) => Promise<string>;

const answerBytes = 64 * 1024;

export function signatureOf({
  id,
  timestamp,
  body,
  secret,
}: Pick<Notification, 'id' | 'timestamp' | 'body' | 'secret'>): string {
  return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** Why a notification did not arrive; holds no address. */
export class ForwardError extends Error {
  override readonly name = 'ForwardError';
  readonly code: 'status' | 'too_large' | 'timeout' | 'network' | 'unknown_rule';
  constructor(code: ForwardError['code']) {
    super(`A forwarded push did not arrive: ${code}.`);
    this.code = code;
  }
}

export const signedPost: SignedPost = (notification, timeoutMs) =>
  new Promise((resolve, reject) => {
    const url = new URL(notification.url);
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(notification.body),
        'webhook-id': notification.id,
        'webhook-timestamp': String(notification.timestamp),
        'webhook-signature': signatureOf(notification),
      },
    });
    request.on('error', (error) => {
      const slow = error.name === 'AbortError' || error.name === 'TimeoutError';
      reject(error instanceof ForwardError ? error : new ForwardError(slow ? 'timeout' : 'network'));
    });
    request.on('response', (response) => {
      const { statusCode = 0 } = response;
      if (statusCode < 200 || statusCode > 299) {
        response.resume();
        return reject(new ForwardError('status'));
      }
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > answerBytes) request.destroy(new ForwardError('too_large'));
      });
      response.on('end', () => resolve(text));
      response.on('error', () => reject(new ForwardError('network')));
    });
    request.end(notification.body);
  });
