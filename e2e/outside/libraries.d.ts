// The libraries tested here ship no types. These are the parts that the tests call.
declare module 'co-wechat-api' {
  export default class API {
    constructor(appid: string, secret: string);
    setOpts(options: object): void;
    getAccessToken(): Promise<{ accessToken: string; expireTime: number }>;
    getIp(): Promise<{ ip_list: string[] }>;
    getUser(openid: string): Promise<Record<string, unknown>>;
    batchGetUsers(openids: string[]): Promise<{ user_info_list: Record<string, unknown>[] }>;
    getFollowers(next?: string): Promise<{ total: number; count: number; data?: { openid: string[] } }>;
    createMenu(menu: object): Promise<Record<string, unknown>>;
    getMenu(): Promise<Record<string, unknown>>;
    sendText(openid: string, text: string): Promise<Record<string, unknown>>;
  }
}
declare module 'co-wechat-oauth' {
  export default class OAuth {
    constructor(appid: string, secret: string);
    setOpts(options: object): void;
    getAuthorizeURL(redirect: string, state: string, scope: string): string;
    getAccessToken(code: string): Promise<{ data: Record<string, unknown> }>;
    refreshAccessToken(token: string): Promise<{ data: Record<string, unknown> }>;
    getUser(openid: string): Promise<Record<string, unknown>>;
    verifyToken(openid: string, token: string): Promise<Record<string, unknown>>;
  }
}
declare module 'co-wechat' {
  import type { Middleware } from 'koa';
  export default function wechat(config: { token: string; appid: string; encodingAESKey?: string }): {
    middleware(handler: (message: Record<string, string>) => Promise<unknown>): Middleware;
  };
}
declare module 'wechat-crypto' {
  export default class WXBizMsgCrypt {
    constructor(token: string, encodingAesKey: string, id: string);
    getSignature(timestamp: string, nonce: string, encrypt: string): string;
    encrypt(text: string): string;
    decrypt(text: string): { message: string; id: string };
  }
}
declare module 'wechat' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  export default function wechat(
    config: { token: string; appid: string; encodingAESKey: string },
    handler: (
      request: IncomingMessage & { weixin: Record<string, string> },
      response: ServerResponse & { reply(content: unknown): void },
    ) => void,
  ): (request: IncomingMessage & { query: object }, response: ServerResponse, next: (error?: Error) => void) => void;
}
