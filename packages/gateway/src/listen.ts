import { createServer } from 'node:net';
import type { Address, Config } from './config/shape.ts';

export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly code: 'address_in_use' | 'address_refused';

  constructor(code: ListenError['code'], message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** What can be told to listen: Fastify's way of saying it. */
export interface Listening {
  listen(address: Address): Promise<unknown>;
}

export async function listen(app: Listening, { host, port }: Address): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    throw refused(cause, host, port);
  }
}

/**
 * Links are made from `public_url` alone, so it must be known before anything listens. Where both it and the listener
 * leave the port open (`:0`, on this machine only), a free one is chosen for both.
 */
export async function withPort(config: Config): Promise<Config> {
  const url = new URL(config.publicUrl);
  if (url.port !== '0') return config;
  const port = config.listen.port === 0 ? await freePort(config.listen.host) : config.listen.port;
  url.port = String(port);
  return { ...config, publicUrl: url.origin, listen: { ...config.listen, port } };
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (cause) => reject(refused(cause, host, 0)));
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function refused(cause: unknown, host: string, port: number): unknown {
  const { code } = cause as { code?: unknown };
  if (code === 'EADDRINUSE') {
    return new ListenError('address_in_use', `Port ${port} on ${host} is already in use.`, cause);
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    return new ListenError('address_refused', `The system does not let us listen on ${host}, port ${port}.`, cause);
  }
  return cause;
}
