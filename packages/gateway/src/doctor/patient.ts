/** What a check looks at, and how it looks at things from outside. */
import { WeChatError } from '@mingpian/wechat/errors';
import type { Transport } from '@mingpian/wechat/ports';
import type { Account } from '../accounts.ts';
import type { Parts } from '../parts.ts';
import type { Finding } from './finding.ts';

/** The gateway as a whole. */
export interface House {
  readonly parts: Pick<Parts, 'accounts' | 'clock' | 'config' | 'random' | 'store' | 'wechatClock'>;
  /** Asks any address as a visitor would; undefined where nobody answers. Redirects are not followed. */
  visit(url: string, userAgent?: string): Promise<{ status: number; text: string } | undefined>;
}

export interface Patient extends House {
  readonly account: Account;
}

/** One thing that is looked at. `needs` names earlier checks without whose success it says nothing. */
export interface Check<Subject> {
  readonly name: string;
  readonly needs?: readonly string[];
  look(subject: Subject): Promise<Finding>;
}

export function visitor(transport: Transport): House['visit'] {
  return async (url, userAgent) => {
    const headers = userAgent === undefined ? {} : { headers: { 'user-agent': userAgent } };
    try {
      const reply = await transport({ operation: 'visit', method: 'GET', url, timeoutMs: 5_000, ...headers });
      return { status: reply.status, text: Buffer.from(reply.body).toString('utf8') };
    } catch (error) {
      if (error instanceof WeChatError) return undefined;
      throw error;
    }
  };
}
