import { equal } from 'node:assert/strict';
import { PushCipher } from '@mingpian/wechat/push-cipher';
import { systemRandom } from '@mingpian/wechat/system';
import { account } from '../account.ts';
import { loadWechatCrypto } from '../peers.ts';
import type { Batch } from './batches.ts';

export async function batches(): Promise<Record<string, Batch>> {
  const message = '<xml>'.padEnd(600, 'push');
  const ours = new PushCipher(account.encodingAesKey, account.appId, systemRandom);
  const WXBizMsgCrypt = loadWechatCrypto();
  const theirs = new WXBizMsgCrypt(account.token, account.encodingAesKey, account.appId);
  const sealed = theirs.encrypt(message);
  equal(ours.decrypt(sealed).toString(), message);
  equal(theirs.decrypt(ours.encrypt(message)).message, message);
  return {
    mingpian: (times) => {
      for (let i = 0; i < times; i += 1) {
        ours.decrypt(sealed);
        ours.encrypt(message);
      }
    },
    'wechat-crypto': (times) => {
      for (let i = 0; i < times; i += 1) {
        theirs.decrypt(sealed);
        theirs.encrypt(message);
      }
    },
  };
}
