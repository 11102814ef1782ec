// wechat-jssdk, used as its documentation shows it: the signature of a page, and the person behind a code.
import { createInterface } from 'node:readline';
import { Wechat } from 'wechat-jssdk';

const wechat = new Wechat({
  appId: process.env.WECHAT_APPID,
  appSecret: process.env.WECHAT_APPSECRET,
  wechatToken: 'anything',
  wechatRedirectUrl: 'http://127.0.0.1:8080/cb',
});

const answers = {
  link: () => wechat.oauth.snsUserInfoUrl,
  signature: (url) => wechat.jssdk.getSignature(url),
  user: (code) => wechat.oauth.getUserInfo(code, 'somebody'),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [what, value] = JSON.parse(line);
  try {
    console.log(JSON.stringify(await answers[what](value)));
  } catch (error) {
    console.log(JSON.stringify({ thrown: error?.errmsg ?? String(error?.message ?? error) }));
  }
}
