import type { IncomingMessage, ServerResponse } from 'node:http';
import { createLogin, type LoginHandler, type LoginOptions } from './login-handler.ts';

export interface NodeLogin {
  start(request: IncomingMessage, response: ServerResponse): Promise<void>;
  callback(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/**
 * The login as two listeners of `node:http`, which Express, Koa and Fastify accept too. They reject only with what
 * `onPerson` and the other functions of yours threw: Express 5, Koa and Fastify take that to their error handlers.
 */
export function createNodeLogin(options: LoginOptions): NodeLogin {
  const login = createLogin(options);
  const listener =
    (step: keyof LoginHandler): NodeLogin[typeof step] =>
    async (incoming, outgoing) =>
      send(outgoing, await login[step](toRequest(incoming, options.callbackUrl)));
  return { start: listener('start'), callback: listener('callback') };
}

/**
 * Our own origin comes from the configuration: the Host header is the sender's to choose. A login reads query and headers
 * alone, and whatever is no GET does nothing, so it may as well be a HEAD.
 */
function toRequest({ url = '', method, headers }: IncomingMessage, callbackUrl: string): Request {
  const question = url.indexOf('?');
  const address = new URL('/', callbackUrl);
  if (question !== -1) address.search = url.slice(question);
  const fields = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !name.startsWith(':')) fields.set(name, String(value));
  }
  return new Request(address, { method: method === 'GET' ? 'GET' : 'HEAD', headers: fields });
}

async function send(outgoing: ServerResponse, response: Response): Promise<void> {
  const headers = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  outgoing.writeHead(response.status, cookies.length === 0 ? headers : { ...headers, 'set-cookie': cookies });
  outgoing.end(await response.text());
}
