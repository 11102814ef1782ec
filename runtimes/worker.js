// Runs the table for each request: what workerd is started with. The query names the server's origin.
import { runTable } from './runtime-table.js';

export default {
  fetch: async (request) => Response.json(await runTable({ wechat: new URL(request.url).searchParams.get('wechat') })),
};
