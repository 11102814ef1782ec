/**
 * How often one network may begin to sign in. Counted in each process, since a sign-in costs little and the store has a cap on
 * unfinished ones; what costs a call to WeChat is counted in the store, by all nodes together.
 */
import { isIPv6 } from 'node:net';

/** Starts of one IPv4 /24 or IPv6 /64 in a minute. Offices and mobile networks share addresses, so it is wide. */
export const startsPerMinute = 6000;
/** Networks that are remembered at once. */
const networks = 50_000;
const minute = 60_000;

export interface StartLimit {
  /** Counts one start; false where the network has used up its minute. */
  allow(address: string, now: number): boolean;
}

export function createStartLimit(perMinute = startsPerMinute): StartLimit {
  let counts = new Map<string, number>();
  let until = 0;
  return {
    allow(address, now) {
      if (now >= until || counts.size >= networks) {
        counts = new Map();
        until = now + minute;
      }
      const network = networkOf(address);
      const count = (counts.get(network) ?? 0) + 1;
      counts.set(network, count);
      return count <= perMinute;
    },
  };
}

/** The IPv4 /24 or IPv6 /64 of an address. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  if (!isIPv6(mapped)) return mapped.split('.').slice(0, 3).join('.');
  const [head = '', tail] = mapped.split('::');
  const groups = head.split(':');
  if (tail !== undefined) while (groups.length < 4) groups.push('0');
  return groups.slice(0, 4).join(':');
}
