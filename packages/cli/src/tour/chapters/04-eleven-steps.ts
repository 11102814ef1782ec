// Chapter 4: the OAuth flow in the article's own eleven steps, walked once by somebody new. Each step looks at its own part of what
// really went over the wire.

import type { Browser } from '../browser.ts';
import type { Call } from '../recorder.ts';
import { answerSheet, callbackParameter, isSheet, openAuthorisePage, startSignIn } from '../sign-in.ts';
import { callsTo, type Stage } from '../stage.ts';
import type { Chapter, Step } from '../step.ts';

const guest = { name: 'guest', nickname: '新来的' };

/** The walk so far. The gateway's own calls belong to later steps than the one in which they were made. */
interface Walk {
  browser?: Browser;
  started?: Call;
  sheet?: Call;
  back?: Call;
  afterwards: readonly Call[];
}

export const elevenStepsChapter: Chapter = () => {
  const walk: Walk = { afterwards: [] };
  const step = (id: string, zh: string, en: string, run: Step['run']): Step => ({ id, title: { zh, en }, run });
  const made = <Part>(part: Part | undefined): Part => {
    if (part === undefined) throw new TypeError('an earlier step did not get this far');
    return part;
  };
  const exchange = () => callsTo(walk.afterwards, '/sns/oauth2/access_token');
  const profile = () => callsTo(walk.afterwards, '/sns/userinfo');
  const json = (call: Call | undefined) => JSON.parse(made(call).reply) as Record<string, unknown>;

  return [
    step('4.1', '用户 → 公众号：关注', 'user → account: follows', async (stage, pass) => {
      await stage.recorder.quietly(() => stage.world.addPerson(guest));
      const { pushes } = await stage.world.person(guest.name).follow('service');
      const { openid } = await stage.world.person(guest.name).openid('service');
      pass(
        { zh: '推送已记下', en: 'the push is stored' },
        pushes[0]?.status === 200 && (await stage.gateway.follower('service', openid))?.subscribed === 1,
      );
    }),
    step('4.2', '公众号 → 用户：交出授权链接', 'account → user: hands over a link', async (stage, pass) => {
      const { page } = await stage.world.person(guest.name).tapMenu('service', '我的');
      pass(
        { zh: '菜单「我的」通向登录', en: 'the menu 我的 leads to signing in' },
        page !== undefined && page.error === undefined,
        page,
      );
      walk.browser = stage.browser(guest.name);
      walk.started = await startSignIn(walk.browser, stage, 'snsapi_userinfo');
      pass(
        { zh: '链接有新的 state', en: 'the link has a fresh state' },
        /[?&]state=[0-9a-zA-Z]{16,}/.test(walk.started.location ?? ''),
      );
    }),
    step('4.3', '用户 → 微信：打开授权页', 'user → WeChat: opens the authorise page', async (stage, pass) => {
      walk.sheet = await openAuthorisePage(made(walk.browser), made(walk.started));
      pass({ zh: '微信回答一页', en: 'WeChat answers with a page' }, walk.sheet.status === 200);
      await passErrorPages(stage, pass);
    }),
    step('4.4', '微信 → 用户：询问是否同意', 'WeChat → user: asks for consent', async (stage, pass) => {
      pass(
        { zh: '第一次来的人看到提示', en: 'who comes for the first time sees the sheet' },
        isSheet(made(walk.sheet)),
      );
      const again = stage.browser('xiaoming');
      const silent = await openAuthorisePage(again, await startSignIn(again, stage, 'snsapi_userinfo'));
      pass(
        { zh: '小明刚同意过：不再询问', en: 'xiaoming agreed a moment ago and is not asked again' },
        !isSheet(silent) && silent.status === 302,
      );
    }),
    step('4.5', '用户 → 微信：同意', 'user → WeChat: agrees', async (stage, pass) => {
      walk.back = await answerSheet(made(walk.browser), made(walk.sheet), 'allow');
      pass({ zh: '同意之后才有跳转', en: 'the redirect comes after the consent' }, walk.back.status === 302);
      const refuser = stage.browser('refuser');
      const refused = await openAuthorisePage(refuser, await startSignIn(refuser, stage, 'snsapi_userinfo'));
      pass({ zh: '拒绝的人没有 code', en: 'who refuses brings no code' }, callbackParameter(refused, 'code') === null);
    }),
    step('4.6', '微信 → 公众号：带着 code 跳转', 'WeChat → account: redirects with the code', async (stage, pass) => {
      const address = made(walk.back?.location ?? undefined);
      const browser = made(walk.browser);
      const before = stage.recorder.calls.length;
      const ends = await Promise.all([browser.get(address), browser.get(address)]);
      walk.afterwards = stage.recorder.calls.slice(before);
      pass(
        { zh: '两个请求，一次登录', en: 'two requests, one login' },
        exchange().length === 1 && ends[0]?.location === ends[1]?.location,
      );
    }),
    step('4.7', '公众号：得到 code', 'account: has the code', async (stage, pass) => {
      const browser = stage.browser(guest.name);
      const fresh = await openAuthorisePage(browser, await startSignIn(browser, stage, 'snsapi_base'));
      const address = new URL(made(fresh.location ?? undefined));
      const before = callsTo(stage.recorder.calls, '/sns/oauth2/access_token').length;
      const foreign = new URL(address);
      foreign.searchParams.set('state', 'f'.repeat(32));
      const refused = await browser.get(foreign.href);
      pass(
        { zh: 'state 不是我们的：拒绝，code 没有用掉', en: 'a foreign state is refused, the code unspent' },
        (refused.status ?? 0) >= 400 && callsTo(stage.recorder.calls, '/sns/oauth2/access_token').length === before,
      );
      const honest = await browser.get(address.href);
      pass({ zh: '真正的 state 仍然可以完成登录', en: 'the right state still completes' }, honest.status === 303);
    }),
    step(
      '4.8',
      '公众号 → 微信：code、AppID、AppSecret',
      'account → WeChat: sends code, AppID, AppSecret',
      async (stage, pass) => {
        show(stage, exchange());
        pass({ zh: '正好一次兑换', en: 'exactly one exchange' }, exchange().length === 1);
        pass(
          { zh: '由服务器发出，浏览器没有见过 AppSecret', en: 'sent by the server; no browser has seen the AppSecret' },
          walk.afterwards.every(
            ({ from, url, reply }) =>
              from === 'gateway' || !`${url}${reply}`.includes(stage.world.account('service').appSecret),
          ),
        );
      },
    ),
    step(
      '4.9',
      '微信 → 公众号：user token 和 openid',
      'WeChat → account: returns user token and openid',
      async (stage, pass) => {
        show(stage, exchange());
        const { openid } = await stage.world.person(guest.name).openid('service');
        pass({ zh: 'openid 是这个人的', en: 'the openid is this person' }, json(exchange()[0]).openid === openid);
        pass(
          { zh: '网关按 (AppID, openid) 记下这个人', en: 'the gateway keeps the person by (AppID, openid)' },
          (await stage.gateway.person('service', openid)) !== undefined,
        );
      },
    ),
    step('4.10', '公众号 → 微信：请求资料', 'account → WeChat: asks for the profile', async (stage, pass) => {
      show(stage, profile());
      const sent = new URL(made(profile()[0]).url).searchParams.get('access_token');
      pass(
        { zh: '用的是上一步的 user token', en: 'with the user token of the step before' },
        sent === json(exchange()[0]).access_token,
      );
    }),
    step('4.11', '微信 → 公众号：返回资料', 'WeChat → account: returns the profile', async (stage, pass) => {
      show(stage, profile());
      const { openid, nickname } = json(profile()[0]);
      pass(
        { zh: 'openid 一致，昵称是真的', en: 'the openid is the same, the nickname real' },
        openid === json(exchange()[0]).openid && nickname === guest.nickname,
      );
      const me = await made(walk.browser).get(`${stage.gateway.url}/me`);
      pass(
        { zh: '「我是谁」认得出来', en: 'the page /me knows the name' },
        me.status === 200 && me.reply.includes(guest.nickname),
        me.status,
      );
    }),
  ];
};

/** Calls that were made during an earlier step belong to this one. */
const show = (stage: Stage, calls: readonly Call[]): void => stage.recorder.recall(calls);

/** One link for each way in which the authorise page says no. */
async function passErrorPages(stage: Stage, pass: Parameters<Step['run']>[1]): Promise<void> {
  const redirectUri = `${stage.gateway.url}/wechat/callback`;
  const browser = stage.browser('xiaoming');
  const pages: [string, string, number][] = [
    ['subscription', stage.authoriseLink('subscription', { redirectUri, scope: 'snsapi_base' }), 10005],
    ['website', stage.authoriseLink('website', { redirectUri, scope: 'snsapi_base' }), 10016],
    ['scope', stage.authoriseLink('service', { redirectUri, scope: 'snsapi_login' }), 10005],
    ['sandbox', stage.authoriseLink('sandbox', { redirectUri, scope: 'snsapi_base' }), 10006],
  ];
  for (const [what, link, code] of pages) {
    const page = await browser.get(link);
    pass(
      { zh: `${what}：页面 ${code}，没有跳转`, en: `${what}: page ${code}, no redirect` },
      page.location === null && page.reply.includes(String(code)),
      page.location,
    );
  }
}
