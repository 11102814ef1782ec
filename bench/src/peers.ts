/**
 * Peers that come without types, with the calls that are used of them. Each is loaded when it is asked for, so a process
 * holds only what it measures.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

interface Encrypted {
  readonly token: string;
  readonly appid: string;
  readonly encodingAESKey: string;
}
type Query = Readonly<Record<string, string | string[] | undefined>>;
type WechatRequest = IncomingMessage & { query: Query };
type KoaMiddleware = (context: object, next: () => Promise<void>) => unknown;

interface Wechat {
  (
    config: string | Encrypted,
    handler: (request: WechatRequest, response: ServerResponse & { reply(text: string): void }) => void,
  ): (request: WechatRequest, response: ServerResponse, next: (error: unknown) => void) => void;
  reply(content: string, from: string, to: string): string;
  checkSignature(query: Query, token: string): boolean;
}
export const loadWechat = () => load('wechat') as Wechat;

interface CoWechat {
  middleware(handler: (message: object) => Promise<string>): KoaMiddleware;
}
export const loadCoWechat = () => load('co-wechat') as (config: string | Encrypted) => CoWechat;

interface Koa {
  use(middleware: KoaMiddleware): void;
  callback(): RequestListener;
}
export const loadKoa = () => load('koa') as new () => Koa;

interface WXBizMsgCrypt {
  getSignature(timestamp: string, nonce: string, encrypt: string): string;
  encrypt(text: string): string;
  decrypt(text: string): { message: string; id: string };
}
export const loadWechatCrypto = () =>
  load('wechat-crypto') as new (
    token: string,
    encodingAESKey: string,
    appid: string,
  ) => WXBizMsgCrypt;

interface Xml2js {
  parseString(xml: string, options: { trim: boolean }, done: (error: Error | null, result: object) => void): void;
  parseStringPromise(xml: string, options: { explicitArray: boolean }): Promise<object>;
}
export const loadXml2js = () => load('xml2js') as Xml2js;

interface CoWechatOAuth {
  request(url: string, options: object): Promise<object>;
  getAccessToken(code: string): Promise<{ data: { openid: string } }>;
  getUser(openid: string): Promise<{ openid: string; nickname: string }>;
}
export const loadCoWechatOAuth = () => load('co-wechat-oauth') as new (appid: string, secret: string) => CoWechatOAuth;

interface CoWechatApi {
  prefix: string;
  batchGetUsers(openids: readonly string[]): Promise<{ user_info_list: { openid: string; unionid?: string }[] }>;
}
export const loadCoWechatApi = () => load('co-wechat-api') as new (appid: string, secret: string) => CoWechatApi;

type Done<Result> = (error: Error | null, result: Result) => void;
interface WechatOAuth {
  request(url: string, options: object, done: Done<object>): void;
  getAccessToken(code: string, done: Done<{ data: { openid: string } }>): void;
  getUser(openid: string, done: Done<{ openid: string; nickname: string }>): void;
}
export const loadWechatOAuth = () => load('wechat-oauth') as new (appid: string, secret: string) => WechatOAuth;
