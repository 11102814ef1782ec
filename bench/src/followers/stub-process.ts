/** Stands for WeChat: an app token and a batch of a hundred followers, always the same, with the headers that WeChat sends. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveQuestions } from '../worker.ts';
import { openids } from './openids.ts';

const json = (value: object) => Buffer.from(JSON.stringify(value));
const token = json({ access_token: '57_'.padEnd(136, 'Jm3xQk-_9Zt'), expires_in: 7200 });
const batch = json({
  user_info_list: openids.map((openid, i) => ({
    subscribe: 1,
    openid,
    nickname: '',
    sex: 0,
    language: 'zh_CN',
    city: '',
    province: '',
    country: '',
    headimgurl: '',
    subscribe_time: 1_700_000_000 + i,
    unionid: openid.replace('oNmh1t', 'oVJ2-s'),
    remark: '',
    groupid: 0,
    tagid_list: [],
    subscribe_scene: 'ADD_SCENE_QR_CODE',
    qr_scene: i,
    qr_scene_str: '',
  })),
});

const server = createServer((request, response) => {
  const body = request.url?.includes('/user/info/batchget?') ? batch : token;
  request.resume().once('end', () => {
    response.writeHead(200, { 'content-type': 'application/json; encoding=utf-8', 'content-length': body.length });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
serveQuestions(() => ({ port }));
