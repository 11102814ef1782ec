/** A hundred followers in one call, again and again, as each package gives them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { account } from '../account.ts';
import { loadCoWechatApi } from '../peers.ts';
import { openids } from './openids.ts';

export interface Follower {
  readonly openid: string;
  readonly unionid?: string | undefined;
}

export type Batch = () => Promise<readonly Follower[]>;

export type ClientName = 'mingpian' | 'undici' | 'co-wechat-api' | 'node-easywechat';

export const clients: Readonly<Record<ClientName, (base: string) => Promise<Batch>>> = {
  mingpian,
  undici,
  'co-wechat-api': coWechatApi,
  'node-easywechat': easyWechat,
};

const { appId, appSecret } = account;
const path = '/cgi-bin/user/info/batchget';
const user_list = openids.map((openid) => ({ openid, lang: 'zh_CN' }));

async function mingpian(base: string): Promise<Batch> {
  const { createWeChat } = await import('@mingpian/wechat/client');
  const { hostsAt } = await import('@mingpian/wechat/hosts');
  const { user } = createWeChat({ appId, appSecret, hosts: hostsAt(base) });
  return async () => {
    const { value = [] } = await user.infos(openids).next();
    return value;
  };
}

/** The measure: one request and `JSON.parse`, nothing checked. */
async function undici(base: string): Promise<Batch> {
  const { request } = await import('undici');
  const url = `${base}/cgi-bin/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`;
  const { access_token } = (await (await request(url)).body.json()) as { access_token: string };
  return async () => {
    const reply = await request(`${base}${path}?access_token=${access_token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user_list }),
    });
    return ((await reply.body.json()) as { user_info_list: Follower[] }).user_info_list;
  };
}

async function coWechatApi(base: string): Promise<Batch> {
  const API = loadCoWechatApi();
  const api = new API(appId, appSecret);
  api.prefix = `${base}/cgi-bin/`;
  return async () => (await api.batchGetUsers(openids)).user_info_list;
}

async function easyWechat(base: string): Promise<Batch> {
  const { OfficialAccount } = await import('node-easywechat');
  // It keeps its token in a file of the working folder.
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-bench-'));
  process.chdir(folder);
  process.on('exit', () => rmSync(folder, { recursive: true }));
  const app = new OfficialAccount({ app_id: appId, secret: appSecret, http: { baseURL: base } });
  const client = app.getClient();
  return async () => (await client.postJson(path, { user_list })).toObject().user_info_list;
}
