/** Browsers and the application behind them: each login goes from the first request to the id token, or asks for the claims. */
import { createHash, randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import { serveQuestions } from '../worker.ts';
import { client } from './servers.ts';

export interface LoadQuestion {
  readonly origin: string;
  /** Where the requests go in turn, if not to the origin itself: the nodes behind it. */
  readonly nodes?: readonly string[];
  readonly cookie: string;
  readonly what: 'logins' | 'userinfo';
  readonly ms: number;
}

export interface LoadAnswer {
  readonly done: number;
  readonly seconds: number;
}

const IN_FLIGHT = 16;
const pools = new Map<string, Pool>();

serveQuestions<LoadQuestion>(async ({ origin, nodes = [origin], cookie, what, ms }) => {
  const pool = inTurn(nodes.map(poolOf));
  const access = what === 'userinfo' ? (await login(pool, origin, cookie)).access_token : '';
  let done = 0;
  const started = performance.now();
  const until = started + ms;
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      if (what === 'logins') await login(pool, origin, cookie);
      else await userinfo(pool, access);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, one));
  return { done, seconds: (performance.now() - started) / 1000 } satisfies LoadAnswer;
});

function poolOf(node: string): Pool {
  const pool = pools.get(node) ?? new Pool(node, { connections: IN_FLIGHT });
  pools.set(node, pool);
  return pool;
}

type Requests = Pick<Pool, 'request'>;

function inTurn(pools: readonly Pool[]): Requests {
  let next = 0;
  return {
    request(options: Parameters<Pool['request']>[0]) {
      next = (next + 1) % pools.length;
      return (pools[next] as Pool).request(options);
    },
  } as Requests;
}

/** The four requests of a login in a browser that the provider has not seen for this application. */
async function login(pool: Requests, origin: string, cookie: string): Promise<{ access_token: string }> {
  const jar = new Map<string, string>();
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.id,
    redirect_uri: client.redirectUri,
    scope: 'openid',
    state: 'a-state',
    nonce: 'a-nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  let path = `/oauth2/authorize?${query}`;
  for (let hop = 0; hop < 3; hop += 1) {
    const kept = [...jar].map(([name, value]) => `${name}=${value}`);
    const headers = { cookie: (cookie === '' ? kept : [cookie, ...kept]).join('; ') };
    const reply = await pool.request({ method: 'GET', path, headers });
    await reply.body.dump();
    if (reply.statusCode !== 303) throw new Error(`${path} answered ${reply.statusCode}`);
    for (const line of [reply.headers['set-cookie'] ?? []].flat()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const next = new URL(String(reply.headers.location), origin);
    if (next.origin !== origin) return redeem(pool, next.searchParams.get('code') ?? '', verifier);
    path = `${next.pathname}${next.search}`;
  }
  throw new Error(`a login did not come back: ${path}`);
}

async function redeem(pool: Requests, code: string, verifier: string): Promise<{ access_token: string }> {
  const reply = await pool.request({
    method: 'POST',
    path: '/oauth2/token',
    headers: {
      authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: client.redirectUri,
      code_verifier: verifier,
    }).toString(),
  });
  const tokens = (await reply.body.json()) as { access_token?: string; id_token?: string };
  if (tokens.access_token === undefined || tokens.id_token === undefined) throw new Error(JSON.stringify(tokens));
  return { access_token: tokens.access_token };
}

async function userinfo(pool: Requests, access: string): Promise<void> {
  const headers = { authorization: `Bearer ${access}` };
  const reply = await pool.request({ method: 'GET', path: '/oauth2/userinfo', headers });
  const { sub } = (await reply.body.json()) as { sub?: string };
  if (sub === undefined) throw new Error(`userinfo answered ${reply.statusCode}`);
}
