import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { isOfWechat } from '../wechat/hosts.ts';

/** A client in this process was about to talk to the real WeChat. */
export class RealWeChatRefused extends Error {
  readonly code = 'EREALWECHAT';

  constructor(host: string) {
    super(`${host} is the real WeChat, and the guard of the simulator is up: point this client at the simulator`);
    this.name = 'RealWeChatRefused';
  }
}

/**
 * From here on WeChat's real host names lead nowhere in this process, whatever client asks: fetch, http, axios, a TLS
 * socket. All of them ask `dns.lookup`, so that is the one place that is changed. Call what it returns to end it.
 */
export function guard(): () => void {
  const original = dns.lookup;
  const guarded = (host: string, ...rest: unknown[]) => {
    const callback = rest.at(-1) as (error: Error) => void;
    if (isOfWechat(host.toLowerCase().replace(/\.$/, ''))) {
      process.nextTick(callback, new RealWeChatRefused(host));
      return {};
    }
    return (original as (...args: unknown[]) => unknown)(host, ...rest);
  };
  dns.lookup = Object.assign(guarded, { __promisify__: original.__promisify__ }) as typeof dns.lookup;
  syncBuiltinESMExports();
  return () => {
    dns.lookup = original;
    syncBuiltinESMExports();
  };
}
