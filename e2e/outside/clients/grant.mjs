// grant with its own handler for node:http, as its documentation shows it: a server that shows what grant gives.
import { createServer } from 'node:http';
import grantOf from 'grant';

const grant = grantOf.node({
  config: {
    defaults: { origin: process.env.ORIGIN, transport: 'state', response: ['tokens', 'raw', 'profile'], state: true },
    wechat: {
      key: process.env.WECHAT_APPID,
      secret: process.env.WECHAT_APPSECRET,
      scope: [process.env.SCOPE ?? 'snsapi_userinfo'],
    },
  },
  session: { secret: 'a secret of this test only' },
});

const server = createServer(async (request, response) => {
  try {
    const { redirect, response: result } = await grant(request, response);
    if (!redirect) response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  } catch (error) {
    response.writeHead(500).end(String(error?.stack ?? error));
  }
});
server.listen(new URL(process.env.ORIGIN).port, '127.0.0.1', () => console.log('listening'));
