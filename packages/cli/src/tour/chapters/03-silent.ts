// Chapter 3, method 3: silent web authorisation for the openid, the app token for the rest.

import { isSheet, openAuthorisePage, signIn, startSignIn } from '../sign-in.ts';
import type { Reply } from '../stage.ts';
import type { Chapter, Step } from '../step.ts';
import { passLink } from './02-consent.ts';

export const silentChapter: Chapter = () => [link, silence, exchange, profile];

const link: Step = {
  id: '3.2',
  title: { zh: '用 scope=snsapi_base 生成链接', en: 'The link with scope=snsapi_base' },
  means: {
    zh: '静默不等于不需要防护：任何网页都能触发一次静默登录。',
    en: 'Silent does not mean unprotected: any page can trigger a silent login.',
  },
  async run(stage, pass) {
    const starts = await Promise.all([1, 2].map(() => startSignIn(stage.browser('xiaohong'), stage, 'snsapi_base')));
    passLink(
      starts.map(({ location }) => location),
      'snsapi_base',
      `${stage.gateway.url}/wechat/callback`,
      pass,
    );
  },
};

const silence: Step = {
  id: '3.3',
  title: { zh: '微信立即带着 code 返回', en: 'WeChat returns at once with the code' },
  async run(stage, pass) {
    for (const name of ['xiaoming', 'xiaohong']) {
      const browser = stage.browser(name);
      const page = await openAuthorisePage(browser, await startSignIn(browser, stage, 'snsapi_base'));
      pass(
        { zh: `${name} 没有看到任何提示`, en: `${name} sees nothing` },
        !isSheet(page) && page.status === 302 && /[?&]code=/.test(page.location ?? ''),
        page.status,
      );
    }
  },
};

const exchange: Step = {
  id: '3.4',
  title: { zh: '服务器用 code 换取 openid', en: 'The server exchanges the code for the openid' },
  async run(stage, pass) {
    const redirectUri = `${stage.gateway.url}/wechat/callback`;
    const { code = '' } = await stage.recorder.quietly(() =>
      stage.world.person('xiaohong').authorize({ account: 'service', redirectUri, scope: 'snsapi_base' }),
    );
    const reply = await stage.exchange('service', code);
    const { openid } = await stage.world.person('xiaohong').openid('service');
    pass({ zh: 'openid 与方法一相同', en: 'the openid is that of method 1' }, reply.openid === openid);
    const united = stage.since('2014-06-27') && !stage.since('2017-12-31');
    const fields = ['access_token', 'expires_in', 'refresh_token', 'openid', 'scope', ...(united ? ['unionid'] : [])];
    pass(
      united
        ? { zh: '六个字段，有 unionid', en: 'six fields, with unionid' }
        : { zh: '正好五个字段', en: 'exactly five fields' },
      Object.keys(reply).join() === fields.join(),
      Object.keys(reply),
    );
    pass({ zh: 'scope 没有逗号', en: 'scope has no comma' }, reply.scope === 'snsapi_base', reply.scope);
  },
};

const profile: Step = {
  id: '3.6',
  title: { zh: '应用用 user/info 读取资料', en: 'The application asks user/info for the profile' },
  means: {
    zh: '需要名字的页面，要等用户自己点一下再请求 snsapi_userinfo。',
    en: 'A page that needs a name asks for snsapi_userinfo after a tap of the user, not on arrival.',
  },
  async run(stage, pass) {
    const access_token = await stage.recorder.quietly(() => stage.appToken('service'));
    const info = async (name: string): Promise<Reply> => {
      const { openid } = await stage.world.person(name).openid('service');
      return stage.api('/cgi-bin/user/info', { access_token, openid });
    };
    const follower = await info('xiaohong');
    const named = !stage.since('2021-12-27');
    pass(
      named
        ? { zh: '小红关注了：资料齐全', en: 'xiaohong follows: the full profile' }
        : { zh: '小红关注了：关注状态和 unionid', en: 'xiaohong follows: follow state and unionid' },
      follower.subscribe === 1 &&
        (named ? follower.nickname === '小红' : !follower.nickname && typeof follower.unionid === 'string'),
      follower,
    );
    const stranger = await info('xiaoming');
    pass(
      {
        zh: '小明没有关注：subscribe 为 0，几乎没有别的',
        en: 'xiaoming does not: subscribe is 0 and nearly nothing else',
      },
      stranger.subscribe === 0 && !('nickname' in stranger),
      stranger,
    );
    const page = await stage.recorder.quietly(() => signIn(stage.browser('refuser'), stage, 'snsapi_base'));
    pass(
      {
        zh: '静默登录后的页面有一个按钮，由用户开始方法二',
        en: 'the page after a silent login offers a tap that starts method 2',
      },
      page.status === 200 && /\/login\/service\/profile/.test(page.reply),
      page.status,
    );
  },
};
