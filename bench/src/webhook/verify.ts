/** Asks a server once, as WeChat would, and reads the answer with code that is not ours. */
import { equal, ok } from 'node:assert/strict';
import { account, openid, pushPath, replyText } from '../account.ts';
import { loadWechatCrypto, loadXml2js } from '../peers.ts';
import { type Mode, signedPush } from './messages.ts';

const { parseStringPromise } = loadXml2js();
const WXBizMsgCrypt = loadWechatCrypto();
const crypt = new WXBizMsgCrypt(account.token, account.encodingAesKey, account.appId);

export async function verifyWebhook(name: string, mode: Mode, port: number, id: number): Promise<void> {
  const { query, body } = signedPush(mode, id, Math.floor(Date.now() / 1000));
  const response = await fetch(`http://127.0.0.1:${port}${pushPath}?${query}`, { method: 'POST', body });
  equal(response.status, 200, `${name} refused a good push`);
  const text = await response.text();
  if (name === 'gateway')
    return equal(text, 'success', 'the gateway answered something to a text that nobody reacts to');
  let answer = await readAnswer(text);
  if (['echo', 'fastify', 'hono'].includes(name)) return;
  if (mode === 'safe') {
    const { Encrypt = '', TimeStamp = '', Nonce = '', MsgSignature } = answer;
    equal(MsgSignature, crypt.getSignature(TimeStamp, Nonce, Encrypt), `${name} signed its answer wrongly`);
    answer = await readAnswer(crypt.decrypt(Encrypt).message);
  }
  const { ToUserName, FromUserName, CreateTime, MsgType, Content } = answer;
  const expected = { ToUserName: openid, FromUserName: account.originalId, MsgType: 'text', Content: replyText };
  for (const [field, value] of Object.entries(expected)) {
    equal({ ToUserName, FromUserName, MsgType, Content }[field], value, `${name} answered another ${field}`);
  }
  ok(/^\d+$/.test(CreateTime ?? ''), `${name} answered no CreateTime`);
}

async function readAnswer(xml: string): Promise<Record<string, string>> {
  const { xml: fields } = (await parseStringPromise(xml, { explicitArray: false })) as { xml: Record<string, string> };
  return fields;
}
