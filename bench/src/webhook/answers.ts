/** What the webhooks answer: the SDK's options for a text, and a fixed text of the same size. */
import type { PushHandlerOptions } from '@mingpian/wechat/push-handler';
import { account, openid, replyText } from '../account.ts';
import type { Mode } from './messages.ts';

export async function pushOptions(mode: Mode): Promise<PushHandlerOptions> {
  const { textReply } = await import('@mingpian/wechat/reply');
  const { appId, token, originalId, encodingAesKey } = account;
  return {
    appId,
    originalId,
    token,
    mode,
    ...(mode === 'safe' ? { encodingAesKey } : {}),
    onPush: (push) => (push.type === 'text' ? textReply(replyText) : undefined),
  };
}

export function fixedAnswer(mode: Mode): string {
  const answer =
    `<xml><ToUserName><![CDATA[${openid}]]></ToUserName>` +
    `<FromUserName><![CDATA[${account.originalId}]]></FromUserName><CreateTime>1700000000</CreateTime>` +
    `<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${replyText}]]></Content></xml>`;
  return mode === 'plain' ? answer : answer.padEnd(800, ' ');
}
