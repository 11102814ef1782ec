import { hex } from './text.ts';

/** SHA-256 of a text in 64 hex digits, by Web Crypto. */
export async function sha256(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}
