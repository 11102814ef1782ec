// Chapter 6: linking through a borrowed AppID. The article carries the openid in the address, where anybody can change it. Here the
// chat hands out a one-time link, and the same chat has to confirm.

import type { Browser } from '../browser.ts';
import type { Call } from '../recorder.ts';
import type { Stage } from '../stage.ts';
import type { Chapter, Step } from '../step.ts';

export const borrowedChapter: Chapter = () => [linkFromChat, bothIdentities];

/** Writes 授权 to the borrowing account and takes the link out of its answer. */
async function askForLink(stage: Stage, person: string): Promise<string> {
  const { pushes } = await stage.world.person(person).say('unverified', '授权');
  return /href="([^"]+)"/.exec(pushes[0]?.reply?.text ?? '')?.[1]?.replaceAll('&amp;', '&') ?? '';
}

/** Opens a link of the chat and goes through the silent authorisation behind it. */
const openLink = async (browser: Browser, link: string): Promise<Call> => browser.follow(await browser.get(link));

/** The six digits that the page shows. */
const numberOn = (page: Call): string =>
  /<p class="code">\s*(\d{6})/.exec(page.reply)?.[1] ?? /\b(\d{6})\b/.exec(page.reply)?.[1] ?? '';

/** The accounts under which the gateway knows the person who wrote in the borrowing account. */
async function accountsOf(stage: Stage, person: string): Promise<string[]> {
  const { openid } = await stage.world.person(person).openid('unverified');
  const known = await stage.gateway.person('unverified', openid);
  return (known?.identities ?? []).map(({ account }) => account).sort();
}

const linkFromChat: Step = {
  id: '6.1',
  title: { zh: '没有网页授权的号，借用服务号来认人', en: 'An account without web authorisation borrows another one' },
  means: {
    zh: '教程把 openid 写在地址里，谁都能改；签了名也挡不住转发。这里要两边都证明。',
    en: 'The article puts the openid into the address. Signing stops editing, not forwarding; here both sides prove themselves.',
  },
  async run(stage, pass) {
    const { openid: foreignOpenid } = await stage.world.person('xiaoming').openid('service');
    await stage.recorder.quietly(() => stage.world.person('xiaohong').follow('unverified'));

    const link = await askForLink(stage, 'xiaohong');
    pass(
      { zh: '聊天里回复一次性链接，里面没有 openid', en: 'the chat answers with a one-time link without any openid' },
      link.startsWith(stage.gateway.url) && !/[?&]/.test(link) && !/\bo[\w-]{27}\b/.test(link),
    );

    const edited = await stage.browser('xiaoming').get(link.replace(/.$/, (last) => (last === '0' ? '1' : '0')));
    const asInArticle = await stage
      .browser('xiaoming')
      .get(`${stage.gateway.url}/wechat/callback?userid=${foreignOpenid}&code=0&state=1`);
    pass(
      {
        zh: '改过的链接、教程式的 userid：都不关联',
        en: 'an edited link, and a userid as in the article: nothing is linked',
      },
      (edited.status ?? 0) >= 400 &&
        (asInArticle.status ?? 0) >= 400 &&
        !(await accountsOf(stage, 'xiaohong')).includes('service'),
      [edited.status, asInArticle.status],
    );

    await openLink(stage.browser('xiaoming'), link);
    const forwarded = await stage.gateway.person('service', foreignOpenid);
    pass(
      {
        zh: '转发给小明，他打开并授权：聊天没有确认，就不关联',
        en: 'forwarded to xiaoming, who authorises: without the chat nothing is linked',
      },
      !(await accountsOf(stage, 'xiaohong')).includes('service') &&
        !forwarded?.identities.some(({ account }) => account === 'unverified'),
    );

    const browser = stage.browser('xiaohong');
    const page = await openLink(browser, await askForLink(stage, 'xiaohong'));
    const digits = numberOn(page);
    pass(
      { zh: '本人打开：页面显示一个数字', en: 'opened by herself: the page shows a number' },
      digits !== '',
      page.status,
    );
    const { pushes } = await stage.world.person('xiaohong').say('unverified', digits);
    const { openid } = await stage.world.person('xiaohong').openid('service');
    const person = await stage.gateway.person('service', openid);
    const own = await stage.world.person('xiaohong').openid('unverified');
    pass(
      {
        zh: '在聊天里发回数字：正好关联小红的两个身份',
        en: "sent back in the chat: exactly xiaohong's two identities are linked",
      },
      (await accountsOf(stage, 'xiaohong')).includes('service') &&
        person?.identities.some((identity) => identity.account === 'unverified' && identity.openid === own.openid) ===
          true &&
        person.identities.filter(({ account }) => account === 'service').length === 1,
      pushes[0]?.reply?.text,
    );
  },
};

const bothIdentities: Step = {
  id: '6.2',
  title: { zh: '两个身份合为一个人', en: 'Both identities become one person' },
  means: {
    zh: '同一开放平台下的账号用 unionid 就够；借来的账号永远是外人，它的 unionid 不算数。',
    en: 'Inside one open-platform group the unionid is enough. A borrowed account stays a stranger, whose unionids say nothing.',
  },
  async run(stage, pass) {
    await stage.recorder.quietly(async () => {
      await stage.world.person('xiaohong').unfollow('subscription');
      await stage.world.advance('5s');
    });
    await stage.world.person('xiaohong').follow('subscription');
    await stage.world.person('guest').follow('sandbox');
    const person = async (name: string, account: string) => {
      const { openid } = await stage.world.person(name).openid(account);
      return (await stage.gateway.person(account, openid))?.person.id;
    };
    const [service, subscription, unverified] = await Promise.all(
      ['service', 'subscription', 'unverified'].map((account) => person('xiaohong', account)),
    );
    const united = stage.since('2014-06-27');
    pass(
      {
        zh: 'unverified 和 service：由双方证明而是同一个人',
        en: 'unverified and service: one person by two-sided proof',
      },
      service !== undefined && service === unverified,
    );
    pass(
      united
        ? {
            zh: 'service 和 subscription：靠 unionid 就是同一个人，不用任何参数',
            en: 'service and subscription: one person by unionid, without any parameter',
          }
        : {
            zh: 'service 和 subscription：还没有 unionid，仍是两个人',
            en: 'service and subscription: no unionid yet, still two',
          },
      subscription !== undefined && (subscription === service) === united,
    );
    pass(
      { zh: '开放平台之外的 sandbox 保持分开', en: 'sandbox, outside the group, stays separate' },
      (await person('guest', 'sandbox')) !== (await person('guest', 'service')),
    );
  },
};
