// node-easywechat, which speaks through axios, used as its documentation shows it: no address, no agent, no transport.
import { createInterface } from 'node:readline';
import { OfficialAccount } from 'node-easywechat';

const app = new OfficialAccount({
  app_id: process.env.WECHAT_APPID,
  secret: process.env.WECHAT_APPSECRET,
  oauth: { scope: 'snsapi_userinfo', redirect: 'http://127.0.0.1:8080/cb' },
});

const answers = {
  token: () => app.getAccessToken().getToken(),
  user: async (openid) =>
    (await app.getClient().get('/cgi-bin/user/info', { params: { openid, lang: 'zh_CN' } })).toObject(),
  link: () => app.getOAuth().redirect(),
  login: async (code) => {
    const user = await app.getOAuth().userFromCode(code);
    return { id: user.getId(), nickname: user.getNickname(), raw: user.getRaw() };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [what, value] = JSON.parse(line);
  try {
    console.log(JSON.stringify(await answers[what](value)));
  } catch (error) {
    console.log(JSON.stringify({ thrown: String(error?.message ?? error) }));
  }
}
