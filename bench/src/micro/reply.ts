import { match } from 'node:assert/strict';
import { createPushReceiver } from '@mingpian/wechat/push-receiver';
import { textReply } from '@mingpian/wechat/reply';
import { account, openid, replyText } from '../account.ts';
import { loadWechat } from '../peers.ts';
import { signedPush } from '../webhook/messages.ts';
import type { Batch } from './batches.ts';

/** From a text to the whole XML of a plain answer. */
export async function batches(): Promise<Record<string, Batch>> {
  const wechat = loadWechat();
  const { appId, token, originalId } = account;
  const { query, body } = signedPush('plain', 1, Math.floor(Date.now() / 1000));
  const opened = createPushReceiver({ appId, token, mode: 'plain' }).open(query, body);
  const xml = /^<xml><ToUserName>.*oNmh.*<FromUserName>.*gh_.*<Content><!\[CDATA\[收到.*<\/xml>$/;
  match(opened.seal(textReply(replyText)), xml);
  match(wechat.reply(replyText, originalId, openid), xml);
  return {
    mingpian: (times) => {
      for (let i = 0; i < times; i += 1) opened.seal(textReply(replyText));
    },
    wechat: (times) => {
      for (let i = 0; i < times; i += 1) wechat.reply(replyText, originalId, openid);
    },
  };
}
