// Chapter 1, method 1: a message gives the openid, the app token gives the profile.

import { failureNotice } from '@mingpian/facts/delivery';
import { valueAt } from '@mingpian/facts/fact';
import type { Call } from '../recorder.ts';
import { callsTo, type Stage } from '../stage.ts';
import type { Chapter, Step } from '../step.ts';
import { withServer } from '../webhook-server.ts';

export const messageChapter: Chapter = () => {
  const story: { push?: Call } = {};
  return [follow(story), appToken, profile, greeting];
};

const webhookOf = (calls: readonly Call[]): Call | undefined =>
  calls.find(({ from, method, url }) => from === 'wechat' && method === 'POST' && url.includes('/webhook'));

const follow = (story: { push?: Call }): Step => ({
  id: '1.1',
  title: { zh: '小红关注服务号，推送里有她的 openid', en: 'Xiaohong follows the account; the push carries her openid' },
  means: {
    zh: '发送者只和签名一样可信；同一条推送会重复送达，处理一次就够。',
    en: 'The sender is as trustworthy as the signature. The same push may come again and must be handled once.',
  },
  async run(stage, pass) {
    const { openid } = await stage.world.person('xiaohong').openid('service');
    await stage.recorder.quietly(async () => {
      await stage.world.person('xiaohong').unfollow('service');
      await stage.world.advance('5s');
    });
    const { pushes } = await stage.world.person('xiaohong').follow('service', { via: 'search' });
    const [report] = pushes;
    pass(
      { zh: '网关在 5 秒内以 200 回答', en: 'the gateway answered 200 within 5 seconds' },
      report?.status === 200 && report.ms < 5000 && report.attempts === 1,
      report,
    );

    const push = webhookOf(stage.recorder.calls);
    const encrypted = stage.rule('pushEncryption') === true;
    pass(
      encrypted
        ? { zh: '推送是密文：只有 ToUserName 和 Encrypt', en: 'the push is encrypted: ToUserName and Encrypt alone' }
        : { zh: '推送是明文，FromUserName 就是 openid', en: 'the push is plain; FromUserName is the openid' },
      encrypted
        ? push !== undefined && /encrypt_type=aes/.test(push.url) && !push.body.includes(openid)
        : push !== undefined && !/encrypt_type=aes/.test(push.url) && push.body.includes(openid),
      push?.url,
    );
    const follower = await stage.gateway.follower('service', openid);
    pass(
      { zh: '网关记下 (service, openid) 是关注者', en: 'the gateway has stored (service, openid) as a follower' },
      follower?.subscribed === 1,
    );

    if (push === undefined) return;
    story.push = push;
    const before = await stateOf(stage, openid);
    const again = await stage.recorder.fetch(
      push.url,
      { method: 'POST', body: push.body, headers: { 'content-type': 'text/xml' } },
      { from: 'wechat', to: 'gateway' },
    );
    pass(
      { zh: '重复送达得到 200，什么也没有改变', en: 'a repeated delivery got 200 and changed nothing' },
      again.status === 200 && (await stateOf(stage, openid)) === before,
    );
  },
});

/** All that a push could change, as one text to compare. */
async function stateOf({ gateway }: Stage, openid: string): Promise<string> {
  return JSON.stringify([
    await gateway.count(),
    await gateway.follower('service', openid),
    await gateway.person('service', openid),
  ]);
}

const appToken: Step = {
  id: '1.2',
  title: {
    zh: '应用取得 app token，十个调用者只取一次',
    en: 'The application fetches the app token: once for ten callers',
  },
  means: {
    zh: '教程每次都重新获取；每天只有 2000 次，而且两处各自获取会互相作废。',
    en: 'The article fetches one for every use. There are 2000 a day, and two holders who fetch retire each other.',
  },
  async run(stage, pass) {
    const path = stage.rule('stableToken') ? '/cgi-bin/stable_token' : '/cgi-bin/token';
    const { openid } = await stage.world.person('xiaohong').openid('sandbox');
    // The sandbox has not been used yet, so nobody holds a token for it.
    await Promise.all(Array.from({ length: 10 }, () => stage.gateway.userInfo('sandbox', openid)));
    pass(
      { zh: `十个并发调用，一次 ${path}`, en: `ten calls at once, one ${path}` },
      callsTo(stage.recorder.calls, path).length === 1 &&
        callsTo(stage.recorder.calls, '/cgi-bin/user/info').length === 10,
      stage.recorder.calls.map(({ url }) => new URL(url).pathname),
    );

    const before = stage.recorder.calls.length;
    await stage.world.expireTokens('sandbox', 'app');
    const info = await stage.gateway.userInfo('sandbox', openid);
    const since = stage.recorder.calls.slice(before);
    pass(
      {
        zh: 'token 失效后，下一个调用只刷新一次就成功',
        en: 'after the token expired the next call succeeds with one refresh',
      },
      info.openid === openid && callsTo(since, path).length === 1 && callsTo(since, '/cgi-bin/user/info').length === 2,
      since.map(({ url }) => new URL(url).pathname),
    );
    pass(
      { zh: '第一次回答是 42001', en: 'the first answer was 42001' },
      errcodeOf(callsTo(since, '/cgi-bin/user/info')[0]) === 42001,
    );
  },
};

const errcodeOf = (call: Call | undefined): unknown => call && JSON.parse(call.reply).errcode;

const profile: Step = {
  id: '1.3',
  title: { zh: '应用用 app token 读取用户资料', en: "The application asks for the user's profile" },
  means: {
    zh: '空白不是值：后来的空白不能覆盖用户同意后得到的昵称。',
    en: 'Blank is no value: a later blank must not overwrite a nickname that was learnt by consent.',
  },
  async run(stage, pass) {
    const { openid, unionid } = await stage.world.person('xiaohong').openid('service');
    const access_token = await stage.recorder.quietly(() => stage.appToken('service'));
    const reply = await stage.api('/cgi-bin/user/info', { access_token, openid });
    const person = await stage.gateway.person('service', openid);
    const follower = await stage.gateway.follower('service', openid);
    pass(
      { zh: 'subscribe 为 1，有关注时间', en: 'subscribe is 1, with the time' },
      reply.subscribe === 1 && Number(reply.subscribe_time) > 0,
    );

    const named = !stage.since('2021-12-27');
    pass(
      named
        ? { zh: '回复里有昵称和头像', en: 'the reply has nickname and avatar' }
        : { zh: '昵称和头像是空的', en: 'nickname and avatar are blank' },
      named ? reply.nickname === '小红' && reply.headimgurl !== '' : !reply.nickname && !reply.headimgurl,
      reply,
    );
    const placed = !stage.since('2021-10-21');
    pass(
      placed
        ? { zh: '性别和地区已填', en: 'sex and region are filled' }
        : { zh: '性别为 0，地区为空', en: 'sex is 0, the region blank' },
      placed ? reply.sex === 2 && reply.city !== '' : reply.sex === 0 && !reply.city && !reply.country,
    );
    const united = stage.since('2014-06-27');
    pass(
      united ? { zh: '有 unionid', en: 'unionid is there' } : { zh: '还没有 unionid', en: 'there is no unionid yet' },
      united ? reply.unionid === unionid && unionid !== undefined : !('unionid' in reply),
    );
    pass(
      named
        ? { zh: '网关知道她的昵称、性别、地区和头像', en: 'the gateway knows nickname, sex, region and avatar' }
        : {
            zh: '网关知道她的关注状态、时间和场景，没有编造昵称',
            en: 'the gateway knows follow state, time and scene, and has invented no nickname',
          },
      named
        ? person?.profile.nickname?.value === '小红' && person.profile.avatar !== undefined
        : person !== undefined && person.profile.nickname === undefined && follower?.subscribedAt != null,
      person?.profile,
    );
  },
};

const greeting: Step = {
  id: '1.4',
  title: { zh: '公众号在聊天里打招呼', en: 'The account greets the user in the chat' },
  means: {
    zh: '微信等 5 秒，共试三次，然后告诉用户服务出现故障。',
    en: 'WeChat waits 5 seconds, three times, and then tells the user that the service has a fault.',
  },
  async run(stage, pass) {
    const messages = await stage.world.person('xiaohong').chat('service');
    const bubbles = messages.filter(({ from }) => from === 'account');
    const text = bubbles[0]?.text ?? '';
    pass({ zh: '手机上有一个气泡', en: 'the phone shows one bubble' }, bubbles.length === 1, messages);
    const named = !stage.since('2021-12-27');
    pass(
      named
        ? { zh: `气泡里有昵称：「${text}」`, en: `it has the nickname: "${text}"` }
        : { zh: '气泡里有登录链接，没有昵称', en: 'it has a login link and no name' },
      named ? text.includes('小红') : text.includes(`${stage.gateway.url}/login/service`) && !text.includes('小红'),
      text,
    );
    await stage.inAnotherWorld(async (world) => {
      const failed = await stage.recorder.quietly(() => sayToSilence(world));
      pass(
        {
          zh: '服务器不回答：三次之后用户看到故障提示',
          en: 'a webhook that hangs: after three tries the user sees the failure notice',
        },
        failed.attempts === 3 && failed.notice === valueAt(failureNotice, stage.now),
        failed,
      );
    });
  },
};

/** Writes to an account whose server takes the push and never answers. The world's clock stands, so nobody waits for real. */
async function sayToSilence(world: Stage['world']): Promise<{ attempts: number; notice: string }> {
  let attempts = 0;
  let arrived = () => {};
  const nextArrival = () =>
    new Promise<void>((resolve) => {
      arrived = resolve;
    });
  return withServer(
    () => {
      attempts += 1;
      arrived();
    },
    async (url) => {
      await world.setAccount('service', { push: { url } });
      await world.freeze();
      let arrival = nextArrival();
      const said = world.person('xiaohong').say('service', '在吗');
      for (let attempt = 0; attempt < 3; attempt += 1) {
        await arrival;
        arrival = nextArrival();
        await world.advance('5s');
      }
      await said;
      const notice = (await world.person('xiaohong').chat('service')).find(({ from }) => from === 'system');
      return { attempts, notice: notice?.text ?? '' };
    },
  );
}
