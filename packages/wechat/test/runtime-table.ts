/**
 * What must hold on every runtime, as rows that need neither a test runner nor Node: `runtimes/` runs them on the packed
 * package in Node 20 and 24, Bun, Deno and workerd. They import the package by its name, as its users do.
 */
import { readApiReply } from '@mingpian/wechat/api-reply';
import { createWeChat } from '@mingpian/wechat/client';
import { ApiError, PushRefused } from '@mingpian/wechat/errors';
import { hostsAt } from '@mingpian/wechat/hosts';
import { createLogin, seeOther } from '@mingpian/wechat/login-handler';
import type { Clock, Random, Transport, WireRequest } from '@mingpian/wechat/ports';
import { PushCipher } from '@mingpian/wechat/push-cipher';
import { createPushReceiver } from '@mingpian/wechat/push-receiver';
import { messageSignature, pushSignature } from '@mingpian/wechat/push-signature';
import { textReply } from '@mingpian/wechat/reply';
import { systemRandom } from '@mingpian/wechat/system';
import { createWebPushHandler } from '@mingpian/wechat/web-handler';
import { readXml, XmlError } from '@mingpian/wechat/xml-reader';

export interface RuntimeEnvironment {
  /** Origin of a server that answers every request with an app token. */
  readonly wechat: string;
}

export interface RuntimeRow {
  readonly name: string;
  run(environment: RuntimeEnvironment): void | Promise<void>;
}

const appId = 'wx0123456789abcdef';
const appSecret = '0123456789abcdef0123456789abcdef';
const openid = 'oHc5w6Jm3vT1xQ0pZ8kLr2bNyYk2';
const token = 'Tq3vZr8LmW2xKp9dYb5cNf7gHj4sAe6u';
const encodingAesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const now = Date.parse('2026-01-01T00:00:00+08:00');
const seconds = String(now / 1000);
const nonce = '1514711492';
const clock: Clock = { now: () => now };
const encoder = new TextEncoder();

const document =
  `<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[${openid}]]></FromUserName>` +
  `<CreateTime>${seconds}</CreateTime><MsgType><![CDATA[text]]></MsgType>` +
  '<Content><![CDATA[你好 👋]]></Content><MsgId>6577309546223567809</MsgId></xml>';

/** A push as WeChat sends it in safe mode. */
function sealedPush(): { query: string; body: string } {
  const encrypt = new PushCipher(encodingAesKey, appId, systemRandom).encrypt(document);
  return {
    query:
      `signature=${pushSignature(token, seconds, nonce)}&timestamp=${seconds}&nonce=${nonce}&openid=${openid}` +
      `&encrypt_type=aes&msg_signature=${messageSignature(token, seconds, nonce, encrypt)}`,
    body: `<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`,
  };
}

const json = (value: unknown) => ({ status: 200, body: encoder.encode(JSON.stringify(value)) });

/** A WeChat that gives each request what `answers` has for its path, and remembers what it was asked. */
function scripted(answers: Readonly<Record<string, unknown>>): { transport: Transport; requests: WireRequest[] } {
  const requests: WireRequest[] = [];
  const transport: Transport = async (request) => {
    requests.push(request);
    return json(answers[request.operation]);
  };
  return { transport, requests };
}

function equal(actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`got ${a}, expected ${b}`);
}

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const where = { appId, appSecret, clock, transport: scripted({}).transport };
/** Made where the module begins, as most programs do: a worker may draw no random bytes there, and send nothing. */
const madeAtOnce = [
  createWeChat(where),
  createPushReceiver({ appId, token, encodingAesKey, mode: 'safe' }),
  createWebPushHandler({ appId, token, encodingAesKey, mode: 'safe', onPush: () => undefined }),
  createLogin({
    wechat: createWeChat(where),
    callbackUrl: 'https://id.example/callback',
    secret: 'a secret of at least thirty-two characters',
    scope: 'snsapi_base',
    onPerson: () => seeOther('/'),
  }),
];

export const runtimeTable: readonly RuntimeRow[] = [
  {
    name: 'everything can be made where a module begins',
    run() {
      equal(madeAtOnce.length, 4);
    },
  },
  {
    name: 'signatures are the SHA-1 of the sorted parts',
    run() {
      equal(pushSignature('token', '1', '2'), '6d7149e287208afb17c14861c125053fd80c0f86');
      equal(messageSignature('token', '1', '2', 'frame'), '19d91abe1a1ab66397ab05458bf77e3d0d69abaf');
    },
  },
  {
    name: 'M-30 the published frame, which ends in a whole block of padding',
    run() {
      const random: Random = { bytes: () => encoder.encode('0123456789abcdef') };
      const cipher = new PushCipher(encodingAesKey, appId, random);
      const frame =
        'Q3stYC6hdFzMh9T8HCvyDHDxbrF7f8TfmYxXSN1y2Vbjja9RgRLcXPjzJF67v90Vr3HKiuEL04e7gdJi1DufsXo0wvTp5Iwc7Rt+04Oq4Q1t7yZ26HdYDJfk5lsZrMIt';
      equal(cipher.encrypt('x'.repeat(26)), frame);
      equal(new TextDecoder().decode(cipher.decrypt(frame)), 'x'.repeat(26));
    },
  },
  {
    name: 'one cipher opens a hundred frames of another, and a broken one between them',
    run() {
      const [ours, theirs] = [1, 2].map(() => new PushCipher(encodingAesKey, appId, systemRandom)) as [
        PushCipher,
        PushCipher,
      ];
      for (let length = 1; length <= 100; length += 1) {
        const text = '名'.repeat(length);
        const frame = theirs.encrypt(text);
        thrown(() => ours.decrypt(`${frame.slice(0, -8)}AAAAAAA=`));
        equal(new TextDecoder().decode(ours.decrypt(frame)), text);
      }
    },
  },
  {
    name: 'XML of pushes is read, and what is none of it is refused',
    run() {
      equal(readXml(document).Content, '你好 👋');
      equal(readXml(encoder.encode(document)).MsgId, '6577309546223567809');
      equal(thrown(() => readXml('<!DOCTYPE x><xml><a>1</a></xml>')) instanceof XmlError, true);
      equal(thrown(() => readXml(new Uint8Array([0x3c, 0xff, 0xfe]))) instanceof XmlError, true);
    },
  },
  {
    name: 'a sealed push is opened, and its reply is sealed',
    run() {
      const options = { appId, token, encodingAesKey, mode: 'safe', clock } as const;
      const { query, body } = sealedPush();
      const opened = createPushReceiver(options).open(query, encoder.encode(body));
      equal([opened.push.type, opened.late], ['text', false]);
      const reply = readXml(opened.seal(textReply('收到')));
      const frame = String(reply.Encrypt);
      equal(reply.MsgSignature, messageSignature(token, String(reply.TimeStamp), String(reply.Nonce), frame));
      const inner = new PushCipher(encodingAesKey, appId, systemRandom).decrypt(frame);
      equal(readXml(inner).Content, '收到');
    },
  },
  {
    name: 'a forged push is refused',
    run() {
      const options = { appId, token, encodingAesKey, mode: 'safe', clock } as const;
      const { query, body } = sealedPush();
      const forged = query.replace(/^signature=./, 'signature=g');
      equal(thrown(() => createPushReceiver(options).open(forged, body)) instanceof PushRefused, true);
    },
  },
  {
    name: 'the webhook answers a sealed push and refuses other methods',
    async run() {
      const handle = createWebPushHandler({
        appId,
        token,
        encodingAesKey,
        mode: 'safe',
        clock,
        onPush: (push) => (push.type === 'text' ? textReply(push.content) : undefined),
      });
      const { query, body } = sealedPush();
      const url = `https://id.example/webhook?${query}`;
      const answer = await handle(new Request(url, { method: 'POST', body }));
      equal(
        [answer.status, Object.keys(readXml(await answer.text()))],
        [200, ['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce']],
      );
      equal(await (await handle(new Request(`${url}&echostr=42`))).text(), '42');
      equal((await handle(new Request(url, { method: 'DELETE' }))).status, 405);
    },
  },
  {
    name: 'the authorise address has the documented order',
    run() {
      const wechat = createWeChat({ appId, appSecret });
      equal(
        wechat.oauth.authoriseUrl({ redirectUri: 'https://id.example/回', scope: 'snsapi_base', state: 'a1' }),
        `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${appId}` +
          '&redirect_uri=https%3A%2F%2Fid.example%2F%E5%9B%9E&response_type=code&scope=snsapi_base&state=a1#wechat_redirect',
      );
    },
  },
  {
    name: 'replies are judged by their errcode',
    run() {
      equal(readApiReply('/cgi-bin/user/info', json({ errcode: 0, openid })).openid, openid);
      const refused = thrown(() => readApiReply('/cgi-bin/user/info', json({ errcode: 40001, errmsg: 'invalid' })));
      equal(refused instanceof ApiError && [refused.errcode, refused.mover], [40001, 'refresh-token']);
      equal(
        (thrown(() => readApiReply('/x', { status: 200, body: encoder.encode('<html>') })) as ApiError).code,
        'garbage',
      );
    },
  },
  {
    name: 'ten cold calls fetch one app token',
    async run() {
      const { transport, requests } = scripted({ '/cgi-bin/stable_token': { access_token: 'one', expires_in: 7200 } });
      const { appTokens } = createWeChat({ appId, appSecret, transport, clock });
      const tokens = await Promise.all(Array.from({ length: 10 }, () => appTokens.get()));
      equal([new Set(tokens.map(({ value }) => value)).size, requests.length], [1, 1]);
    },
  },
  {
    name: 'the default transport reaches a server, and names no secret when it does not',
    async run({ wechat }) {
      equal((await createWeChat({ appId, appSecret, hosts: hostsAt(wechat) }).appTokens.get()).value, 'over the wire');
      const nobody = createWeChat({ appId, appSecret, hosts: hostsAt('http://127.0.0.1:1'), tries: 1 });
      const error = await nobody.appTokens.get().catch((caught: Error) => caught);
      equal([(error as ApiError).code, String(error).includes(appSecret)], ['network', false]);
    },
  },
  {
    name: 'a login goes from start to person, once',
    async run() {
      const { transport } = scripted({
        '/sns/oauth2/access_token': {
          access_token: 'user token',
          expires_in: 7200,
          refresh_token: 'refresh token',
          openid,
          scope: 'snsapi_base',
        },
      });
      const persons: string[] = [];
      const login = createLogin({
        wechat: createWeChat({ appId, appSecret, transport, clock }),
        callbackUrl: 'https://id.example/callback',
        secret: 'a secret of at least thirty-two characters',
        scope: 'snsapi_base',
        clock,
        onPerson: (grant, { returnTo }) => {
          persons.push(grant.openid);
          return seeOther(returnTo, { 'set-cookie': 'session=1' });
        },
      });
      const started = await login.start(new Request('https://id.example/login?return_to=/me'));
      const cookie = started.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const state = new URL(started.headers.get('location') ?? '').searchParams.get('state');
      const back = () =>
        login.callback(new Request(`https://id.example/callback?code=c0de&state=${state}`, { headers: { cookie } }));
      for (const response of await Promise.all([back(), back()])) {
        equal(
          [response.status, response.headers.get('location'), response.headers.getSetCookie()],
          [303, '/me', ['session=1']],
        );
      }
      equal(persons, [openid]);
    },
  },
];

export interface RuntimeResult {
  readonly name: string;
  /** What went wrong; null when nothing did. */
  readonly problem: string | null;
}

export async function runTable(environment: RuntimeEnvironment): Promise<RuntimeResult[]> {
  const results: RuntimeResult[] = [];
  for (const { name, run } of runtimeTable) {
    try {
      await run(environment);
      results.push({ name, problem: null });
    } catch (error) {
      results.push({ name, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  return results;
}
