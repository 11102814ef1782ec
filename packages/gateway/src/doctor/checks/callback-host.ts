import { errorTexts } from '@mingpian/facts/error-texts';
import { linkUnavailable, notInWeChat, pages } from '@mingpian/facts/pages';
import { isLoopback } from '../../config/addresses.ts';
import { newHandle } from '../../ids.ts';
import { advice, ok, problem, unknown } from '../finding.ts';
import type { Check, Patient } from '../patient.ts';
import { simulatorGone } from '../wechat-answer.ts';

/** A phone's WeChat, as far as a header can say. */
const inWeChat =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN';

/**
 * WeChat's console lists our host for web authorisation. WeChat says so only on its authorise page, which it shows to WeChat
 * alone: a refusal that it shows us is certain, silence is not.
 */
export const callbackHost: Check<Patient> = {
  name: 'callback_host',
  async look({ account, parts: { accounts, config, random }, visit }) {
    if (account.kind === 'website' || account.kind === 'miniprogram') {
      return ok(
        '这类账号不用公众号的网页授权。',
        "An account of this kind does not use an official account's web authorisation.",
      );
    }
    const authoriser = accounts.authoriser(account);
    if (authoriser === undefined) {
      return advice(
        { zh: '这个账号没有网页授权。', en: 'This account has no web authorisation.' },
        {
          zh: '用 borrows 借用一个认证的服务号，或用消息验证码登录。',
          en: 'Let it borrow a verified service account (borrows), or sign people in by message code.',
        },
      );
    }
    const redirectUri = `${config.publicUrl}/wechat/callback`;
    const { host, hostname } = new URL(config.publicUrl);
    // What the console takes: a test account may have a port there.
    const entered = authoriser.kind === 'sandbox' ? host : hostname;
    const link = authoriser.wechat.oauth.authoriseUrl({
      redirectUri,
      scope: 'snsapi_base',
      state: newHandle(random, 16),
    });
    const answer = await visit(new URL(link).href.replace(/#.*$/, ''), inWeChat);
    const refused = pages.find(
      ({ code, text }) => answer?.text.includes(text) === true || answer?.text.includes(`>${code}<`),
    );
    if (refused !== undefined) {
      const texts = errorTexts[refused.code];
      return problem(
        {
          zh: `授权页显示 ${refused.code}：${texts?.zh.meaning ?? refused.text}`,
          en: `The authorise page shows ${refused.code}: ${texts?.en.meaning ?? refused.text}`,
        },
        hostAdvice(refused.code, entered, texts),
      );
    }
    const silent =
      answer === undefined || [notInWeChat, linkUnavailable].some(({ text }) => answer.text.includes(text));
    if (!silent && (answer.status === 302 || answer.status === 200) && config.simulator !== undefined) {
      return ok('授权页接受这个回调域名。', 'The authorise page accepts this callback host.');
    }
    if (config.simulator !== undefined) {
      const { what, next } = simulatorGone(config.simulator);
      if (answer === undefined) return problem(what, next);
      return unknown(
        { zh: '模拟器没有给这个 AppID 显示授权页。', en: 'The simulator shows no authorise page to this AppID.' },
        { zh: '先解决 app_token。', en: 'Solve app_token first.' },
      );
    }
    return unknown(
      {
        zh: '微信只在微信里显示授权页，从这里看不出来。',
        en: 'WeChat shows its authorise page inside WeChat only; it is not to be told from here.',
      },
      {
        zh: `在${isLoopback(hostname) ? '本机的微信开发者工具' : '手机微信'}里打开 ${config.publicUrl}/login/${account.name}；若显示 10003，把 ${entered} 加入网页授权域名。`,
        en: `Open ${config.publicUrl}/login/${account.name} in ${isLoopback(hostname) ? 'WeChat DevTools on this machine' : 'WeChat on a phone'}; if it shows 10003, add ${entered} to 网页授权域名.`,
      },
    );
  },
};

function hostAdvice(code: number, host: string, texts: (typeof errorTexts)[number] | undefined) {
  const more = code === 10003 ? { zh: `这里要填的是 ${host}。`, en: ` Here it is ${host}.` } : { zh: '', en: '' };
  return { zh: `${texts?.zh.action ?? ''}${more.zh}`, en: `${texts?.en.action ?? ''}${more.en}` };
}
