import { createHash } from 'node:crypto';
import { PushCipher } from '@mingpian/wechat/push-cipher';
import { systemRandom } from '@mingpian/wechat/system';
import { account, openid } from '../account.ts';

export type Mode = 'plain' | 'safe';

/** A push as WeChat sends it. */
export interface SignedPush {
  readonly query: string;
  readonly body: string;
}

const cipher = new PushCipher(account.encodingAesKey, account.appId, systemRandom);

/** A text message of 350 bytes. */
export function textDocument(id: number, now: number): string {
  return (
    `<xml><ToUserName><![CDATA[${account.originalId}]]></ToUserName>` +
    `<FromUserName><![CDATA[${openid}]]></FromUserName><CreateTime>${now}</CreateTime>` +
    '<MsgType><![CDATA[text]]></MsgType>' +
    '<Content><![CDATA[你好，请问会员卡积分怎么查？How do I see my points?]]></Content>' +
    `<MsgId>${String(id).padStart(17, '230000')}</MsgId></xml>`
  );
}

/** Push number `id`, with a MsgId, a nonce and therefore a signature that no other push has. `now` is in seconds. */
export function signedPush(mode: Mode, id: number, now: number): SignedPush {
  const nonce = String(1_000_000_000 + id);
  const at = String(now);
  const query = `signature=${sha1(account.token, at, nonce)}&timestamp=${at}&nonce=${nonce}&openid=${openid}`;
  const document = textDocument(id, now);
  if (mode === 'plain') return { query, body: document };
  const encrypt = cipher.encrypt(document);
  return {
    query: `${query}&encrypt_type=aes&msg_signature=${sha1(account.token, at, nonce, encrypt)}`,
    body:
      `<xml><ToUserName><![CDATA[${account.originalId}]]></ToUserName>` +
      `<Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`,
  };
}

function sha1(...parts: string[]): string {
  return createHash('sha1').update(parts.sort().join('')).digest('hex');
}
