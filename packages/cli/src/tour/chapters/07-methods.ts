// Chapter 7: which of the three methods works for which account, proved by calling.

import type { ControlClient } from '../control.ts';
import type { Stage } from '../stage.ts';
import type { Chapter, Step } from '../step.ts';

export const methodsChapter: Chapter = () => [methods];

/** What each account of the seeded world can do, in the then-world and today. */
const expected: Readonly<Record<string, readonly string[]>> = {
  service: ['1', '2', '3'],
  subscription: ['1'],
  unverified: [],
  sandbox: ['1', '2', '3'],
  website: ['scan'],
};

const methods: Step = {
  id: '7',
  title: { zh: '哪种号能用哪种方法', en: 'Which method works where' },
  means: {
    zh: '1 消息加 app token，2 网页授权加同意，3 静默授权加 app token，scan 网站扫码登录。',
    en: '1 message and app token, 2 web authorisation with consent, 3 silent authorisation and app token, scan QR login on a website.',
  },
  async run(stage, pass) {
    await stage.inAnotherWorld(async (world) => {
      await stage.recorder.quietly(async () => {
        await world.person('xiaohong').set({ consent: 'allow' });
        for (const account of ['sandbox', 'unverified']) await world.person('xiaohong').follow(account);
      });
      for (const [account, works] of Object.entries(expected)) {
        const found = await methodsOf(stage, world, account);
        const list =
          works.length === 0 ? { zh: '只有推送', en: 'pushes only' } : { zh: works.join('、'), en: works.join(', ') };
        pass({ zh: `${account}：${list.zh}`, en: `${account}: ${list.en}` }, found.join() === works.join(), found);
      }
    });
  },
};

async function methodsOf(stage: Stage, world: ControlClient, account: string): Promise<string[]> {
  if (world.account(account).kind === 'website') return (await scans(stage, world, account)) ? ['scan'] : [];
  const info = await userInfo(stage, world, account);
  const consented = await authorises(stage, world, account, 'snsapi_userinfo');
  const silent = await authorises(stage, world, account, 'snsapi_base');
  return [info ? ['1'] : [], consented ? ['2'] : [], silent && info ? ['3'] : []].flat();
}

async function userInfo(stage: Stage, world: ControlClient, account: string): Promise<boolean> {
  const { openid } = await world.person('xiaohong').openid(account);
  const reply = await stage.api(
    '/cgi-bin/user/info',
    { access_token: await stage.appToken(account, world), openid },
    world,
  );
  return reply.subscribe === 1;
}

async function authorises(stage: Stage, world: ControlClient, account: string, scope: string): Promise<boolean> {
  const redirectUri = `${stage.gateway.url}/wechat/callback`;
  const { code } = await world.person('xiaohong').authorize({ account, redirectUri, scope });
  if (code === undefined) return false;
  const grant = await stage.exchange(account, code, world);
  if (scope === 'snsapi_base') return typeof grant.openid === 'string';
  const { access_token: token, openid } = grant;
  const profile = await stage.api('/sns/userinfo', { access_token: String(token), openid: String(openid) }, world);
  return typeof profile.nickname === 'string' && profile.nickname !== '';
}

/** The page with the QR code on a computer, the scan and the consent on the phone, the code back on the computer. */
async function scans(stage: Stage, world: ControlClient, account: string): Promise<boolean> {
  const person = world.person('xiaohong');
  const redirectUri = `${stage.gateway.url}/wechat/callback`;
  const page = await person.authorize({ account, redirectUri, scope: 'snsapi_login' });
  const { code } = page.sheet === undefined ? page : await person.allow();
  return code !== undefined && typeof (await stage.exchange(account, code, world)).openid === 'string';
}
