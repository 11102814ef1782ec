import { createHash } from 'node:crypto';
import { PushCipher } from '../src/push-cipher.ts';
import { systemRandom } from '../src/system.ts';
import { openid } from './scripted-wechat.ts';

export const push = {
  appId: 'wx0123456789abcdef',
  originalId: 'gh_0123456789ab',
  token: 'Tq3vZr8LmW2xKp9dYb5cNf7gHj4sAe6u',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
};

const sha1 = (...parts: string[]) => createHash('sha1').update(parts.sort().join('')).digest('hex');

export function textDocument(content: string, msgId: string, createTime: number): string {
  return (
    `<xml><ToUserName><![CDATA[${push.originalId}]]></ToUserName><FromUserName><![CDATA[${openid}]]></FromUserName>` +
    `<CreateTime>${createTime}</CreateTime><MsgType><![CDATA[text]]></MsgType>` +
    `<Content><![CDATA[${content}]]></Content><MsgId>${msgId}</MsgId></xml>`
  );
}

/** Query and body of a push, signed as WeChat signs: in clear, or sealed when `sealed`. */
export function signed(
  document: string,
  options: { at: number; nonce?: string; sealed?: boolean },
): { query: string; body: string } {
  const { at, nonce = '1514711492' } = options;
  const base = `signature=${sha1(push.token, String(at), nonce)}&timestamp=${at}&nonce=${nonce}&openid=${openid}`;
  if (!options.sealed) return { query: base, body: document };
  const encrypt = new PushCipher(push.encodingAesKey, push.appId, systemRandom).encrypt(document);
  return {
    query: `${base}&encrypt_type=aes&msg_signature=${sha1(push.token, String(at), nonce, encrypt)}`,
    body: `<xml><ToUserName><![CDATA[${push.originalId}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`,
  };
}
