/** The same walk in any year: what WeChat answers to it, in the order in which it was asked. */
import { createWorld } from '../../src/world.ts';

export interface Step {
  readonly asked: string;
  readonly status?: number;
  readonly type?: string | null;
  /** A JSON value, or the text of a push. */
  readonly reply: unknown;
}

/** Walks through a world whose clock stands at `date`. The seed fixes every identifier, so two walks are equal. */
export async function walk(date: string): Promise<Step[]> {
  const steps: Step[] = [];
  const pushed: string[] = [];
  const world = createWorld({
    seed: 'golden',
    clock: date,
    now: () => 0,
    // The webhook: takes every push and says nothing.
    fetch: async (_url, init) => {
      pushed.push(String(init?.body));
      return new Response('success');
    },
  });
  world.clock.freeze();
  const service = world.account('service', {
    oauthDomains: ['app.test'],
    push: { url: 'https://app.test/hook', mode: 'plain' },
  });
  const [hong, ming] = [world.person('xiaohong'), world.person('xiaoming')];
  const { appId, appSecret } = service;

  async function call(path: string, query: Record<string, string>, body?: object): Promise<Record<string, string>> {
    const url = `${world.apiBase}${path}?${new URLSearchParams(query)}`;
    const response = await world.fetch(url, body && { method: 'POST', body: JSON.stringify(body) });
    const reply = await response.json();
    steps.push({ asked: path, status: response.status, type: response.headers.get('content-type'), reply });
    return reply as Record<string, string>;
  }
  async function push(asked: string, act: Promise<unknown>): Promise<void> {
    await act;
    steps.push({ asked, reply: pushed.splice(0) });
  }
  function authorise(scope: string): string {
    const outcome = ming.authorise('service', { redirectUri: 'https://app.test/cb', scope, state: 's1' });
    steps.push({ asked: `authorise ${scope}`, reply: outcome });
    return outcome.code ?? '';
  }
  const exchange = (code: string) =>
    call('/sns/oauth2/access_token', { appid: appId, secret: appSecret, code, grant_type: 'authorization_code' });

  const credentials = { grant_type: 'client_credential', appid: appId };
  await call('/cgi-bin/token', { ...credentials, secret: 'x'.repeat(32) });
  const { access_token = '' } = await call('/cgi-bin/token', { ...credentials, secret: appSecret });
  await call('/cgi-bin/stable_token', {}, { ...credentials, secret: appSecret });
  await call('/cgi-bin/user/info', { access_token, openid: hong.openidIn('service'), lang: 'zh_CN' });
  await call('/cgi-bin/user/info', { access_token, openid: ming.openidIn('service'), lang: 'zh_CN' });
  await call('/cgi-bin/user/get', { access_token });
  const scene = { action_info: { scene: { scene_str: 'login.abc' } } };
  await call(
    '/cgi-bin/qrcode/create',
    { access_token },
    { expire_seconds: 1800, action_name: 'QR_STR_SCENE', ...scene },
  );
  await call('/cgi-bin/menu/create', { access_token }, { button: [{ type: 'click', name: '签到', key: 'K1' }] });

  await push('follow', ming.follow('service', { via: 'advertisement' }));
  await push('say', ming.say('service', '你好'));
  await push('tap-menu', ming.tapMenu('service', '签到'));
  await call('/cgi-bin/user/info', { access_token, openid: ming.openidIn('service'), lang: 'zh_CN' });

  const base = authorise('snsapi_base');
  await exchange(base);
  await exchange(base);
  ming.set({ consent: 'refuse' });
  authorise('snsapi_userinfo');
  ming.set({ consent: 'allow' });
  const grant = await exchange(authorise('snsapi_userinfo'));
  await call('/sns/userinfo', { access_token: grant.access_token ?? '', openid: grant.openid ?? '', lang: 'zh_CN' });
  await call('/sns/auth', { access_token: grant.access_token ?? '', openid: grant.openid ?? '' });
  const refresh = { appid: appId, grant_type: 'refresh_token', refresh_token: grant.refresh_token ?? '' };
  await call('/sns/oauth2/refresh_token', refresh);
  await push('withdraw', ming.withdraw('service'));
  await call('/sns/userinfo', { access_token: grant.access_token ?? '', openid: grant.openid ?? '', lang: 'zh_CN' });
  const visitor = world
    .person('visitor')
    .authorise('service', { redirectUri: 'https://app.test/cb', scope: 'snsapi_userinfo' });
  steps.push({ asked: 'authorise as a visitor', reply: visitor });
  return JSON.parse(JSON.stringify(steps));
}
