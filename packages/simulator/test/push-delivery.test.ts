import { afterEach, describe, expect, it } from 'vitest';
import { follow, say, scan, tapMenu, unfollow } from '../src/phone/chat.ts';
import { writeXml } from '../src/push/document.ts';
import { openFrame, sealFrame } from '../src/push/frame.ts';
import { pushPlatformEvent, verifyPushUrl } from '../src/push/push.ts';
import { sign } from '../src/push/signature.ts';
import { callbackAddresses } from '../src/wechat/addresses.ts';
import { type Account, chatKey, type QrCode } from '../src/world/state.ts';
import type { World } from '../src/world/world.ts';
import { type Answerer, type Received, startWebhook, type Webhook } from './fixtures/webhook.ts';
import { connect, type TestWorld, TODAY, testWorld } from './fixtures/worlds.ts';

const closing: Webhook[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((webhook) => webhook.close()));
});

interface Scene extends TestWorld {
  readonly webhook: Webhook;
}

async function scene(
  answer: Answerer = 'success',
  {
    mode = 'plain',
    quirks = [],
    date,
  }: { mode?: 'plain' | 'compatible' | 'safe'; quirks?: Account['quirks']; date?: string } = {},
): Promise<Scene> {
  const webhook = await startWebhook(answer);
  closing.push(webhook);
  const made = testWorld(date === undefined ? {} : { date });
  connect(made.world, 'service', webhook.url, mode);
  made.world.accountNamed('service').quirks = quirks;
  return { ...made, webhook };
}

/** What the chat shows when a push failed. */
const notice = '该公众号提供的服务出现故障，请稍后再试';

const who = (world: World, person = 'xiaohong') =>
  [world, world.personNamed(person), world.accountNamed('service')] as const;
const openid = (world: World, person = 'xiaohong') => world.openidOf(person, world.accountNamed('service'));
const chat = (world: World, person = 'xiaohong') => world.state.chats[chatKey(person, 'service')] ?? [];
const query = (request: Received | undefined, name: string) => request?.url.searchParams.get(name);

function textReply(world: World, content: string, change: { time?: string; swapped?: boolean } = {}): string {
  const names = [openid(world), world.accountNamed('service').originalId ?? ''];
  const [to = '', from = ''] = change.swapped === false ? [...names].reverse() : names;
  const time = change.time ?? '1700000000';
  return `<xml><ToUserName><![CDATA[${to}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>${time}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content></xml>`;
}

/** Lets a webhook that never answers run into the limit, `times` times. */
async function timeOut({ webhook, timers }: Scene, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await webhook.next();
    timers.fire();
  }
}

function envelopeOf(world: World, person: string, type: string): string {
  const { originalId } = world.accountNamed('service');
  return `<ToUserName><![CDATA[${originalId}]]></ToUserName><FromUserName><![CDATA[${openid(world, person)}]]></FromUserName><CreateTime>${TODAY / 1000}</CreateTime><MsgType><![CDATA[${type}]]></MsgType>`;
}

function sceneCode(world: World, change: Partial<QrCode> = {}): QrCode {
  const qrcode: QrCode = {
    ticket: 'gQTicket',
    account: 'service',
    url: 'http://weixin.qq.com/q/x',
    kind: 'scene',
    sceneId: 0,
    sceneStr: 'login.abc',
    createdAt: world.now(),
    expiresAt: world.now() + 300_000,
    ...change,
  };
  world.state.qrcodes[qrcode.ticket] = qrcode;
  return qrcode;
}

describe('verification of a push URL', () => {
  const echo = ({ url }: Received) => url.searchParams.get('echostr') ?? '';

  it('M-01 signed GET with timestamp, nonce and echostr, as Mozilla/4.0', async () => {
    const { world, webhook } = await scene(echo);
    await verifyPushUrl(world, world.accountNamed('service'), `${webhook.url}?own=1`);
    const [request] = webhook.received;
    expect(request?.method).toBe('GET');
    expect(request?.headers['user-agent']).toBe('Mozilla/4.0');
    expect([...(request?.url.searchParams.keys() ?? [])]).toEqual([
      'own',
      'signature',
      'timestamp',
      'nonce',
      'echostr',
    ]);
    expect(query(request, 'timestamp')).toMatch(/^\d{10}$/);
    expect(query(request, 'nonce')).toMatch(/^\d{9,10}$/);
    expect(query(request, 'echostr')).toMatch(/^\d{19}$/);
  });

  it('M-02 exactly the echostr is accepted; the check uses signature even in secure mode', async () => {
    const { world, webhook } = await scene(echo, { mode: 'safe' });
    const service = world.accountNamed('service');
    expect(await verifyPushUrl(world, service, webhook.url)).toEqual({ ok: true });
    const [request] = webhook.received;
    const { token = '' } = service.push ?? {};
    expect(query(request, 'signature')).toBe(
      sign(token, query(request, 'timestamp') ?? '', query(request, 'nonce') ?? ''),
    );
  });

  it.each<[string, Answerer, string]>([
    ['M-03 JSON quotes', (request) => JSON.stringify(echo(request)), 'JSON quotes'],
    ['M-03 a byte order mark', (request) => `\uFEFF${echo(request)}`, 'byte order mark'],
    ['M-03 a trailing newline', (request) => `${echo(request)}\n`, 'trailing newline'],
    ['M-03 an empty body', '', 'empty'],
    ['M-03 something else', 'hello', 'not the echostr'],
    ['M-03 status 500', { status: 500 }, 'status 500'],
    ['M-04 a 301', { status: 301, headers: { location: '/elsewhere' } }, 'redirect not followed'],
    ['M-04 a 302', { status: 302, headers: { location: '/elsewhere' } }, 'redirect not followed'],
  ])('%s is refused with that reason', async (_, answer, reason) => {
    const { world, webhook } = await scene(answer);
    const refused = { ok: false, reason: expect.stringContaining(reason) };
    expect(await verifyPushUrl(world, world.accountNamed('service'), webhook.url)).toEqual(refused);
    expect(webhook.received).toHaveLength(1);
  });

  it('M-03 an answer after the 5 s is refused', async () => {
    const made = await scene(null);
    const verification = verifyPushUrl(made.world, made.world.accountNamed('service'), made.webhook.url);
    await timeOut(made, 1);
    expect(await verification).toEqual({ ok: false, reason: expect.stringContaining('5 s') });
  });

  it('M-03 nobody listening is refused', async () => {
    const { world } = await scene();
    expect(await verifyPushUrl(world, world.accountNamed('service'), 'http://127.0.0.1:1/')).toMatchObject({
      ok: false,
    });
  });
});

describe('documents of pushes', () => {
  it('M-06 a text in plain mode, to the letter', async () => {
    const { world, webhook } = await scene();
    await say(...who(world), '你好');
    const [request] = webhook.received;
    expect(request?.method).toBe('POST');
    expect(request?.headers['content-type']).toBe('text/xml');
    expect([...(request?.url.searchParams.keys() ?? [])]).toEqual(['signature', 'timestamp', 'nonce', 'openid']);
    expect(query(request, 'openid')).toBe(openid(world));
    expect(query(request, 'timestamp')).toBe(String(TODAY / 1000));
    const msgId = /<MsgId>(\d+)<\/MsgId>/.exec(request?.body ?? '')?.[1];
    expect(request?.body).toBe(
      `<xml>${envelopeOf(world, 'xiaohong', 'text')}<Content><![CDATA[你好]]></Content><MsgId>${msgId}</MsgId></xml>`,
    );
  });

  it('M-06 quirk pushJson: JSON with the same names', async () => {
    const { world, webhook } = await scene('success', { quirks: ['pushJson'] });
    await say(...who(world), '你好');
    const [request] = webhook.received;
    expect(request?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      FromUserName: openid(world),
      Content: '你好',
      MsgType: 'text',
    });
  });

  it('M-36 the address of the sender is one of getcallbackip, where a proxy would write it and the world is told to', async () => {
    const { world, webhook } = await scene();
    await say(...who(world), 'hi');
    expect(webhook.received[0]?.headers).not.toHaveProperty('x-forwarded-for');
    world.state.forwardedFor = true;
    await say(...who(world), 'hi');
    expect(callbackAddresses).toContain(webhook.received[1]?.headers['x-forwarded-for']);
  });

  it('M-07 MsgId is a bare decimal beyond 2^53', async () => {
    const { world, webhook } = await scene();
    await say(...who(world), 'hi');
    await say(...who(world), 'hi');
    const ids = webhook.received.map(({ body }) => BigInt(/<MsgId>(\d+)<\/MsgId>/.exec(body)?.[1] ?? 0));
    expect(ids[0]).toBeGreaterThan(9007199254740992n);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('M-08 M-13 menu: CLICK and VIEW with their keys, no MsgId; a sub-menu pushes nothing', async () => {
    const { world, webhook } = await scene();
    world.state.menus.service = {
      button: [
        { name: 'A', type: 'click', key: 'K1' },
        { name: 'B', sub_button: [{ name: 'C', type: 'view', url: 'https://app.test/me' }] },
      ],
    };
    await tapMenu(...who(world), 'A').pushes;
    expect(await tapMenu(...who(world), 'B').pushes).toEqual([]);
    const tap = tapMenu(...who(world), 'B / C');
    expect(tap.url).toBe('https://app.test/me');
    expect(await tap.pushes).toMatchObject([{ event: 'VIEW', status: 200, attempts: 1, reply: null }]);
    expect(webhook.received.map(({ body }) => body)).toEqual([
      `<xml>${envelopeOf(world, 'xiaohong', 'event')}<Event><![CDATA[CLICK]]></Event><EventKey><![CDATA[K1]]></EventKey></xml>`,
      `<xml>${envelopeOf(world, 'xiaohong', 'event')}<Event><![CDATA[VIEW]]></Event><EventKey><![CDATA[https://app.test/me]]></EventKey></xml>`,
    ]);
  });

  const subscribe = (world: World, tail: string) =>
    `<xml>${envelopeOf(world, 'xiaoming', 'event')}<Event><![CDATA[subscribe]]></Event>${tail}</xml>`;

  it('M-09 a plain follow has an empty EventKey', async () => {
    const { world, webhook } = await scene();
    await follow(...who(world, 'xiaoming'), { via: 'search' });
    expect(webhook.received[0]?.body).toBe(subscribe(world, '<EventKey><![CDATA[]]></EventKey>'));
    expect(await follow(...who(world, 'xiaoming'))).toEqual([]);
  });

  it('M-09 quirks plainFollowNoEventKey and lastTradeNo', async () => {
    const { world, webhook } = await scene('success', { quirks: ['plainFollowNoEventKey', 'lastTradeNo'] });
    await follow(...who(world, 'xiaoming'), { via: 'search' });
    await follow(...who(world, 'emoji'), { via: 'payment' });
    expect(webhook.received[0]?.body).toBe(subscribe(world, ''));
    expect(webhook.received[1]?.body).toMatch(/<EventKey><!\[CDATA\[last_trade_no_\d+\]\]><\/EventKey>/);
  });

  it('M-10 R-06 a follow by QR carries qrscene_ and the ticket', async () => {
    const { world, webhook } = await scene();
    const { ticket } = sceneCode(world);
    await follow(...who(world, 'xiaoming'), { via: 'qr', ticket });
    const tail = `<EventKey><![CDATA[qrscene_login.abc]]></EventKey><Ticket><![CDATA[${ticket}]]></Ticket>`;
    expect(webhook.received[0]?.body).toBe(subscribe(world, tail));
  });

  it('R-07 following again from elsewhere has neither scene nor ticket', async () => {
    const { world, webhook } = await scene();
    await follow(...who(world, 'xiaoming'), { via: 'qr', ticket: sceneCode(world).ticket });
    await unfollow(...who(world, 'xiaoming'));
    await follow(...who(world, 'xiaoming'), { via: 'search' });
    expect(webhook.received[2]?.body).toBe(subscribe(world, '<EventKey><![CDATA[]]></EventKey>'));
  });

  it('M-11 R-06 a follower who scans is pushed as SCAN with the bare scene; others push nothing', async () => {
    const { world, webhook } = await scene();
    const qrcode = sceneCode(world, { sceneId: 42, sceneStr: '' });
    expect(await scan(world, world.personNamed('xiaoming'), qrcode)).toEqual([]);
    await scan(world, world.personNamed('xiaohong'), qrcode);
    expect(webhook.received.map(({ body }) => body)).toEqual([
      `<xml>${envelopeOf(world, 'xiaohong', 'event')}<Event><![CDATA[SCAN]]></Event><EventKey><![CDATA[42]]></EventKey><Ticket><![CDATA[gQTicket]]></Ticket></xml>`,
    ]);
  });

  it('M-12 unfollowing has an empty EventKey, and the reply is not shown', async () => {
    const { world, webhook } = await scene();
    webhook.answer = textReply(world, 'bye');
    expect(await unfollow(...who(world))).toMatchObject([{ event: 'unsubscribe', status: 200, reply: null }]);
    expect(webhook.received[0]?.body).toBe(
      `<xml>${envelopeOf(world, 'xiaohong', 'event')}<Event><![CDATA[unsubscribe]]></Event><EventKey><![CDATA[]]></EventKey></xml>`,
    );
    expect(chat(world)).toEqual([]);
    expect(world.isFollower('xiaohong', 'service')).toBe(false);
    expect(await unfollow(...who(world))).toEqual([]);
  });

  it('M-39 the lapse of a verification is told with ExpiredTime and FailReason', async () => {
    const { world, webhook } = await scene();
    await pushPlatformEvent(world, world.accountNamed('service'), {
      event: 'verify_expired',
      expiredTime: 1700000000,
      failReason: 'x',
    });
    expect(webhook.received[0]?.body).toContain(
      '<ExpiredTime>1700000000</ExpiredTime><FailReason><![CDATA[x]]></FailReason>',
    );
  });
});

describe('what the person sees', () => {
  it('M-15 success and zero bytes: no bubble, one delivery each', async () => {
    const { world, webhook } = await scene('success');
    expect(await say(...who(world), 'hi')).toMatchObject([{ event: 'text', status: 200, attempts: 1, reply: null }]);
    webhook.answer = '';
    expect(await say(...who(world), 'hi')).toMatchObject([{ attempts: 1, reply: null }]);
    expect(webhook.received).toHaveLength(2);
    expect(chat(world).map(({ from }) => from)).toEqual(['person', 'person']);
  });

  it('M-16 P-01 a reply is one bubble, the first of the chat after a follow', async () => {
    const { world, webhook } = await scene();
    const welcome = '欢迎 <a href="https://app.test/">点这里</a>';
    webhook.answer = ({ body }) => {
      const from = /<FromUserName><!\[CDATA\[(.*?)\]\]>/.exec(body)?.[1] ?? '';
      return textReply(world, welcome).replace(openid(world), from);
    };
    const [push] = await follow(...who(world, 'xiaoming'));
    expect(chat(world, 'xiaoming')).toEqual([push?.reply]);
    expect(push?.reply).toMatchObject({ from: 'account', type: 'text', text: welcome });
  });

  it('K-02 an account without verification gets messages and may answer', async () => {
    const { world, webhook } = await scene();
    connect(world, 'unverified', webhook.url);
    const [xiaoming, unverified] = [world.personNamed('xiaoming'), world.accountNamed('unverified')];
    webhook.answer = textReply(world, 'hi')
      .replace(openid(world), world.openidOf('xiaoming', unverified))
      .replace(world.accountNamed('service').originalId ?? '', unverified.originalId ?? '');
    expect(await follow(world, xiaoming, unverified)).toMatchObject([{ reply: { text: 'hi' } }]);
  });

  it('M-20 every kind of bad reply shows the failure notice', async () => {
    const { world, webhook } = await scene();
    for (const body of ['{"a":1}', 'garbage', textReply(world, ''), textReply(world, 'x', { swapped: false })]) {
      webhook.answer = body;
      const [push] = await say(...who(world), 'hi');
      expect(push).toMatchObject({
        status: 200,
        attempts: 1,
        reply: { from: 'system', text: notice },
      });
    }
  });

  it('M-24 a CreateTime in CDATA is shown and reported', async () => {
    const { world, webhook } = await scene();
    webhook.answer = textReply(world, 'x', { time: '<![CDATA[1682391258]]>' });
    expect(await say(...who(world), 'hi')).toMatchObject([{ reply: { text: 'x' } }]);
    expect(world.state.findings).toEqual([expect.objectContaining({ why: 'CreateTime should be a bare number' })]);
  });
});

describe('delivery', () => {
  it('M-17 M-19 a webhook that never answers: three deliveries, byte for byte the same, then the notice', async () => {
    const made = await scene(null);
    const said = say(...who(made.world), 'hi');
    await timeOut(made, 3);
    expect(await said).toMatchObject([{ status: null, attempts: 3, reply: { from: 'system', text: notice } }]);
    const { received } = made.webhook;
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(received.map(({ url }) => url.search)).size).toBe(1);
  });

  it('M-17 quirk retryFour: four deliveries', async () => {
    const made = await scene(null, { quirks: ['retryFour'] });
    const said = say(...who(made.world), 'hi');
    await timeOut(made, 4);
    expect(await said).toMatchObject([{ attempts: 4 }]);
  });

  it('M-18 M-19 status 201: four deliveries at once, then the notice', async () => {
    const { world, webhook, timers } = await scene({ status: 201, body: 'success' });
    expect(await say(...who(world), 'hi')).toMatchObject([{ status: 201, attempts: 4, reply: { text: notice } }]);
    expect(new Set(webhook.received.map(({ body, url }) => body + url.search)).size).toBe(1);
    expect(timers.waiting).toBe(0);
  });

  it('M-18 quirk badStatusThreeTries: three deliveries', async () => {
    const { world } = await scene({ status: 500 }, { quirks: ['badStatusThreeTries'] });
    expect(await say(...who(world), 'hi')).toMatchObject([{ status: 500, attempts: 3 }]);
  });

  it('M-18 a redirect is not followed', async () => {
    const { world, webhook } = await scene({ status: 302, headers: { location: '/elsewhere' } });
    await say(...who(world), 'hi');
    expect(webhook.received.map(({ url }) => url.pathname)).toEqual(['/hook', '/hook', '/hook', '/hook']);
  });

  it('M-20 nobody listening: three attempts, then the notice', async () => {
    const { world } = await scene();
    connect(world, 'service', 'http://127.0.0.1:1/');
    expect(await say(...who(world), 'hi')).toMatchObject([{ status: null, attempts: 3, reply: { text: notice } }]);
  });

  it('M-21 M-22 dropped after 5 s and sent again: one bubble, of the attempt whose connection was open', async () => {
    const made = await scene();
    const { world, webhook } = made;
    const late = Promise.withResolvers<string>();
    let count = 0;
    webhook.answer = () => {
      count += 1;
      return count === 1 ? late.promise : textReply(world, 'second');
    };
    const said = say(...who(world), 'hi');
    await timeOut(made, 1);
    expect(await said).toMatchObject([{ attempts: 2, reply: { text: 'second' } }]);
    late.resolve(textReply(world, 'first'));
    await say(...who(world), 'again');
    expect(chat(world).filter(({ text }) => text === 'first')).toEqual([]);
  });

  it('M-21 with a frozen clock the 5 s are the world’s: 4.9 s are not enough, 5 s drop the attempt', async () => {
    const { world, webhook } = await scene(null);
    world.clock.freeze();
    const said = say(...who(world), 'hi');
    await webhook.next();
    const advance = (ms: number) => {
      world.clock.advance(ms);
      world.emit({ type: 'clock' });
    };
    advance(4900);
    expect(webhook.received).toHaveLength(1);
    webhook.answer = 'success';
    advance(100);
    expect(await said).toMatchObject([{ attempts: 2, ms: 5000, reply: null }]);
  });

  it('M-34 after its attempts a message is never sent again', async () => {
    const { world, webhook } = await scene({ status: 503 });
    await say(...who(world), 'one');
    webhook.answer = 'success';
    await say(...who(world), 'two');
    const contents = webhook.received.map(({ body }) => /<Content><!\[CDATA\[(.*?)\]/.exec(body)?.[1]);
    expect(contents).toEqual(['one', 'one', 'one', 'one', 'two']);
  });

  it('delivers one at a time for an account', async () => {
    const { world, webhook } = await scene();
    let open = 0;
    let most = 0;
    webhook.answer = async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return 'success';
    };
    await Promise.all(['a', 'b', 'c'].map((text) => say(...who(world), text)));
    expect(most).toBe(1);
    expect(webhook.received).toHaveLength(3);
  });

  it('without a push URL nothing is pushed', async () => {
    const { world } = testWorld();
    expect(await say(...who(world), 'hi')).toEqual([]);
    expect(chat(world)).toHaveLength(1);
  });

  it('X-08 the ledger has every attempt, without signature, token or key', async () => {
    const { world } = await scene({ status: 500 }, { mode: 'safe' });
    await say(...who(world), 'hi');
    const { token = '?', encodingAesKey = '?' } = world.accountNamed('service').push ?? {};
    const pushes = world.state.ledger.filter(({ kind }) => kind === 'push');
    expect(pushes.map(({ kind, status, attempt, result }) => ({ kind, status, attempt, result }))).toEqual(
      [1, 2, 3, 4].map((attempt) => ({ kind: 'push', status: 500, attempt, result: 'badStatus' })),
    );
    const written = JSON.stringify(world.state.ledger);
    for (const secret of [token, encodingAesKey, 'signature=']) expect(written).not.toContain(secret);
  });

  it('a reset takes the chat away for good: a late reply does not come back', async () => {
    const made = await scene();
    const { world, webhook } = made;
    const held = Promise.withResolvers<string>();
    webhook.answer = () => held.promise;
    const said = say(...who(world), 'hi');
    await webhook.next();
    world.replaceState(testWorld().world.state);
    held.resolve(textReply(world, 'late'));
    expect(await said).toMatchObject([{ reply: null }]);
    expect(world.state.chats).toEqual({});
    expect(world.state.ledger).toEqual([]);
  });
});

describe('encrypted pushes', () => {
  const encrypted = ({ body }: Received) => /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(body)?.[1] ?? '';

  it('M-26 M-29 secure mode: only ToUserName and Encrypt, msg_signature over Encrypt', async () => {
    const { world, webhook } = await scene('success', { mode: 'safe' });
    await say(...who(world), 'hi');
    const [request] = webhook.received;
    if (!request) throw new Error('nothing was pushed');
    const service = world.accountNamed('service');
    const { token = '', encodingAesKey = '' } = service.push ?? {};
    const encrypt = encrypted(request);
    expect(request.body).toBe(
      `<xml><ToUserName><![CDATA[${service.originalId}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`,
    );
    expect([...request.url.searchParams.keys()]).toEqual([
      'signature',
      'timestamp',
      'nonce',
      'openid',
      'encrypt_type',
      'msg_signature',
    ]);
    const [timestamp, nonce] = [query(request, 'timestamp') ?? '', query(request, 'nonce') ?? ''];
    expect(query(request, 'encrypt_type')).toBe('aes');
    expect(query(request, 'msg_signature')).toBe(sign(token, timestamp, nonce, encrypt));
    expect(query(request, 'signature')).toBe(sign(token, timestamp, nonce));
    expect(openFrame(encrypt, { encodingAesKey, appId: service.appId })).toContain('<Content><![CDATA[hi]]></Content>');
  });

  it('M-26 secure mode: a clear reply is bad, an encrypted one is shown', async () => {
    const { world, webhook } = await scene('success', { mode: 'safe' });
    webhook.answer = textReply(world, 'clear');
    expect(await say(...who(world), 'hi')).toMatchObject([{ reply: { text: notice } }]);
    const service = world.accountNamed('service');
    const { token = '', encodingAesKey = '' } = service.push ?? {};
    const random = Buffer.from('0123456789abcdef');
    const encrypt = sealFrame(textReply(world, 'sealed'), { encodingAesKey, appId: service.appId, random });
    webhook.answer = writeXml([
      ['Encrypt', encrypt],
      ['MsgSignature', sign(token, '1', '2', encrypt)],
      ['TimeStamp', { bare: 1 }],
      ['Nonce', '2'],
    ]);
    expect(await say(...who(world), 'hi')).toMatchObject([{ reply: { text: 'sealed' } }]);
  });

  it('M-27 compatible mode: clear fields and Encrypt together', async () => {
    const { world, webhook } = await scene('success', { mode: 'compatible' });
    await say(...who(world), 'hi');
    const [request] = webhook.received;
    expect(request?.body).toContain('<Content><![CDATA[hi]]></Content>');
    expect(request?.body).toContain('<Encrypt><![CDATA[');
    webhook.answer = textReply(world, 'clear');
    expect(await say(...who(world), 'hi')).toMatchObject([{ reply: { text: 'clear' } }]);
  });

  it('M-28 plain mode has no encrypt_type and no msg_signature', async () => {
    const { world, webhook } = await scene();
    await say(...who(world), 'hi');
    expect(query(webhook.received[0], 'encrypt_type')).toBeNull();
    expect(query(webhook.received[0], 'msg_signature')).toBeNull();
  });

  it('before 2014-10-13 every account pushes in plain mode', async () => {
    const { world, webhook } = await scene('success', { mode: 'safe', date: '2014-01-01T00:00:00+08:00' });
    await say(...who(world), 'hi');
    expect(webhook.received[0]?.body).toContain('<Content><![CDATA[hi]]></Content>');
    expect(query(webhook.received[0], 'encrypt_type')).toBeNull();
  });

  const strike = (world: World, fault: string) => {
    world.state.faults = [{ operation: 'push', fault, times: 1, rate: null }];
  };

  it('M-31 fault corruptAppid: the tail of the frame is another AppID', async () => {
    const { world, webhook } = await scene('success', { mode: 'safe' });
    strike(world, 'corruptAppid');
    await say(...who(world), 'hi');
    const [request] = webhook.received;
    if (!request) throw new Error('nothing was pushed');
    const service = world.accountNamed('service');
    const { encodingAesKey = '' } = service.push ?? {};
    expect(() => openFrame(encrypted(request), { encodingAesKey, appId: service.appId })).toThrow('AppID');
  });

  it('M-32 fault oldKey: sealed with the key before the last change, else with the new one', async () => {
    const { world, webhook } = await scene('success', { mode: 'safe' });
    const service = world.accountNamed('service');
    if (!service.push) throw new Error('no push');
    const previous = service.push.encodingAesKey;
    service.push.previousEncodingAesKey = previous;
    service.push.encodingAesKey = 'N'.repeat(43);
    await say(...who(world), 'hi');
    strike(world, 'oldKey');
    await say(...who(world), 'hi');
    const [first, second] = webhook.received;
    if (!first || !second) throw new Error('two pushes expected');
    expect(openFrame(encrypted(first), { encodingAesKey: 'N'.repeat(43), appId: service.appId })).toContain('hi');
    expect(openFrame(encrypted(second), { encodingAesKey: previous, appId: service.appId })).toContain('hi');
  });

  it('fault badSignature signs with another token', async () => {
    const { world, webhook } = await scene();
    strike(world, 'badSignature');
    await say(...who(world), 'hi');
    const [request] = webhook.received;
    const { token = '' } = world.accountNamed('service').push ?? {};
    const right = sign(token, query(request, 'timestamp') ?? '', query(request, 'nonce') ?? '');
    expect(query(request, 'signature')).toMatch(/^[0-9a-f]{40}$/);
    expect(query(request, 'signature')).not.toBe(right);
  });

  it('fault duplicate delivers twice and shows one bubble', async () => {
    const { world, webhook } = await scene();
    webhook.answer = textReply(world, 'once');
    strike(world, 'duplicate');
    expect(await say(...who(world), 'hi')).toMatchObject([{ attempts: 2, reply: { text: 'once' } }]);
    expect(webhook.received[0]?.body).toBe(webhook.received[1]?.body);
    expect(chat(world)).toHaveLength(2);
  });

  it.each(['reorder', 'delay'])('M-35 fault %s: what comes after it overtakes it', async (fault) => {
    const { world, webhook, timers } = await scene();
    strike(world, fault);
    const one = say(...who(world), 'one');
    await say(...who(world), 'two');
    timers.fire();
    await one;
    expect(webhook.received.map(({ body }) => /<Content><!\[CDATA\[(.*?)\]/.exec(body)?.[1])).toEqual(['two', 'one']);
  });
});
