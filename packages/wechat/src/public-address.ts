/**
 * Which addresses lead out into the internet, and a look-up of names that answers no others. The modules of Node are handed
 * in: whatever bundles the SDK for a worker must find no import of them here.
 */
import type { lookup as nodeLookup } from 'node:dns';
import type { LookupFunction, BlockList as NodeBlockList, isIPv4 as nodeIsIPv4 } from 'node:net';

export type Lookup = typeof nodeLookup;

/** Networks of IPv4 that are not the public internet (IANA special-purpose registry). */
const special4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** IPv6 gives addresses to the public from this network alone; what translates, tunnels or documents inside it is refused too. */
const global6 = ['2000::', 3] as const;
const special6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

/** Whether an address of DNS leads out into the internet: not to this machine, its network, or an address mapped into IPv6. */
export function publicAddresses(net: {
  readonly BlockList: typeof NodeBlockList;
  readonly isIPv4: typeof nodeIsIPv4;
}): (address: string) => boolean {
  const listed = (networks: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6') => {
    const list = new net.BlockList();
    for (const [network, prefix] of networks) list.addSubnet(network, prefix, family);
    return (address: string) => list.check(address, family);
  };
  const isSpecial4 = listed(special4, 'ipv4');
  const isGlobal6 = listed([global6], 'ipv6');
  const isSpecial6 = listed(special6, 'ipv6');
  return (address) => (net.isIPv4(address) ? !isSpecial4(address) : isGlobal6(address) && !isSpecial6(address));
}

/** Of the error with which such a look-up ends. */
export const privateAddress = 'PRIVATE_ADDRESS';

/** Hands the socket the addresses that were checked, so that a second answer of DNS cannot lead it elsewhere. */
export function publicOnly(lookup: Lookup, isPublic: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '');
      // One private address among public ones is an attempt, or a mistake; both are refused whole.
      if (found.length === 0 || !found.every(({ address }) => isPublic(address))) {
        return callback(Object.assign(new Error('the name leads to no public address'), { code: privateAddress }), '');
      }
      if (options.all === true) callback(null, found);
      else callback(null, found[0]?.address ?? '', found[0]?.family);
    });
  };
}
