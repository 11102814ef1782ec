import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictureLimits } from '../../src/avatars/picture.ts';
import { pictureSource } from '../../src/avatars/picture-source.ts';

describe('R28 what DNS answers', () => {
  it.each(['127.0.0.1', '::ffff:169.254.169.254'])('%s is refused before a connection is opened', async (address) => {
    const lookup = ((_host: string, _options: object, done: (error: null, found: object[]) => void) =>
      done(null, [{ address, family: address.includes(':') ? 6 : 4 }])) as never;
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
