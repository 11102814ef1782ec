import { PushCipher } from '@mingpian/wechat/push-cipher';
import { messageSignature } from '@mingpian/wechat/push-signature';
import { systemRandom } from '@mingpian/wechat/system';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import WXBizMsgCrypt from 'wechat-crypto';

const key = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const appId = 'wx0123456789abcdef';
const theirs = new WXBizMsgCrypt('token', key, appId);
const ours = new PushCipher(key, appId, systemRandom);

describe('wechat-crypto and our frame agree', () => {
  it('AES-11 each reads what the other sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2000 }), (text) => {
        expect(theirs.decrypt(ours.encrypt(text))).toEqual({ message: text, id: appId });
        expect(ours.decrypt(theirs.encrypt(text)).toString()).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it('M-29 both sign alike', () => {
    const sealed = ours.encrypt('<xml></xml>');
    expect(messageSignature('token', '1700000000', 'n1', sealed)).toBe(theirs.getSignature('1700000000', 'n1', sealed));
  });
});
