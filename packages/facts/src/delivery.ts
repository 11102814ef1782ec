import type { Fact, Provenance } from './fact.ts';

/** How a push travels, and what may be answered. */
export interface PushModeFact extends Provenance {
  readonly name: 'plain' | 'compatible' | 'safe';
  readonly zh: string;
  /** What the body carries. */
  readonly body: 'clear' | 'clearAndEncrypted' | 'encrypted';
  /** May the reply be clear XML? `success` and an empty body may be clear in every mode. */
  readonly clearReply: boolean;
  readonly encryptedReply: boolean;
}

// biome-ignore format: one line a row
export const pushModes = [
  { name: 'plain', zh: '明文模式', body: 'clear', clearReply: true, encryptedReply: false, source: ['SUB-ENC', 'ENC-FAQ'], grade: 'documented' },
  { name: 'compatible', zh: '兼容模式', body: 'clearAndEncrypted', clearReply: true, encryptedReply: true, source: ['SUB-ENC', 'ENC-FAQ'], grade: 'documented', since: '2014-10-13' },
  { name: 'safe', zh: '安全模式', body: 'encrypted', clearReply: false, encryptedReply: true, source: ['SUB-ENC', 'ENC-FAQ'], grade: 'documented', since: '2014-10-13' },
] as const satisfies readonly PushModeFact[];

export type PushMode = (typeof pushModes)[number]['name'];

/** The query of a push. `openid` is usual but not certain; the last two come with encryption. */
export const pushQuery = {
  value: ['signature', 'timestamp', 'nonce', 'openid', 'encrypt_type', 'msg_signature'],
  source: ['TPP-PUSH', 'MSG-PUSH'],
  grade: 'documented',
} as const satisfies Fact<readonly string[]>;

/** The query of the URL check, which signs with `signature` in every mode. The answer is exactly echostr. */
export const checkQuery = {
  value: ['signature', 'timestamp', 'nonce', 'echostr'],
  source: ['MSG-PUSH', 'SUB-ENC'],
  grade: 'documented',
} as const satisfies Fact<readonly string[]>;

/** The format of a push. An encryption page shows JSON, which is certain only for other kinds of account. */
export const pushFormat = {
  value: 'xml',
  source: ['MSG-PUSH', 'SUB-ENC'],
  grade: 'documented',
} as const satisfies Fact<string>;

/** WeChat's own User-Agent. Redirects are not followed. */
export const pushUserAgent = {
  value: 'Mozilla/4.0',
  source: ['bot-on-anything#116', 'WxJava#2316'],
  grade: 'observed',
} as const satisfies Fact<string>;

/** The only ports that WeChat calls. */
export const pushPorts = { value: [80, 443], source: 'MSG-PUSH', grade: 'documented' } as const satisfies Fact<
  readonly number[]
>;

/** The status that counts as an answer; any other is a failure. */
export const pushStatus = { value: 200, source: 'HTTP201', grade: 'observed' } as const satisfies Fact<number>;

/** The body that says "no reply wanted"; an empty one says the same. Clear text is fine in safe mode too. */
export const acknowledgement = {
  value: 'success',
  source: ['PASSIVE', 'MA-AUTHCHANGE'],
  grade: 'documented',
} as const satisfies Fact<string>;

/** What the person reads when a push failed or its reply was bad. Nobody has published when the wording changed. */
// biome-ignore format: one line a row
export const failureNotice = [
  { value: '该公众号暂时无法提供服务，请稍后再试', source: ['FIELD', 'own'], grade: 'inferred', until: '2017-01-01?' },
  { value: '该公众号提供的服务出现故障，请稍后再试', source: ['FIELD', 'HTTP201'], grade: 'reported', since: '2017-01-01?' },
] as const satisfies readonly Fact<string>[];

/**
 * AES-256-CBC, key = base64(EncodingAESKey + "="), IV = first 16 bytes of the key. The 43rd character may carry two bits
 * that strict base64 decoders refuse. Plaintext: 16 random bytes, length as big-endian uint32, message, AppID.
 */
export const encryption = {
  keyCharacters: { value: 43, source: 'TPP-TECH', grade: 'documented' },
  randomBytes: { value: 16, source: 'TPP-TECH', grade: 'documented' },
  lengthBytes: { value: 4, source: 'TPP-TECH', grade: 'documented' },
  /** PKCS#7 with a block of 32, not 16. */
  paddingBlock: { value: 32, source: ['TPP-TECH', 'EasyWeChat'], grade: 'documented' },
} as const satisfies Record<string, Fact<number>>;

/** Codes of WeChat's sample libraries for encryption. They never travel on the wire. */
// biome-ignore format: one line a row
export const libraryErrors = [
  { code: -40001, en: 'the signature does not match', zh: '签名不符', source: 'EasyWeChat', grade: 'reported' },
  { code: -40002, en: 'the XML cannot be read', zh: 'XML 无法解析', source: 'EasyWeChat', grade: 'reported' },
  { code: -40003, en: 'the signature cannot be computed', zh: '签名无法计算', source: 'EasyWeChat', grade: 'reported' },
  { code: -40004, en: 'the EncodingAESKey is not valid', zh: 'EncodingAESKey 不正确', source: 'EasyWeChat', grade: 'reported' },
  { code: -40005, en: 'the AppID does not match', zh: 'AppID 不符', source: 'EasyWeChat', grade: 'reported' },
  { code: -40006, en: 'encryption failed', zh: '加密失败', source: 'EasyWeChat', grade: 'reported' },
  { code: -40007, en: 'decryption failed', zh: '解密失败', source: 'EasyWeChat', grade: 'reported' },
  { code: -40008, en: 'the decrypted text is not valid', zh: '解密结果不正确', source: 'EasyWeChat', grade: 'reported' },
  { code: -40009, en: 'base64 cannot be written', zh: 'base64 编码失败', source: 'EasyWeChat', grade: 'reported' },
  { code: -40010, en: 'base64 cannot be read', zh: 'base64 解码失败', source: 'EasyWeChat', grade: 'reported' },
  { code: -40011, en: 'the XML cannot be written', zh: 'XML 生成失败', source: 'EasyWeChat', grade: 'reported' },
] as const satisfies readonly (Provenance & { code: number; en: string; zh: string })[];

/** Official vectors: the signature is the lower-case hex SHA-1 of the sorted and joined token, timestamp and nonce. */
// biome-ignore format: one line a row
export const signatureVectors = [
  { name: 'first', token: 'AAAAA', timestamp: '1714036504', nonce: '1514711492', signature: 'f464b24fc39322e44b38aa78f5edd27bd1441696', source: 'SUB-ENC', grade: 'documented' },
  { name: 'second', token: 'AAAAA', timestamp: '1714037059', nonce: '486452656', signature: '899cf89e464efb63f54ddac96b0a0a235f53aa78', source: 'SUB-ENC', grade: 'documented' },
] as const satisfies readonly (Provenance & { name: string; token: string; timestamp: string; nonce: string; signature: string })[];

/** Our own vector, made with OpenSSL. */
export const encryptionVector = {
  value: {
    encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    appId: 'wx0123456789abcdef',
    random: '0123456789abcdef',
    message: 'xxxxxxxxxxxxxxxxxxxxxxxxxx',
    encrypted:
      'Q3stYC6hdFzMh9T8HCvyDHDxbrF7f8TfmYxXSN1y2Vbjja9RgRLcXPjzJF67v90Vr3HKiuEL04e7gdJi1DufsXo0wvTp5Iwc7Rt+04Oq4Q1t7yZ26HdYDJfk5lsZrMIt',
  },
  source: 'own',
  grade: 'inferred',
} as const satisfies Fact<Record<string, string>>;
