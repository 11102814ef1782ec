/** What WeChat, or the way there, answered instead of what was asked for; in the words of the facts. */
import { errorTexts } from '@mingpian/facts/error-texts';
import { ApiError, WeChatError } from '@mingpian/wechat/errors';
import type { Words } from './finding.ts';

/** `simulator` is the address that the configuration names in WeChat's place. */
export async function refusal(error: unknown, simulator: string | undefined): Promise<{ what: Words; next: Words }> {
  if (error instanceof ApiError) return apiRefusal(error);
  if (error instanceof WeChatError && simulator !== undefined) return simulatorGone(simulator);
  if (error instanceof WeChatError) {
    return {
      what: { zh: `没有得到微信的有效回复（${error.code}）。`, en: `WeChat gave no valid answer (${error.code}).` },
      next: { zh: await error.hint('zh'), en: await error.hint('en') },
    };
  }
  throw error;
}

export function simulatorGone(simulator: string): { what: Words; next: Words } {
  return {
    what: { zh: `模拟器 ${simulator} 没有应答。`, en: `The simulator at ${simulator} does not answer.` },
    next: {
      zh: '用 mingpian simulate 启动它；要接真的微信，就删掉 wechat.simulator。',
      en: 'Start it with mingpian simulate; for the real WeChat take wechat.simulator out of the file.',
    },
  };
}

function apiRefusal({ errcode, errmsg }: ApiError): { what: Words; next: Words } {
  const texts = errorTexts[errcode];
  // 40164 says by which address we came; whoever sets up the list needs exactly that.
  const address = errcode === 40164 ? /\d{1,3}(?:\.\d{1,3}){3}/.exec(errmsg)?.[0] : undefined;
  const seen = address === undefined ? { zh: '', en: '' } : { zh: `（${address}）`, en: ` (${address})` };
  return {
    what: {
      zh: `微信返回 ${errcode}${seen.zh}：${texts?.zh.meaning ?? '没有记载的错误。'}`,
      en: `WeChat answers ${errcode}${seen.en}: ${texts?.en.meaning ?? 'nothing is known about this code.'}`,
    },
    next: {
      zh: texts?.zh.action ?? '在微信的文档中查这个错误码。',
      en: texts?.en.action ?? "Look the code up in WeChat's documentation.",
    },
  };
}
