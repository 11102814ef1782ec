import { randomBytes } from 'node:crypto';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  event,
  openidOf,
  pushAccount,
  type StandIn,
  standIn,
  start,
  type TestGateway,
  testGateway,
  writtenAccount,
} from './harness.ts';
import { browser } from './login/browser.ts';

const exporter = new InMemorySpanExporter();
const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer('test');
const { appSecret, token, encodingAesKey } = pushAccount('service');
const apiKey = randomBytes(32).toString('base64url');
const signingSecret = randomBytes(32).toString('base64url');
const openid = openidOf('traced');
const nickname = '追踪不到的小红';

let gateway: TestGateway;
let wechat: StandIn;
beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => context.disable());
beforeEach(async () => {
  exporter.reset();
  wechat = standIn();
  wechat.answers.set('/cgi-bin/user/info', () => ({
    subscribe: 1,
    openid,
    nickname,
    subscribe_time: start / 1000,
    tagid_list: [],
  }));
  gateway = await testGateway(
    {
      accounts: [writtenAccount('service')],
      api_keys: [{ name: 'erp', api_key: apiKey, accounts: ['service'], scopes: ['call'] }],
      forwards: [
        { name: 'crm', accounts: ['service'], url: 'http://127.0.0.1:9', signing_secret: signingSecret, answers: true },
      ],
    },
    {
      wechat,
      tracer,
      post: async () => {
        throw Object.assign(new Error(`refused ${signingSecret} ${openid}`), { name: 'ForwardError', code: 'status' });
      },
    },
  );
});
afterEach(() => gateway.close());

const named = (name: string): ReadableSpan => {
  const span = exporter.getFinishedSpans().find((each) => each.name === name);
  expect(span, `a span ${name} among ${exporter.getFinishedSpans().map((each) => each.name)}`).toBeDefined();
  return span!;
};
const childOf = (child: string, parent: string) =>
  expect(named(child).parentSpanContext?.spanId, `${child} under ${parent}`).toBe(named(parent).spanContext().spanId);

describe('spans', () => {
  it('tell the way of a push: the request, the commit, what follows, and the calls to WeChat within', async () => {
    await gateway.push('service', event('service', openid, 'subscribe'));
    expect(named('POST /wechat/:account/webhook').attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/wechat/:account/webhook',
      'http.response.status_code': 200,
    });
    childOf('mingpian push.store', 'POST /wechat/:account/webhook');
    childOf('mingpian push.react', 'POST /wechat/:account/webhook');
    expect(named('mingpian push.react').attributes).toMatchObject({
      'mingpian.account': 'service',
      'mingpian.kind': 'event:subscribe',
    });
    childOf('WeChat /cgi-bin/user/info', 'mingpian push.react');
    expect(named('WeChat /cgi-bin/user/info').attributes).toMatchObject({
      'url.path': '/cgi-bin/user/info',
      'mingpian.account': 'service',
      'mingpian.wechat.outcome': 'ok',
    });
  });

  it('tell what failed by class and code', async () => {
    await gateway.push('service', event('service', openid, 'subscribe'));
    const failed = named('mingpian push.forward');
    expect(failed.attributes).toMatchObject({ 'mingpian.target': 'crm', 'error.type': 'ForwardError status' });
    expect(failed.status).toEqual({ code: 2 });
    expect(failed.events).toEqual([]);
  });

  it('have no name and no attribute from an address that nobody serves', async () => {
    await fetch(gateway.url('/guessed/path?q=1'), {
      headers: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
    });
    const span = named('GET none');
    expect(span.attributes).not.toHaveProperty('http.route');
    // Nobody outside continues his trace in ours.
    expect(span.spanContext().traceId).not.toBe('a'.repeat(32));
  });

  it('LOG-03 LOG-01 hold no query, secret, token, code, state, cookie, openid or nickname', async () => {
    await gateway.push('service', event('service', openid, 'subscribe'));
    await gateway.push('service', event('service', openid, 'subscribe'), { signature: '0'.repeat(40) });
    const appToken = (await gateway.parts.accounts.byName('service')!.wechat.appTokens.get()).value;
    wechat.answers.set('/sns/oauth2/access_token', () => ({
      access_token: `user-token-${'u'.repeat(80)}`,
      refresh_token: `refresh-token-${'r'.repeat(80)}`,
      expires_in: 7200,
      openid,
      scope: 'snsapi_base',
    }));
    const visitor = browser(gateway);
    const started = await visitor.get('/login/service?return_to=%2Fme');
    const state = new URL(started.location).searchParams.get('state')!;
    const code = 'c0de'.repeat(8);
    const finished = await visitor.get(`/wechat/callback?code=${code}&state=${state}`);
    expect(finished.status).toBe(303);
    await fetch(gateway.url('/api/v1/accounts/service/call'), {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ method: 'GET', path: '/cgi-bin/user/info', query: { openid } }),
    });

    const spans = exporter
      .getFinishedSpans()
      .map(({ name, attributes, events, status, links }) => ({ name, attributes, events, status, links }));
    named('GET /wechat/callback');
    named('WeChat /sns/oauth2/access_token');
    const text = JSON.stringify(spans);
    const canaries = [
      appSecret,
      token,
      encodingAesKey,
      apiKey,
      signingSecret,
      gateway.parts.config.rootSecret,
      appToken,
      'user-token-',
      'refresh-token-',
      code,
      state,
      ...visitor.jar.values(),
      openid,
      nickname,
      '?',
      'access_token=',
    ];
    for (const canary of canaries) expect(text, `holds ${canary.slice(0, 12)}…`).not.toContain(canary);
  });
});
