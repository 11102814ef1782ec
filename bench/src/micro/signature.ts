import { equal } from 'node:assert/strict';
import { pushSignature } from '@mingpian/wechat/push-signature';
import { equalText } from '@mingpian/wechat/text';
import { account } from '../account.ts';
import { loadWechat } from '../peers.ts';
import type { Batch } from './batches.ts';

export async function batches(): Promise<Record<string, Batch>> {
  const wechat = loadWechat();
  const { token } = account;
  const [timestamp, nonce] = ['1700000000', '1514711492'];
  const signature = pushSignature(token, timestamp, nonce);
  equal(wechat.checkSignature({ signature, timestamp, nonce }, token), true);
  return {
    mingpian: (times) => {
      for (let i = 0; i < times; i += 1) equalText(signature, pushSignature(token, timestamp, nonce));
    },
    wechat: (times) => {
      for (let i = 0; i < times; i += 1) wechat.checkSignature({ signature, timestamp, nonce }, token);
    },
  };
}
