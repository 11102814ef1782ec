import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictureLimits } from '../../src/avatars/picture.ts';
import { pictureSource, publicOnly } from '../../src/avatars/picture-source.ts';
import { isPublicAddress } from '../../src/avatars/public-address.ts';

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
      )) as never;
    return new Promise((resolve) =>
      publicOnly(lookup)('wx.qlogo.cn', {}, (error, address, family) => resolve(error ?? { address, family })),
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
    expect(await resolving(...addresses)).toMatchObject({ code: 'private_address' });
  });
  it('is refused before a connection is opened', async () => {
    const lookup = ((_host: string, _options: object, done: (error: null, found: object[]) => void) =>
      done(null, [{ address: '127.0.0.1', family: 4 }])) as never;
    await expect(pictureSource({ lookup })('https://thirdwx.qlogo.cn/mmopen/x/132')).rejects.toMatchObject({
      code: 'private_address',
    });
  });
});

describe('a picture is fetched', () => {
  const requests: string[] = [];
  const answers: Record<string, RequestListener> = {
    '/ok': (_, reply) => reply.end('picture'),
    '/moved': (_, reply) => reply.writeHead(302, { location: '/ok' }).end(),
    '/announced': (_, reply) => reply.writeHead(200, { 'content-length': pictureLimits.bytes + 1 }).end(),
    '/grows': (_, reply) => {
      reply.on('error', () => {});
      for (let part = 0; part < 9; part++) reply.write(Buffer.alloc(pictureLimits.bytes / 8));
      reply.end();
    },
    '/cut': (_, reply) => {
      reply.writeHead(200, { 'content-length': 100 });
      reply.write('half');
      setImmediate(() => reply.destroy());
    },
  };
  const server = createServer((request, reply) => {
    requests.push(request.url ?? '');
    answers[request.url ?? '']?.(request, reply);
  });
  let origin: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it('from the configured simulator', async () => {
    expect(Buffer.from(await pictureSource({ simulator: origin })(`${origin}/ok`)).toString()).toBe('picture');
  });
  it.each([
    ['/moved', 'status'],
    ['/announced', 'too_large'],
    ['/grows', 'too_large'],
    ['/cut', 'network'],
  ])('but not from %s: %s', async (path, code) => {
    await expect(pictureSource({ simulator: origin })(`${origin}${path}`)).rejects.toMatchObject({ code });
    expect(requests.filter((url) => url === '/ok')).toHaveLength(1);
  });
  it.each([
    'http://127.0.0.1:1/ok',
    'http://wx.qlogo.cn/mmopen/x/132',
    'https://evil.example/x.qlogo.cn',
    'https://qlogo.cn.evil.example/',
    'https://169.254.169.254/latest',
    'javascript:alert(1)',
    'not an address',
  ])('OAC-20 never from %s', async (address) => {
    await expect(pictureSource({ simulator: origin })(address)).rejects.toMatchObject({ code: 'address' });
  });
});
