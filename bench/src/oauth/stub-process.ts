/** Stands for WeChat: a code exchange and a profile, always the same, with the headers that WeChat sends. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openid } from '../account.ts';
import { serveQuestions } from '../worker.ts';

const userToken = '57_'.padEnd(110, 'Jm3xQk-_9Zt');

const exchange = Buffer.from(
  JSON.stringify({
    access_token: userToken,
    expires_in: 7200,
    refresh_token: userToken.replace('57', '58'),
    openid,
    scope: 'snsapi_userinfo',
    unionid: 'oVJ2-s8Kd0eRbNqWmTzYxLpCvHgA',
  }),
);
const profile = Buffer.from(
  JSON.stringify({
    openid,
    nickname: '王小明🌸',
    sex: 0,
    language: '',
    city: '',
    province: '',
    country: '',
    headimgurl: 'https://thirdwx.qlogo.cn/mmopen/vi_32/Q0j4TwGTfTKWu1xwr4k8bVhMf2RzYxLpCvHgAqWmTzYxLp/132',
    privilege: [],
    unionid: 'oVJ2-s8Kd0eRbNqWmTzYxLpCvHgA',
  }),
);

const server = createServer((request, response) => {
  const body = request.url?.startsWith('/sns/userinfo?') ? profile : exchange;
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length });
  response.end(body);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
serveQuestions(() => ({ port }));
