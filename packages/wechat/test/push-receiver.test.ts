import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { events, messages } from '@mingpian/facts/pushes';
import { describe, expect, it } from 'vitest';
import type { PushRefusal } from '../src/errors.ts';
import { PushCipher } from '../src/push-cipher.ts';
import { createPushReceiver, type PushMode, type PushReceiverOptions } from '../src/push-receiver.ts';
import { pushSignature } from '../src/push-signature.ts';
import { replyLink, textReply } from '../src/reply.ts';
import { systemRandom } from '../src/system.ts';
import { readXml } from '../src/xml-reader.ts';
import { HandClock, openid } from './scripted-wechat.ts';

const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const OLD_KEY = 'GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba';
const APP_ID = 'wx0123456789abcdef';
const ACCOUNT = 'gh_0123456789ab';
const TOKEN = 'Tq3vZr8LmW2xKp9dYb5cNf7gHj4sAe6u';
const clock = new HandClock('2026-01-01T00:00:00+08:00');
const NOW = Math.floor(clock.now() / 1000);

const sha1 = (...parts: string[]) => createHash('sha1').update(parts.sort().join('')).digest('hex');
const seal = (document: string, key = KEY, appId = APP_ID) =>
  new PushCipher(key, appId, systemRandom).encrypt(document);

function receiver(mode: PushMode, more: Partial<PushReceiverOptions> = {}) {
  const key = mode === 'plain' ? {} : { encodingAesKey: KEY };
  return createPushReceiver({ appId: APP_ID, originalId: ACCOUNT, mode, token: TOKEN, ...key, clock, ...more });
}

const text = (content = '你好', more = '') =>
  `<xml><ToUserName><![CDATA[${ACCOUNT}]]></ToUserName><FromUserName><![CDATA[${openid}]]></FromUserName>` +
  `<CreateTime>${NOW}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content>` +
  `<MsgId>6577309546223567809</MsgId>${more}</xml>`;
const event = (name: string, more = '', created: string | number = NOW) =>
  `<xml><ToUserName><![CDATA[${ACCOUNT}]]></ToUserName><FromUserName><![CDATA[${openid}]]></FromUserName>` +
  `<CreateTime>${created}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${name}]]></Event>${more}</xml>`;
const safe = (encrypt: string) =>
  `<xml><ToUserName><![CDATA[${ACCOUNT}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`;

function query(more: Record<string, string | undefined> = {}, encrypt?: string, token = TOKEN): string {
  const timestamp = more.timestamp ?? String(NOW);
  const nonce = more.nonce ?? '1514711492';
  const parts = { signature: sha1(token, timestamp, nonce), timestamp, nonce, openid };
  const sealed =
    encrypt === undefined ? {} : { encrypt_type: 'aes', msg_signature: sha1(token, timestamp, nonce, encrypt) };
  const all: Record<string, string | undefined> = { ...parts, ...sealed, ...more };
  return Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function refusal(reason: PushRefusal) {
  return expect.objectContaining({ name: 'PushRefused', code: 'push_refused', reason });
}

describe('signatures', () => {
  it('M-05 SIG-02 the published vectors', () => {
    expect(pushSignature('AAAAA', '1714036504', '1514711492')).toBe('f464b24fc39322e44b38aa78f5edd27bd1441696');
    expect(pushSignature('AAAAA', '1714037059', '486452656')).toBe('899cf89e464efb63f54ddac96b0a0a235f53aa78');
  });

  it.each([
    ['SIG-01 forty zeros', { signature: '0'.repeat(40) }, 'signature'],
    ['SIG-01 forty other digits', { signature: 'f464b24fc39322e44b38aa78f5edd27bd1441696' }, 'signature'],
    ['SIG-01 upper case', { signature: sha1(TOKEN, String(NOW), '1514711492').toUpperCase() }, 'query'],
    ['WH-03 none', { signature: undefined }, 'query'],
    [
      'SIG-08 digits moved from timestamp to nonce',
      { timestamp: String(NOW).slice(0, 7), nonce: `${String(NOW).slice(7)}1` },
      'query',
    ],
    ['SIG-09 a nonce of 33 characters', { nonce: '1'.repeat(33) }, 'query'],
    ['SIG-09 a nonce with +', { nonce: '1+1' }, 'query'],
    ['SIG-09 a nonce with %00', { nonce: '1%00' }, 'query'],
    ['SIG-09 full-width digits', { nonce: '１' }, 'query'],
    ['SIG-11 301 seconds ago', { timestamp: String(NOW - 301) }, 'stale'],
    ['SIG-11 301 seconds ahead', { timestamp: String(NOW + 301) }, 'stale'],
  ] as const)('%s is refused', (_, more, reason) => {
    expect(() => receiver('plain').open(query(more), text())).toThrow(refusal(reason));
  });

  it.each([-300, -299, 299, 300])('SIG-11 %d seconds are accepted', (offset) => {
    const { push } = receiver('plain').open(query({ timestamp: String(NOW + offset) }), text());
    expect(push.type).toBe('text');
  });

  it('HTP-04 a parameter twice is refused', () => {
    expect(() => receiver('plain').open(`${query()}&nonce=1514711492`, text())).toThrow(refusal('query'));
  });

  it('WH-04 no query at all is refused', () => {
    expect(() => receiver('plain').open('', event('SCAN'))).toThrow(refusal('query'));
  });

  it('SIG-12 the previous Token is accepted while it is configured', () => {
    const old = 'oldTokenOf32Characters0123456789';
    expect(receiver('plain', { previousTokens: [old] }).open(query({}, undefined, old), text()).push.type).toBe('text');
    expect(() => receiver('plain').open(query({}, undefined, old), text())).toThrow(refusal('signature'));
  });
});

describe('the check of the URL', () => {
  it('WH-01 gives echostr back', () => {
    expect(receiver('safe').verify(query({ echostr: '1234567890123456789' }))).toBe('1234567890123456789');
  });
  it.each(['<script>alert(1)</script>', 'a%0d%0aSet-Cookie:x=1', ''])('WH-02 refuses echostr %j', (echostr) => {
    expect(() => receiver('safe').verify(query({ echostr }))).toThrow(refusal('query'));
  });
  it('WH-03 refuses without signature', () => {
    expect(() => receiver('safe').verify('echostr=123')).toThrow(refusal('query'));
  });
});

describe('modes come from the configuration', () => {
  it('M-06 plain', () => {
    const opened = receiver('plain').open(query(), Buffer.from(text()));
    expect(opened.push).toMatchObject({
      type: 'text',
      from: openid,
      to: ACCOUNT,
      content: '你好',
      msgId: '6577309546223567809',
    });
    expect(opened.document).toBe(text());
  });

  it('M-26 safe', () => {
    const encrypt = seal(text());
    const opened = receiver('safe').open(query({}, encrypt), safe(encrypt));
    expect(opened.push).toMatchObject({ type: 'text', content: '你好' });
    expect(opened.document).toBe(text());
  });

  it('SIG-05 compatible: the outer fields do not exist', () => {
    const encrypt = seal(text());
    const body = event('SCAN', `<Encrypt><![CDATA[${encrypt}]]></Encrypt>`);
    expect(receiver('compatible').open(query({}, encrypt), body).push).toMatchObject({ type: 'text', content: '你好' });
  });

  it('SIG-04 encrypt_type=raw does not switch the check off', () => {
    const encrypt = seal(text());
    expect(receiver('safe').open(query({ encrypt_type: 'raw' }, encrypt), safe(encrypt)).push.type).toBe('text');
  });

  const encrypt = seal(text());
  it.each([
    ['WH-05 a clear body in safe mode', query(), text(), 'downgrade'],
    ['SIG-03 no msg_signature', query({ msg_signature: undefined }, encrypt), safe(encrypt), 'msg_signature'],
    ['SIG-06 a wrong msg_signature', query({ msg_signature: '0'.repeat(40) }, encrypt), safe(encrypt), 'msg_signature'],
    ['a signature of another frame', query({}, seal(text('x'))), safe(encrypt), 'msg_signature'],
    ['outer fields beside Encrypt', query({}, encrypt), text('x', `<Encrypt>${encrypt}</Encrypt>`), 'xml'],
    ['M-31 another AppID in the frame', query({}, 'A'), safe('A'), 'frame'],
  ] as const)('%s is refused', (_, parameters, body, reason) => {
    expect(() => receiver('safe').open(parameters, body)).toThrow(refusal(reason));
  });

  it('M-31 a frame for another AppID is refused', () => {
    const foreign = seal(text(), KEY, 'wxfedcba9876543210');
    expect(() => receiver('safe').open(query({}, foreign), safe(foreign))).toThrow(refusal('frame'));
  });

  it('AES-07 a body that is not UTF-8 is refused, and so is a frame that holds no XML', () => {
    const bytes = Buffer.from(text('aaaa'));
    bytes[bytes.indexOf('aaaa')] = 0xff;
    expect(() => receiver('plain').open(query(), bytes)).toThrow(refusal('xml'));
    const words = seal('no document');
    expect(() => receiver('safe').open(query({}, words), safe(words))).toThrow(refusal('xml'));
  });

  it('AES-08 the previous key opens, and the reply uses it', () => {
    const old = seal(text(), OLD_KEY);
    const opened = receiver('safe', { previousEncodingAesKeys: [OLD_KEY] }).open(query({}, old), safe(old));
    const reply = readXml(opened.seal(textReply('hi')));
    const message = new PushCipher(OLD_KEY, APP_ID, systemRandom).decrypt(reply.Encrypt as string);
    expect(readXml(message).Content).toBe('hi');
  });

  it('a push to another account is refused', () => {
    const other = text().replace(ACCOUNT, 'gh_ba9876543210');
    expect(() => receiver('plain').open(query(), other)).toThrow(refusal('account'));
  });

  it('HTP-01 more than 256 KiB are refused unread', () => {
    expect(() => receiver('plain').open(query(), Buffer.alloc(256 * 1024 + 1, 'x'))).toThrow(refusal('too_large'));
  });
});

describe('pushes have types', () => {
  const open = (document: string) => receiver('plain').open(query(), document);
  const table: [string, string, object][] = [
    [
      'M-09 a plain follow',
      event('subscribe', '<EventKey><![CDATA[]]></EventKey>'),
      { event: 'subscribe', eventKey: '' },
    ],
    [
      'M-10 a follow by QR code',
      event('subscribe', '<EventKey><![CDATA[qrscene_login.abc]]></EventKey><Ticket><![CDATA[t]]></Ticket>'),
      { event: 'subscribe', scene: 'login.abc', ticket: 't' },
    ],
    [
      'a follow after a payment is no scan',
      event('subscribe', '<EventKey>last_trade_no_1</EventKey>'),
      { eventKey: 'last_trade_no_1' },
    ],
    [
      'M-11 a scan',
      event('SCAN', '<EventKey>42</EventKey><Ticket>t</Ticket>'),
      { event: 'SCAN', scene: '42', ticket: 't' },
    ],
    ['M-12 an unfollow', event('unsubscribe'), { event: 'unsubscribe' }],
    ['M-13 a menu click', event('CLICK', '<EventKey>K</EventKey>'), { event: 'CLICK', eventKey: 'K' }],
    [
      'M-13 a menu link',
      event('VIEW', '<EventKey>https://a.test/</EventKey>'),
      { event: 'VIEW', eventKey: 'https://a.test/' },
    ],
    [
      'E-01 a withdrawal, from a platform account',
      event(
        'user_authorization_revoke',
        `<OpenID>${openid}</OpenID><AppID>${APP_ID}</AppID><RevokeInfo>205,206</RevokeInfo>`,
      ).replace(`<FromUserName><![CDATA[${openid}]]>`, '<FromUserName><![CDATA[mmbizplatform]]>'),
      { event: 'user_authorization_revoke', openid, appId: APP_ID, revokeInfo: ['205', '206'], from: 'mmbizplatform' },
    ],
    [
      'E-03 a cleaned profile without OpenID',
      event('user_info_modified'),
      { event: 'user_info_modified', revokeInfo: [] },
    ],
    ['WH-14 an unknown event', event('brand_new', '<X>1</X>'), { event: 'other', name: 'brand_new' }],
    ['WH-14 an unknown type', text().replace('[text]', '[xyz]'), { type: 'other', name: 'xyz' }],
    ['WH-11 no CreateTime', text().replace(/<CreateTime>.*<\/CreateTime>/, ''), { type: 'malformed' }],
    ['a sender that is no openid', text().replace(openid, 'me'), { type: 'malformed' }],
    ['a message without MsgId', text().replace(/<MsgId>.*<\/MsgId>/, ''), { type: 'malformed' }],
    [
      'M-37 a place',
      text().replace(
        /\[text\].*<MsgId>/,
        '[location]]></MsgType><Location_X>23.13</Location_X><Location_Y>113.35</Location_Y><Scale>20</Scale><Label>L</Label><MsgId>',
      ),
      { type: 'location', latitude: 23.13, longitude: 113.35, scale: 20, label: 'L' },
    ],
  ];
  it.each(table)('%s', (_, document, expected) => expect(open(document).push).toMatchObject(expected));

  it.each(['-1', '1e20', 'abc', '', ' 1700000000 '])('WH-13 CreateTime %j is malformed', (created) => {
    expect(open(event('subscribe', '', created)).push).toMatchObject({ type: 'malformed' });
  });

  it.each([
    [-3600, false],
    [-3601, true],
    [300, false],
    [301, true],
  ])('WH-12 created %d seconds from now: late is %j', (offset, late) => {
    expect(open(event('subscribe', '', NOW + offset)).late).toBe(late);
  });

  it('deliveries of one push have one key, other pushes another', () => {
    const key = (document: string) => open(document).dedupeKey;
    expect(key(text())).toBe('message:6577309546223567809');
    expect(key(event('subscribe'))).toBe(key(event('subscribe')));
    const keys = [
      event('subscribe'),
      event('unsubscribe'),
      event('SCAN', '<EventKey>1</EventKey>'),
      event('subscribe', '', NOW + 1),
    ];
    expect(new Set(keys.map(key)).size).toBe(4);
    expect(key(event('subscribe', '<MsgId>6577309546223567809</MsgId>'))).not.toBe(key(text()));
  });
});

describe('what happens to one person in one second', () => {
  const key = (document: string) => receiver('plain').open(query(), document).dedupeKey;
  const subscriptions = (template: string) =>
    `<SubscribeMsgPopupEvent><List><TemplateId>${template}</TemplateId></List></SubscribeMsgPopupEvent>`;
  it.each([
    ['user_authorization_revoke', '<RevokeInfo>205</RevokeInfo>', '<RevokeInfo>206</RevokeInfo>'],
    ['TEMPLATESENDJOBFINISH', '<MsgID>200163836</MsgID>', '<MsgID>200163837</MsgID>'],
    ['subscribe_msg_popup_event', subscriptions('t1'), subscriptions('t2')],
  ])('%s twice, of two things, is no repeated delivery', (name, one, other) => {
    expect(key(event(name, one))).not.toBe(key(event(name, other)));
    expect(key(event(name, one))).toBe(key(event(name, one)));
  });
});

describe('pushes that carry more', () => {
  const open = (document: string) => receiver('plain').open(query(), document).push;
  const table: [string, string, object][] = [
    [
      'a scan from the menu',
      event(
        'scancode_waitmsg',
        '<EventKey>k</EventKey><ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>r</ScanResult></ScanCodeInfo>',
      ),
      { event: 'scancode_waitmsg', eventKey: 'k', scanType: 'qrcode', scanResult: 'r' },
    ],
    [
      'XML-20 pictures in one list',
      event(
        'pic_weixin',
        '<SendPicsInfo><Count>2</Count><PicList><item><PicMd5Sum>a</PicMd5Sum></item><item><PicMd5Sum>b</PicMd5Sum></item></PicList></SendPicsInfo>',
      ),
      { event: 'pic_weixin', pictures: ['a', 'b'] },
    ],
    [
      'XML-20 pictures in a list each',
      event(
        'pic_sysphoto',
        '<SendPicsInfo><PicList><item><PicMd5Sum>a</PicMd5Sum></item></PicList><PicList><item><PicMd5Sum>b</PicMd5Sum></item></PicList></SendPicsInfo>',
      ),
      { event: 'pic_sysphoto', pictures: ['a', 'b'] },
    ],
    [
      'a place from the menu',
      event(
        'location_select',
        '<SendLocationInfo><Location_X>23</Location_X><Location_Y>113</Location_Y><Scale>15</Scale><Label>L</Label><Poiname/></SendLocationInfo>',
      ),
      { event: 'location_select', latitude: 23, longitude: 113, scale: 15, label: 'L', place: '' },
    ],
    [
      'XML-20 the outcome of a template message',
      event('TEMPLATESENDJOBFINISH', '<MsgID>200163836</MsgID><Status>failed:user block</Status>'),
      { event: 'TEMPLATESENDJOBFINISH', sentMsgId: '200163836', status: 'failed:user block' },
    ],
    [
      'XML-20 subscriptions in a List',
      event(
        'subscribe_msg_popup_event',
        '<SubscribeMsgPopupEvent><List><TemplateId>t1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List><List><TemplateId>t2</TemplateId></List></SubscribeMsgPopupEvent>',
      ),
      { event: 'subscribe_msg_popup_event', items: [{ templateId: 't1', choice: 'accept' }, { templateId: 't2' }] },
    ],
    [
      'a place without its numbers is no place, and above all not 0, 0',
      event('LOCATION', '<Latitude></Latitude><Longitude/>'),
      { event: 'LOCATION', latitude: Number.NaN, longitude: Number.NaN, precision: Number.NaN },
    ],
    [
      'a place in a message: likewise',
      text().replace(/\[text\].*<MsgId>/, '[location]]></MsgType><Location_X/><Label>L</Label><MsgId>'),
      { type: 'location', latitude: Number.NaN, longitude: Number.NaN, scale: Number.NaN },
    ],
    [
      'M-39 the verification lapsed',
      event('verify_expired', '<ExpiredTime>1442401156</ExpiredTime><FailReason>x</FailReason>'),
      { event: 'verify_expired', expiredTime: 1442401156, failReason: 'x' },
    ],
    [
      'a mini program from the menu',
      event('view_miniprogram', '<EventKey>pages/i</EventKey><MenuId>7</MenuId>'),
      { eventKey: 'pages/i', menuId: '7' },
    ],
    [
      'a message sent from an article',
      text('x', '<MsgDataId>9</MsgDataId><Idx>1</Idx>'),
      { type: 'text', msgDataId: '9', idx: '1' },
    ],
    ['a tap in a customer-service menu', text('yes', '<bizmsgmenuid>101</bizmsgmenuid>'), { menuMessageId: '101' }],
  ];
  it.each(table)('%s', (_, document, expected) => expect(open(document)).toMatchObject(expected));

  it('every message and event of the facts has a type of its own', () => {
    for (const { type } of messages) expect(open(text().replace('[text]', `[${type}]`)), type).toMatchObject({ type });
    for (const { event: name } of events) expect(open(event(name)), name).toMatchObject({ type: 'event', event: name });
  });
});

describe('pushes in JSON', () => {
  const json = (more = '') =>
    `{"ToUserName":"${ACCOUNT}","FromUserName":"${openid}","CreateTime":${NOW},"MsgType":"text","Content":"\\"MsgId\\": 1","MsgId":24762637395683321${more}}`;
  const options = { format: 'json' } as const;

  it('WH-23 a MsgId beyond 2^53 keeps its digits', () => {
    const { push, dedupeKey } = receiver('plain', options).open(query(), json());
    expect(push).toMatchObject({ type: 'text', msgId: '24762637395683321', content: '"MsgId": 1', createTime: NOW });
    expect(dedupeKey).toBe('message:24762637395683321');
  });

  it('in safe mode, reply and all', () => {
    const encrypt = seal(json());
    const body = JSON.stringify({ ToUserName: ACCOUNT, Encrypt: encrypt });
    const opened = receiver('safe', options).open(query({}, encrypt), body);
    const reply = JSON.parse(opened.seal(textReply('hi')));
    expect(Object.keys(reply)).toEqual(['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce']);
    const document = new PushCipher(KEY, APP_ID, systemRandom).decrypt(reply.Encrypt).toString();
    expect(JSON.parse(document)).toEqual({
      ToUserName: openid,
      FromUserName: ACCOUNT,
      CreateTime: NOW,
      MsgType: 'text',
      Content: 'hi',
    });
  });

  it.each([
    ['WH-24 JSON where XML is configured', {}, json(), 'format_mismatch'],
    ['XML where JSON is configured', options, text(), 'format_mismatch'],
    ['a list', options, '[]', 'format_mismatch'],
    ['cut short', options, json().slice(0, -1), 'xml'],
    ['null for a value', options, json(',"X":null'), 'xml'],
    ['nested too deep', options, json(`,"X":${'{"a":'.repeat(7)}1${'}'.repeat(7)}`), 'xml'],
    ['a name twice but for a space', options, json(',"X":1," X":2'), 'xml'],
    ['257 values', options, json(`,"X":[${'1,'.repeat(256)}1]`), 'xml'],
  ] as const)('%s is refused', (_, more, body, reason) => {
    expect(() => receiver('plain', more).open(query(), body)).toThrow(refusal(reason));
  });
});

describe('replies', () => {
  const opened = () => receiver('plain').open(query(), text());

  it('M-16 RPL-06 names are swapped, CreateTime is whole seconds', () => {
    expect(opened().seal(textReply('欢迎'))).toBe(
      `<xml><ToUserName><![CDATA[${openid}]]></ToUserName><FromUserName><![CDATA[${ACCOUNT}]]></FromUserName>` +
        `<CreateTime>${NOW}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[欢迎]]></Content></xml>`,
    );
  });

  it('M-15 no reply is success, in clear in every mode', () => {
    const encrypt = seal(text());
    expect(opened().seal(undefined)).toBe('success');
    expect(receiver('safe').open(query({}, encrypt), safe(encrypt)).seal(undefined)).toBe('success');
  });

  it('M-29 an encrypted reply is signed with its own time and nonce', () => {
    const encrypt = seal(text());
    const reply = readXml(receiver('safe').open(query({}, encrypt), safe(encrypt)).seal(textReply('hi')));
    const { Encrypt, MsgSignature, TimeStamp, Nonce } = reply as Record<string, string>;
    expect(MsgSignature).toBe(sha1(TOKEN, TimeStamp as string, Nonce as string, Encrypt as string));
    expect(readXml(new PushCipher(KEY, APP_ID, systemRandom).decrypt(Encrypt as string)).ToUserName).toBe(openid);
  });

  it('RPL-01 a nickname that tries to leave its CDATA', () => {
    const hostile = ']]><Content>x';
    expect(readXml(opened().seal(textReply(hostile))).Content).toBe(hostile);
  });

  it('RPL-02 what XML forbids is removed, the rest is sent', () => {
    expect(readXml(opened().seal(textReply('a\u0000\u0008\u000b\uffff\ud800b\n'))).Content).toBe('ab\n');
  });

  it('M-25 a text is cut at 2048 bytes between characters', () => {
    const content = readXml(opened().seal(textReply(`a${'你'.repeat(1000)}`))).Content as string;
    expect(Buffer.byteLength(content)).toBe(1 + 3 * 682);
  });

  it('an empty text is misuse', () => {
    expect(() => textReply('\u0000')).toThrow(/^content must not be empty/);
  });

  it('RPL-03 a link cannot leave its attribute', () => {
    expect(replyLink('https://a.test/?q="><b>\'', '点<这里>')).toBe(
      '<a href="https://a.test/?q=%22%3E%3Cb%3E%27">点这里</a>',
    );
    expect(() => replyLink('http://a.test/', 'x')).toThrow(TypeError);
    expect(() => replyLink('javascript:alert(1)', 'x')).toThrow(TypeError);
    expect(replyLink('http://127.0.0.1:4015/login', 'x')).toContain('http://127.0.0.1:4015/login');
  });
});

describe('addresses in a push are texts', () => {
  it('OUT-11 opening a push asks none of them', () => {
    // There is nothing to ask with: the receiver takes no transport.
    const inner = 'http://169.254.169.254/latest/meta-data';
    const image = text().replace(
      /\[text\].*<MsgId>/,
      `[image]]></MsgType><PicUrl>${inner}</PicUrl><MediaId>m</MediaId><MsgId>`,
    );
    expect(receiver('plain').open(query(), image).push).toMatchObject({ type: 'image', picUrl: inner });
    const link = text().replace(/\[text\].*<MsgId>/, `[link]]></MsgType><Url>${inner}</Url><MsgId>`);
    expect(receiver('plain').open(query(), link).push).toMatchObject({ type: 'link', url: inner });
  });
});

it('M-39 a time that is blank or no time is absent', () => {
  const lapsed = event('verify_expired', '<ExpiredTime></ExpiredTime><FailTime>soon</FailTime>');
  const { push } = receiver('plain').open(query(), lapsed);
  expect(Object.keys(push)).not.toEqual(expect.arrayContaining(['expiredTime']));
  expect(Object.keys(push)).not.toEqual(expect.arrayContaining(['failTime']));
});

describe('misuse names the option', () => {
  it.each([
    ['SIG-13 an empty token', { token: '' }, /^token must be/],
    ['no key in safe mode', { encodingAesKey: undefined }, /^encodingAesKey is needed in safe mode/],
    ['AES-09 a short key', { encodingAesKey: 'short' }, /^encodingAesKey must be/],
    ['AES-09 an AppID with a blank, which would refuse every push', { appId: 'wx0123456789abcdef ' }, /^appId must be/],
    ['an original id that is an AppID', { originalId: 'wx0123456789abcdef' }, /^originalId must be/],
    ['an unknown format', { format: 'XML' as 'xml' }, /^format must be/],
    ['an unknown mode', { mode: 'secure' as PushMode }, /^mode must be/],
  ])('%s', (_, more, message) => {
    expect(() => receiver('safe', more as Partial<PushReceiverOptions>)).toThrow(message);
  });
});
