/** Which addresses the configuration may name. */
import { ConfigError } from './error.ts';

export function secureAddress(field: string, address: string): void {
  const url = new URL(address);
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!secure || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new ConfigError(field, 'must be an https address without fragment or user name.');
  }
}

export function menuAddress(field: string, address: string): void {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new ConfigError(field, 'must be a web address or a path of this origin.');
  }
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
