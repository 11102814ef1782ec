// Ports for several servers in a row: the simulator on N, the gateway on N+1.

import { createServer } from 'node:net';

/** A free port. Somebody else may take it before it is used; then listening fails with the usual sentence. */
async function freePort(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The gateway's address must be known before it listens, because it is the origin of all its links. */
export const gatewayPort = async (host: string, simulatorPort: number): Promise<number> =>
  simulatorPort === 0 ? freePort(host) : simulatorPort + 1;
