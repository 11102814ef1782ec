import { expect, it } from 'vitest';
import { createWeChat } from '../src/client.ts';
import { traceCalls } from '../src/telemetry.ts';
import { app, HandClock, openid, scriptedWeChat } from './scripted-wechat.ts';

it('LOG-03 one client span a request, with the path and without a query', async () => {
  const spans: object[] = [];
  const tracer = {
    startSpan: (name: string, options: object) => {
      const span: Record<string, unknown> = { name, ...options };
      spans.push(span);
      return {
        setStatus: (status: object) => Object.assign(span, { status }),
        end: (endTime?: number) => Object.assign(span, { endTime }),
      };
    },
  };
  const clock = new HandClock();
  const { transport } = scriptedWeChat(
    { operation: '/cgi-bin/stable_token', reply: { access_token: 'topsecret', expires_in: 7200 } },
    { operation: '/cgi-bin/user/info', reply: { errcode: 48001, errmsg: 'api unauthorized' } },
  );
  const wechat = createWeChat({ ...app, transport, clock, onCall: traceCalls(tracer) });
  await wechat.user.info(openid).catch(() => {});
  const at = { kind: 2, startTime: clock.now(), endTime: clock.now() };
  expect(spans).toEqual([
    {
      name: 'WeChat /cgi-bin/stable_token',
      ...at,
      attributes: {
        'url.path': '/cgi-bin/stable_token',
        'mingpian.wechat.attempt': 1,
        'mingpian.wechat.outcome': 'ok',
      },
    },
    {
      name: 'WeChat /cgi-bin/user/info',
      ...at,
      status: { code: 2, message: '48001' },
      attributes: {
        'url.path': '/cgi-bin/user/info',
        'mingpian.wechat.attempt': 1,
        'mingpian.wechat.outcome': 'api_error',
        'mingpian.wechat.errcode': 48001,
      },
    },
  ]);
  expect(JSON.stringify(spans)).not.toMatch(/topsecret|secret=|access_token|https?:/);
});
