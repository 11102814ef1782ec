/** WeChat in the process of the test: what it has given away it remembers, also when the gateway that asked is dead. */
import { createServer } from 'node:http';
import { readAll } from '@mingpian/wechat/bytes';
import { type StandIn, standIn } from '../harness.ts';
import { type Codes, issueCodes } from '../login/browser.ts';

export interface WeChatServer {
  readonly origin: string;
  readonly answers: StandIn['answers'];
  /** A fresh code of this person. */
  readonly codeOf: Codes['of'];
  /** App tokens given out, in order; each retires none of the others, as with stable_token. */
  readonly appTokens: readonly string[];
  /** How often this operation was called. */
  count(operation: string): number;
  /** Keeps the answers to this operation back until the returned function is called. */
  hold(operation: string): () => void;
  close(): void;
}

export async function wechatServer(): Promise<WeChatServer> {
  const wechat = standIn();
  const codes = issueCodes(wechat);
  wechat.answers.set('/cgi-bin/user/info', ({ url }) => ({
    subscribe: 1,
    openid: new URL(url).searchParams.get('openid'),
    nickname: '小红',
    tagid_list: [],
  }));
  const appTokens: string[] = [];
  wechat.answers.set('/cgi-bin/stable_token', () => {
    const token = `86_${String(appTokens.length).padStart(80, 'x')}`;
    appTokens.push(token);
    return { access_token: token, expires_in: 7200 };
  });
  const counts = new Map<string, number>();
  const held = new Map<string, Promise<void>>();
  const server = createServer(async (request, reply) => {
    const body = (await readAll(request, 65_536)) ?? new Uint8Array();
    const { pathname } = new URL(request.url ?? '/', 'http://wechat');
    counts.set(pathname, (counts.get(pathname) ?? 0) + 1);
    const answer = await wechat.transport({
      operation: pathname,
      method: request.method === 'POST' ? 'POST' : 'GET',
      url: `http://wechat${request.url}`,
      body: Buffer.from(body).toString(),
    });
    // Long runs make millions of calls, and nobody reads them.
    wechat.calls.length = 0;
    await held.get(pathname);
    reply.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    answers: wechat.answers,
    codeOf: codes.of,
    appTokens,
    count: (operation) => counts.get(operation) ?? 0,
    hold(operation) {
      const gate = Promise.withResolvers<void>();
      held.set(operation, gate.promise);
      return () => {
        held.delete(operation);
        gate.resolve();
      };
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
