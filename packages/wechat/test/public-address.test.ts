import { BlockList, isIPv4 } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Lookup, publicAddresses, publicOnly } from '../src/public-address.ts';

const isPublicAddress = publicAddresses({ BlockList, isIPv4 });

describe('an address leads into the internet', () => {
  it.each([
    '1.1.1.1',
    '101.91.37.12',
    '172.15.255.255',
    '172.32.0.1',
    '2409:8c1e:8f80::1',
    '2606:4700::1111',
  ])('%s does', (address) => expect(isPublicAddress(address)).toBe(true));
  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
  ])('%s does not', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('R28 what DNS answers', () => {
  const resolving = (...addresses: string[]) => {
    const lookup = ((_host: string, _options: object, done: (error: null, found: object[]) => void) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )) as Lookup;
    return new Promise((resolve) =>
      publicOnly(lookup, isPublicAddress)('api.weixin.qq.com', {}, (error, address, family) =>
        resolve(error ?? { address, family }),
      ),
    );
  };
  it('is handed to the socket when it is public', async () => {
    expect(await resolving('101.91.37.12', '2409:8c1e::1')).toEqual({ address: '101.91.37.12', family: 4 });
  });
  it.each([
    [['127.0.0.1']],
    [['101.91.37.12', '10.0.0.1']],
    [['::ffff:169.254.169.254']],
    [[]],
  ])('%j is refused whole', async (addresses) => {
    expect(await resolving(...addresses)).toMatchObject({ code: 'PRIVATE_ADDRESS' });
  });
});
