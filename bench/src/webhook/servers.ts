/**
 * The same webhook again and again: it checks the push, reads it and answers a text. Every peer is used as its own
 * documentation shows, on the lightest server that it runs on, and imported only in the process that measures it.
 */
import { createServer, type Server } from 'node:http';
import { parse } from 'node:querystring';
import { account, replyText } from '../account.ts';
import { loadCoWechat, loadKoa, loadWechat } from '../peers.ts';
import { fixedAnswer, pushOptions } from './answers.ts';
import type { Mode } from './messages.ts';

/** In one list, because the process of a server is told its name. */
export type WebhookName =
  | 'mingpian'
  | 'echo'
  | 'gateway'
  | 'wechat'
  | 'co-wechat'
  | 'node-easywechat'
  | 'fastify'
  | 'mingpian on fastify'
  | 'hono'
  | 'mingpian on hono';

/** A server that has a port already. */
export interface Listening {
  readonly port: number;
}

export const webhooks: Readonly<Record<WebhookName, (mode: Mode) => Promise<Server | Listening>>> = {
  mingpian,
  echo,
  gateway,
  wechat,
  'co-wechat': coWechat,
  'node-easywechat': easyWechat,
  fastify: async (mode) => (await import('./frameworks.ts')).fastifyFixed(mode),
  'mingpian on fastify': async (mode) => (await import('./frameworks.ts')).fastify(mode),
  hono: async (mode) => (await import('./frameworks.ts')).honoFixed(mode),
  'mingpian on hono': async (mode) => (await import('./frameworks.ts')).hono(mode),
};

async function mingpian(mode: Mode): Promise<Server> {
  const { createNodePushHandler } = await import('@mingpian/wechat/node-handler');
  return createServer(createNodePushHandler(await pushOptions(mode)));
}

/** The measure: reads the body and answers a fixed XML of the size of a real answer. */
async function echo(mode: Mode): Promise<Server> {
  const body = fixedAnswer(mode);
  const length = Buffer.byteLength(body);
  return createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      Buffer.concat(parts);
      response.writeHead(200, { 'content-type': 'text/xml', 'content-length': length });
      response.end(body);
    });
  });
}

/** Synced to an SQLite file before the answer; nothing reacts to the text. */
async function gateway(): Promise<Listening> {
  const { runGateway } = await import('../gateway/running.ts');
  const { urls } = await runGateway();
  return { port: Number(new URL(urls.public).port) };
}

async function wechat(mode: Mode): Promise<Server> {
  const wechat = loadWechat();
  const { token, appId: appid, encodingAesKey: encodingAESKey } = account;
  const handle = wechat(mode === 'plain' ? token : { token, appid, encodingAESKey }, (_request, response) =>
    response.reply(replyText),
  );
  return createServer((request, response) => {
    // Express would put the query here; this is the part of Express that the package needs.
    const url = request.url ?? '';
    const withQuery = Object.assign(request, { query: parse(url.slice(url.indexOf('?') + 1)) });
    handle(withQuery, response, (error) => response.writeHead(500).end(String(error)));
  });
}

async function coWechat(mode: Mode): Promise<Server> {
  const coWechat = loadCoWechat();
  const Koa = loadKoa();
  const { token, appId: appid, encodingAesKey: encodingAESKey } = account;
  const koa = new Koa();
  koa.use(coWechat(mode === 'plain' ? token : { token, appid, encodingAESKey }).middleware(async () => replyText));
  return createServer(koa.callback());
}

async function easyWechat(mode: Mode): Promise<Server> {
  const { OfficialAccount, ServerRequest } = await import('node-easywechat');
  const { appId, appSecret, token, encodingAesKey } = account;
  const app = new OfficialAccount({
    app_id: appId,
    secret: appSecret,
    token,
    ...(mode === 'safe' ? { aes_key: encodingAesKey } : {}),
  });
  return createServer(async (request, response) => {
    app.setRequest(await ServerRequest.createFromIncomingMessage(request));
    // A server object keeps its request, and in safe mode gets one more handler with each: it serves a single request.
    const server = app.setServer(null as never).getServer();
    server.addMessageListener('text', async () => replyText);
    const answer = await server.serve();
    response.writeHead(answer.getStatusCode(), answer.getHeaders()).end(answer.getBody());
  });
}
