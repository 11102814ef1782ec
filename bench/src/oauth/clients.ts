/**
 * The same login again and again: exchange a code, read the profile, give the openid and the nickname. Two packages
 * know only WeChat's own host; of these the public method that sends a request is given the address of the stub.
 */
import { account } from '../account.ts';
import { loadCoWechatOAuth, loadWechatOAuth } from '../peers.ts';

export interface Person {
  readonly openid: string;
  readonly nickname?: string | undefined;
}

export type Login = (code: string) => Promise<Person>;

export type ClientName = 'mingpian' | 'undici' | 'co-wechat-oauth' | 'wechat-oauth' | 'node-easywechat';

export const clients: Readonly<Record<ClientName, (base: string) => Promise<Login>>> = {
  mingpian,
  undici,
  'co-wechat-oauth': coWechatOAuth,
  'wechat-oauth': wechatOAuth,
  'node-easywechat': easyWechat,
};

const WECHAT = 'https://api.weixin.qq.com';
const { appId, appSecret } = account;

async function mingpian(base: string): Promise<Login> {
  const { createWeChat } = await import('@mingpian/wechat/client');
  const { hostsAt } = await import('@mingpian/wechat/hosts');
  const { oauth } = createWeChat({ appId, appSecret, hosts: hostsAt(base) });
  const { transaction } = oauth.start({ redirectUri: 'https://example.com/back', scope: 'snsapi_userinfo' });
  return async (code) => {
    const grant = await oauth.complete(
      oauth.finish(new URLSearchParams({ code, state: transaction.state }), transaction),
    );
    if (grant.kind !== 'person') throw new Error('the stub knows persons only');
    return oauth.profile(grant);
  };
}

/** The measure: two requests and two times `JSON.parse`, nothing checked. */
async function undici(base: string): Promise<Login> {
  const { request } = await import('undici');
  return async (code) => {
    const app = `appid=${appId}&secret=${appSecret}`;
    const exchange = await request(`${base}/sns/oauth2/access_token?${app}&code=${code}&grant_type=authorization_code`);
    const grant = (await exchange.body.json()) as { access_token: string; openid: string };
    const profile = await request(
      `${base}/sns/userinfo?access_token=${grant.access_token}&openid=${grant.openid}&lang=zh_CN`,
    );
    return (await profile.body.json()) as Person;
  };
}

async function coWechatOAuth(base: string): Promise<Login> {
  const OAuth = loadCoWechatOAuth();
  const oauth = new OAuth(appId, appSecret);
  const send = oauth.request.bind(oauth);
  oauth.request = (url, options) => send(url.replace(WECHAT, base), options);
  return async (code) => oauth.getUser((await oauth.getAccessToken(code)).data.openid);
}

async function wechatOAuth(base: string): Promise<Login> {
  const OAuth = loadWechatOAuth();
  const oauth = new OAuth(appId, appSecret);
  const send = oauth.request.bind(oauth);
  oauth.request = (url, options, done) => send(url.replace(WECHAT, base), options, done);
  return (code) =>
    new Promise((resolve, reject) => {
      oauth.getAccessToken(code, (error, token) => {
        if (error) return reject(error);
        oauth.getUser(token.data.openid, (failure, person) => (failure ? reject(failure) : resolve(person)));
      });
    });
}

async function easyWechat(base: string): Promise<Login> {
  const { OfficialAccount } = await import('node-easywechat');
  const app = new OfficialAccount({
    app_id: appId,
    secret: appSecret,
    oauth: { redirect_url: base, scope: 'snsapi_userinfo' },
  });
  return async (code) => {
    // A provider keeps the openid of its last user, so each login has its own; this is what the package gives anyway.
    const provider = app.getOAuth().scopes('snsapi_userinfo');
    Object.assign(provider, { _baseUrl: `${base}/sns` });
    const user = await provider.userFromCode(code);
    return { openid: user.getId(), nickname: user.getNickname() };
  };
}
