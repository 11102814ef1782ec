import { expect, it } from 'vitest';
import type { Simulated } from '../simulated.ts';
import { type Client, proxied, startClient } from './behind-proxy.ts';

interface Answer {
  status: number;
  location: string | null;
  cookies: string[];
  body: string;
}

const application = 'http://127.0.0.1:8080/auth';
const cookiesOf = (answer: Answer) => answer.cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');

/** Where Auth.js sends the browser when somebody presses its button. */
async function signIn(client: Client): Promise<string> {
  const csrf = await client.ask<Answer>({ url: `${application}/csrf` });
  const answer = await client.ask<Answer>({
    url: `${application}/signin/wechat`,
    method: 'POST',
    headers: { cookie: cookiesOf(csrf), 'content-type': 'application/x-www-form-urlencoded' },
    body: `csrfToken=${JSON.parse(csrf.body).csrfToken}`,
  });
  return answer.location ?? '';
}

function open(world: Simulated, url: string): Promise<{ error?: { text: string; why: string } }> {
  return world.control('POST', '/people/xiaoming/open', { url });
}

it('Auth.js as it comes: its state is hundreds of bytes long, and WeChat takes 128', async () => {
  const world = await proxied();
  const link = await signIn(startClient(world, 'auth-js.mjs'));
  const state = new URL(link).searchParams.get('state') ?? '';
  expect(state.length).toBeGreaterThan(128);
  // This is WeChat's limit, not the simulator's: the page says so, and no code is made.
  expect((await open(world, link)).error?.why).toMatch(/128/);
  expect(world.sim.world.state.codes).toEqual({});
});

it('X-10 Auth.js with a check that needs no state: signs in, text/plain and all', async () => {
  const world = await proxied();
  const client = startClient(world, 'auth-js.mjs', { CHECKS: 'none' });
  const link = new URL(await signIn(client));
  expect(link.searchParams.get('state')).toBeNull();
  await world.control('PUT', '/people/xiaoming', { consent: 'allow' });
  const authorised = await fetch(`${world.base}${link.pathname}${link.search}`, {
    redirect: 'manual',
    headers: { 'user-agent': 'MicroMessenger/8.0.50', 'x-sim-person': 'xiaoming' },
  });
  const callback = authorised.headers.get('location') ?? '';
  expect(callback).toContain(`${application}/callback/wechat?code=`);
  const signedIn = await client.ask<Answer>({ url: callback });
  expect(signedIn.location).toBe('http://127.0.0.1:8080');
  const session = await client.ask<Answer>({ url: `${application}/session`, headers: { cookie: cookiesOf(signedIn) } });
  expect(JSON.parse(session.body)).toMatchObject({
    user: { name: '小明', image: expect.stringContaining('qlogo.cn') },
  });
  // What worked on the phone and would not elsewhere stands in the report: the order of its parameters, and no state.
  const { findings } = await world.control<{ findings: { rule: string }[] }>('GET', '/report');
  expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['A-13', 'A-23']));
});
