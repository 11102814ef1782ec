// Better Auth with its own WeChat provider (website login), as its documentation shows it. Commands come as lines on stdin:
// a request to the application as JSON; each answer is a line on stdout.
import { createInterface } from 'node:readline';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';

const auth = betterAuth({
  baseURL: 'http://127.0.0.1:8080',
  secret: 'a secret of this test only, thirty-two bytes',
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  socialProviders: { wechat: { clientId: process.env.WECHAT_APPID, clientSecret: process.env.WECHAT_APPSECRET } },
  logger: { disabled: true },
});

for await (const line of createInterface({ input: process.stdin })) {
  const { url, method = 'GET', headers = {}, body } = JSON.parse(line);
  const response = await auth.handler(new Request(url, { method, headers, ...(body && { body }) }));
  const { status } = response;
  const location = response.headers.get('location');
  console.log(
    JSON.stringify({ status, location, cookies: response.headers.getSetCookie(), body: await response.text() }),
  );
}
