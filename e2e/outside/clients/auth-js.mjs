// Auth.js with its own WeChat provider, as its documentation shows it. Commands come as lines on stdin: a request to the
// application as JSON; each answer is a line on stdout.
import { createInterface } from 'node:readline';
import { Auth } from '@auth/core';
import WeChat from '@auth/core/providers/wechat';

const config = {
  providers: [
    WeChat({
      clientId: process.env.WECHAT_APPID,
      clientSecret: process.env.WECHAT_APPSECRET,
      platformType: process.env.PLATFORM ?? 'OfficialAccount',
      ...(process.env.CHECKS && { checks: [process.env.CHECKS] }),
    }),
  ],
  secret: 'a secret of this test only, thirty-two bytes',
  trustHost: true,
  basePath: '/auth',
  logger: { error: (error) => console.error(error.cause?.err ?? error), warn() {}, debug() {} },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { url, method = 'GET', headers = {}, body } = JSON.parse(line);
  const response = await Auth(new Request(url, { method, headers, ...(body && { body }) }), config);
  const { status } = response;
  const location = response.headers.get('location');
  console.log(
    JSON.stringify({ status, location, cookies: response.headers.getSetCookie(), body: await response.text() }),
  );
}
