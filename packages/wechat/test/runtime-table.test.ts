import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, it } from 'vitest';
import { runtimeTable } from './runtime-table.ts';

const server = createServer((_, response) =>
  response.end(JSON.stringify({ access_token: 'over the wire', expires_in: 7200 })),
);
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

it.each(runtimeTable)('$name', async ({ run }) => {
  await run({ wechat: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
