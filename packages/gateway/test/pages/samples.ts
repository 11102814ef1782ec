/** One sample of every page there is. */
import { qrCode } from '../../src/handoff/qr-code.ts';
import { handoffMethods, methods } from '../../src/methods/method.ts';
import { confirmPage, handedOverPage } from '../../src/pages/confirm.ts';
import { consentPage } from '../../src/pages/consent.ts';
import { explainPage } from '../../src/pages/explain.ts';
import { homePage } from '../../src/pages/home.ts';
import type { Language } from '../../src/pages/language.ts';
import { linkCodePage } from '../../src/pages/link-code.ts';
import { mePage, nobodyPage } from '../../src/pages/me.ts';
import type { Page } from '../../src/pages/page.ts';
import { previewPage } from '../../src/pages/preview.ts';
import { problemPage, problemStatus } from '../../src/pages/problem.ts';
import type { ProblemCode } from '../../src/pages/problem-codes.ts';
import { signedOutPage, signOutEverywherePage, signOutPage } from '../../src/pages/sign-out.ts';
import type { Told } from '../../src/pages/told.ts';
import { waitPage } from '../../src/pages/wait.ts';

const scanCode = await qrCode(`https://login.example.com/login/scan/${'0123456789abcdef'.repeat(2)}`);

const otherLanguage = '/me?lang=en';
const site = '半盏茶铺';
/** As long as people make them: nothing may stick out. */
const longSite = `${site}北京朝阳区望京东路第三分店与茶文化体验中心`;
const longName = 'Wolfeschlegelsteinhausenbergerdorff the Third';
const theme = { colour: '#6B3F1D', logo: '/logos/shop/0123456789abcdef' };
export const at = Date.parse('2026-11-22T14:02:11+08:00');
export const openid = 'oHc5w6Jm3vT1xQ0pAbCdEfGhYk2E';
export const silent: Told = { openid, bound: true, scope: 'snsapi_base', at, fields: {} };
const trace = { startedAt: at - 3000, returnedAt: at - 500, exchangedAt: at - 300, profileAt: at };

export const problemCodes = Object.keys(problemStatus) as ProblemCode[];

export const samples: Readonly<Record<string, (language: Language) => Page>> = {
  home: (language) => homePage({ language, otherLanguage, accounts: [{ title: site, signIn: '/login/service' }] }),
  explain: (language) =>
    explainPage({
      language,
      site,
      action: '/login/service/profile',
      returnTo: '/me',
      authoriseOrigin: 'https://open.weixin.qq.com',
      otherLanguage,
    }),
  ...Object.fromEntries(
    (['new', 'scanned', 'matched', 'confirmed', 'consumed', 'refused', 'wrong', 'expired'] as const).flatMap((state) =>
      handoffMethods.map((kind) => [
        `wait, ${kind}, ${state}`,
        (language: Language) =>
          waitPage({
            language,
            site: kind === 'message_code' ? longSite : site,
            siteHost: 'halfcup.example',
            theme: kind === 'scene_qr' ? theme : {},
            state,
            secondsLeft: 107,
            path: '/login/wait/7F3K-9QX2-M4TD',
            shown:
              kind === 'message_code'
                ? { kind, digits: '482916', account: '半盏茶话' }
                : {
                    kind,
                    qr: scanCode,
                    number: 47,
                    account: '半盏茶话',
                  },
            others: methods
              .filter((method) => method !== kind && method !== 'wechat')
              .map((method) => ({ method, ...(method === 'website' ? { href: '/login/service/website' } : {}) })),
            ...(kind === 'link_qr' ? { giveUp: '/login/request/x?outcome=access_denied' } : {}),
            name: kind === 'scene_qr' ? longName : '小明',
            otherLanguage,
          }),
      ]),
    ),
  ),
  confirm: (language) =>
    confirmPage({
      language,
      site,
      siteHost: 'halfcup.example',
      device: 'Windows',
      network: '203.0.113.*',
      askedAt: at,
      choices: [12, 47, 83],
      action: '/login/scan/x',
      otherLanguage,
    }),
  ...Object.fromEntries(
    (['confirmed', 'wrong', 'refused'] as const).map((state) => [
      `handed over, ${state}`,
      (language: Language) => handedOverPage({ language, site, state, action: '/login/scan/x', otherLanguage }),
    ]),
  ),
  consent: (language) =>
    consentPage({
      language,
      site: longSite,
      host: 'halfcup.example',
      theme,
      scopes: ['openid', 'profile', 'address', 'offline_access', 'wechat'],
      action: '/login/request/x',
      returnsTo: 'https://halfcup.example',
      otherLanguage,
    }),
  'sign out': (language) => signOutPage({ language, site, theme, action: '/oauth2/logout/confirm', secret: 'x' }),
  'sign out everywhere': (language) =>
    signOutEverywherePage({ language, action: '/me/sign-out-everywhere', otherLanguage }),
  'signed out': (language) => signedOutPage({ language, site, theme }),
  preview: (language) =>
    previewPage({ language, site, theme, otherLanguage, giveUp: '/login/request/x?outcome=access_denied' }),
  'link-code': (language) =>
    linkCodePage({
      language,
      chat: { account: '半盏试饮', openid },
      web: { account: site, openid, nickname: '小红\u202e' },
      foreign: true,
      code: '048216',
      waiting: false,
      continueAt: '/login/link/x/number',
      otherLanguage,
    }),
  nobody: (language) => nobodyPage({ language, otherLanguage, signIn: '/login/service' }),
  'me, silent': (language) =>
    mePage({
      language,
      personId: 'p1',
      site,
      kind: '服务号',
      told: silent,
      pictures: ['https://*.qlogo.cn'],
      signedInAt: at,
      trace,
      tellName: '/login/service/profile',
      otherLanguage,
    }),
  'me, everything': (language) =>
    mePage({
      language,
      personId: 'p2',
      site,
      kind: '服务号',
      borrowed: '半盏茶话',
      told: {
        ...silent,
        scope: 'snsapi_userinfo',
        unionid: openid,
        fields: {
          nickname: { value: `小明\u202e${longName}${'长'.repeat(50)}`, source: 'consent' },
          avatar: { value: 'https://thirdwx.qlogo.cn/mmopen/vi_32/x/132', source: 'consent' },
          sex: { value: '1', source: 'follower' },
          region: { value: '中国 广东 深圳', source: 'follower' },
          language: { value: 'zh_CN', source: 'follower' },
        },
        follower: { subscribed: true, since: at },
      },
      picture: 'https://thirdwx.qlogo.cn/mmopen/vi_32/x/132',
      pictures: ['https://*.qlogo.cn'],
      signedInAt: at,
      trace,
      otherLanguage,
    }),
  ...Object.fromEntries(
    problemCodes.map((code) => [
      `problem ${code}`,
      (language: Language) =>
        problemPage({
          language,
          code,
          reference: '7F3K-9QX2-M4TD',
          site,
          theme,
          errcode: 40163,
          next: '/login/service',
          otherLanguage,
        }),
    ]),
  ),
  'problem with a link to copy': (language) =>
    problemPage({ language, code: 'not_in_wechat', site, copy: 'https://login.example.com/login/service' }),
};
