import { describe, expect, it } from 'vitest';
import { encryptionVector, signatureVectors } from '../src/delivery.ts';
import { isSimulated, shapes, simulated } from '../src/shapes.ts';

/** Samples as published, and what must not pass. */
const samples: [keyof typeof shapes, good: string[], bad: string[]][] = [
  [
    'appId',
    ['wx0123456789abcdef', 'wx51de5eed00000001'],
    ['wx0123456789ABCDEF', 'wx0123456789abcde', ' wx0123456789abcdef'],
  ],
  ['appSecret', ['0123456789abcdef0123456789abcdef'], ['0123456789ABCDEF0123456789ABCDEF', '']],
  ['originalId', ['gh_0123456789ab', 'gh_0123456789a'], ['gh_0123456789', 'wx0123456789abcdef']],
  [
    'openid',
    ['oCJUsw3dVdK8Oka9fLr4824AVTGo', 'oCJUsw_wyMpLfKsY5R9s7_3hNaFA'],
    ['CJUsw3dVdK8Oka9fLr4824AVTGoo', 'oCJUsw3dVdK8Oka9fLr4824AVTG'],
  ],
  ['unionid', [`o${'a'.repeat(27)}`, `o${'-'.repeat(28)}`], [`o${'a'.repeat(29)}`]],
  [
    'code',
    ['071CyW000UGidO1SxY000uNATs1CyW04', '00b788e3b42043c8459a57a8d8ab5d9f'],
    ['071CyW000UGidO1SxY000uNATs1CyW0', ''],
  ],
  [
    'token',
    [`86_${'aZ09-_'.repeat(20)}`, 'a'.repeat(107)],
    ['', `86_${'a'.repeat(600)}`, 'a token with spaces in it, and long enough to be one'],
  ],
  [
    'ticket',
    ['gQH47joAAAAAAAAAASxodHRwOi8vd2VpeGluLnFxLmNvbS9xL2taZ2Z3TVRtNzJXV1Brb3ZhYmJJAAIEZ23sUwMEmm3sUw=='],
    ['short'],
  ],
  ['rid', ['5f364b21-395edb8d-336ae042', '62bae58d-5bf58b34-5f8e035e'], ['5f364b21395edb8d336ae042']],
  [
    'encodingAesKey',
    ['abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'],
    ['abcdefghijklmnopqrstuvwxyz0123456789ABCDEF', 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEF='],
  ],
  ['pushToken', ['AAAAA', 'abc'], ['ab', 'with space', 'a'.repeat(33)]],
  ['msgId', ['6577309546223567809', '24086087575195331'], ['1.5', '']],
  ['timestamp', ['1714036504'], ['171403650', '1714036504000']],
  ['nonce', ['1514711492', '486452656'], ['nonce']],
  ['signature', ['f464b24fc39322e44b38aa78f5edd27bd1441696'], ['F464B24FC39322E44B38AA78F5EDD27BD1441696']],
  ['echostr', ['4375120948345356249'], ['hello']],
  [
    'verifyFile',
    ['MP_verify_0aZ9bY8cX7dW6eV5.txt'],
    ['MP_verify_0aZ9bY8cX7dW6eV.txt', '../MP_verify_0aZ9bY8cX7dW6eV5.txt'],
  ],
  ['state', ['abc123', ''], ['a=b', 'a'.repeat(129)]],
];

describe('shapes', () => {
  it.each(samples)('%s', (name, good, bad) => {
    expect(good.filter((text) => !shapes[name].value.test(text))).toEqual([]);
    expect(bad.filter((text) => shapes[name].value.test(text))).toEqual([]);
  });

  it('every shape has its samples', () => {
    expect(samples.map(([name]) => name).toSorted()).toEqual(Object.keys(shapes).toSorted());
  });

  it('the vectors have the shapes they are vectors of', () => {
    for (const vector of signatureVectors) {
      expect(vector.signature).toMatch(shapes.signature.value);
      expect(vector.nonce).toMatch(shapes.nonce.value);
    }
    expect(encryptionVector.value.encodingAesKey).toMatch(shapes.encodingAesKey.value);
    expect(encryptionVector.value.appId).toMatch(shapes.appId.value);
  });
});

describe('isSimulated', () => {
  it.each([
    ['a simulated AppID', { appId: 'wx51de5eed00000001' }, true],
    ['a simulated secret', { appSecret: '51de5eed0123456789abcdef01234567' }, true],
    [
      'a simulated secret beside a real AppID',
      { appId: 'wx0123456789abcdef', appSecret: `51de5eed${'0'.repeat(24)}` },
      true,
    ],
    ['real ones', { appId: 'wx0123456789abcdef', appSecret: '0123456789abcdef0123456789abcdef' }, false],
    ['the mark elsewhere', { appId: 'wx0051de5eed000000' }, false],
    ['nothing', {}, false],
  ])('%s', (_, credentials, expected) => {
    expect(isSimulated(credentials)).toBe(expected);
  });

  it('the marks fit inside the shapes', () => {
    expect(simulated.appIdPrefix.value.padEnd(18, '0')).toMatch(shapes.appId.value);
    expect(simulated.appSecretPrefix.value.padEnd(32, '0')).toMatch(shapes.appSecret.value);
    expect(simulated.originalIdPrefix.value.padEnd(15, '0')).toMatch(shapes.originalId.value);
  });
});
