/** Which pages may be signed for WeChat's JS-SDK: those of the hosts that the configuration names for the account. */
import { z } from 'zod';
import type { AccountConfig } from '../config/shape.ts';

export const pageSchema = z.strictObject({ url: z.string().max(2048) });

/** Anything a browser would read in another way than we do is no address of a page. */
const plain = /^[\x21-\x7e]+$/;

export function mayBeSigned(url: string, { jsDomains }: Pick<AccountConfig, 'jsDomains'>): boolean {
  if (!plain.test(url) || url.includes('\\') || !URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  return /^https?:$/.test(protocol) && username === '' && password === '' && jsDomains.includes(hostname);
}
