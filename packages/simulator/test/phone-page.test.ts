import { afterEach, describe, expect, it } from 'vitest';
import { authoriseLink } from '../src/phone/authorisation.ts';
import { embedded, titleOf } from '../src/phone/page/embedded.ts';
import { html, stranger } from '../src/phone/page/html.ts';
import { words } from '../src/phone/page/words.ts';
import { createWorld, type LiveWorld } from '../src/world.ts';
import { type Received, startWebhook, type Webhook } from './fixtures/webhook.ts';

const closing: Webhook[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((app) => app.close()));
});

/** A browser without script: follows redirects, keeps no cookies but the language. */
function browser(world: LiveWorld, headers: Record<string, string> = {}) {
  const at = async (request: Request): Promise<{ url: string; status: number; text: string }> => {
    const response = await world.fetch(request);
    const location = response.headers.get('location');
    if (location !== null) return at(new Request(new URL(location, request.url), { headers }));
    return { url: new URL(request.url).pathname, status: response.status, text: await response.text() };
  };
  return {
    get: (path: string) => at(new Request(`http://127.0.0.1${path}`, { headers })),
    post: (path: string, fields: Record<string, string> = {}) => {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = new URLSearchParams(fields).toString();
      return at(new Request(`http://127.0.0.1${path}`, { method: 'POST', body, headers: { ...headers, ...type } }));
    },
  };
}

async function scene() {
  const world = createWorld({ seed: 'page' });
  const app = await startWebhook();
  closing.push(app);
  const { origin } = new URL(app.url);
  const link = authoriseLink('https://open.weixin.qq.com', world.accountNamed('service'), {
    redirectUri: `${origin}/cb`,
    scope: 'snsapi_userinfo',
  });
  app.answer = ({ url, body }: Received) => {
    if (url.pathname === '/login') return { status: 302, headers: { location: link } };
    if (url.pathname !== '/hook')
      return {
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: '<title>T</title>hello <a href="/next">n</a><form method="post" action="/go"></form>',
      };
    const [, to] = /<FromUserName><!\[CDATA\[(.*?)\]/.exec(body) ?? [];
    return `<xml><ToUserName>${to}</ToUserName><FromUserName>${world.accountNamed('service').originalId}</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content><![CDATA[welcome <a href="${origin}/login">tap</a> <b>]]></Content></xml>`;
  };
  Object.assign(world.accountNamed('service').push ?? {}, { url: app.url, mode: 'plain' });
  return { world, app, origin, ...browser(world) };
}

describe('the phone page', () => {
  it('shows the stamp, and sets who is looking', async () => {
    const { world, get } = await scene();
    const page = await get('/phone/xiaoming');
    expect(page).toMatchObject({ url: '/phone/xiaoming', status: 200 });
    expect(page.text).toContain('SIMULATED 模拟');
    expect(page.text).toContain('<meta name="robots" content="noindex">');
    const response = await world.fetch(new Request('http://127.0.0.1/phone/xiaohong'));
    expect(response.headers.get('set-cookie')).toContain('sim_person=xiaohong');
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('P-01 P-02 P-03 from follow to the signed-in page, with forms alone', async () => {
    const { get, post, origin } = await scene();
    const chat = await post('/phone/xiaoming/follow', { account: 'service' });
    expect(chat.url).toBe('/phone/xiaoming/chat/service');
    expect(chat.text).toContain('data-testid="link"');
    expect(chat.text).toContain('&#60;b&#62;');
    const external = await post('/phone/xiaoming/open', { url: `${origin}/login` });
    expect(external.url).toBe('/phone/xiaoming/web');
    expect(external.text).toContain('role="dialog"');
    const shown = await post('/phone/xiaoming/allow');
    expect(shown.text).toContain('hello');
    expect(shown.text).toContain('sandbox="allow-forms allow-top-navigation-by-user-activation"');
    const closed = await post('/phone/xiaoming/close', { to: '/phone/xiaoming/chat/service' });
    expect(closed.url).toBe('/phone/xiaoming/chat/service');
    expect((await get('/phone/xiaoming')).text).not.toContain('data-testid="follow-service"');
  });

  it('refusal, snapshot page with its full service, error page with its code', async () => {
    const { post, origin } = await scene();
    const asked = await post('/phone/xiaoming/open', { url: `${origin}/login` });
    expect(asked.text).toContain(words.zh.profile);
    expect((await post('/phone/xiaoming/refuse')).text).toContain(words.zh.refusedPage);
    const snapshot = await post('/phone/visitor/open', { url: `${origin}/login` });
    expect(snapshot.text).toContain(words.zh.preview);
    expect((await post('/phone/visitor/use-full-service')).text).toContain('role="dialog"');
    const wrong = await post('/phone/xiaoming/open', {
      url: 'https://open.weixin.qq.com/connect/oauth2/authorize?appid=',
    });
    expect(wrong.text).toContain('10012');
  });

  it('says, taps the menu, leaves, moves the clock', async () => {
    const { world, post } = await scene();
    world.state.menus.service = { button: [{ name: 'M', sub_button: [{ name: 'K', type: 'click', key: 'k' }] }] };
    await post('/phone/xiaohong/say', { account: 'service', text: 'hi <i>' });
    const chat = await post('/phone/xiaohong/tap-menu', { account: 'service', path: 'M / K' });
    expect(chat.text).toContain('hi &#60;i&#62;');
    expect(chat.text).toContain('push CLICK');
    expect((await post('/phone/xiaohong/unfollow', { account: 'service' })).url).toBe('/phone/xiaohong');
    const before = world.now();
    await post('/phone/xiaohong/clock', { advance: '2h', to: '/phone/xiaohong' });
    expect(world.now() - before).toBeGreaterThanOrEqual(7_200_000);
    expect((await post('/phone/xiaohong/say', { account: 'service', text: 'no' })).url).toBe('/phone/xiaohong');
  });

  it('a link or form of the embedded page needs the key of this phone', async () => {
    const { world, post, get, origin, app } = await scene();
    const page = await post('/phone/xiaoming/open', { url: `${origin}/plain` });
    const [, key = ''] = /key=([\w-]+)/.exec(page.text) ?? [];
    const foreign = browser(world, { 'sec-fetch-site': 'cross-site', origin: 'null' });
    expect(
      (await foreign.get(`/phone/xiaoming/tap?key=${key}&url=${encodeURIComponent(`${origin}/next`)}`)).status,
    ).toBe(200);
    await foreign.post(`/phone/xiaoming/submit?key=${key}&as=post&url=${encodeURIComponent(`${origin}/go`)}`, {
      a: '1',
    });
    expect(app.received.slice(-2).map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'GET /next',
      'POST /go',
    ]);
    expect((await get('/phone/xiaoming/tap?key=wrong&url=x')).status).toBe(403);
    expect((await foreign.post('/phone/xiaoming/submit?key=wrong&url=x')).status).toBe(403);
  });

  it('acts only for pages of its own origin', async () => {
    const { world } = await scene();
    const evil = browser(world, { origin: 'https://evil.example' });
    expect((await evil.post('/phone/xiaoming/follow', { account: 'service' })).status).toBe(403);
    expect(world.isFollower('xiaoming', 'service')).toBe(false);
  });

  it('404 for somebody who is not there', async () => {
    const { get } = await scene();
    expect((await get('/phone/nobody')).status).toBe(404);
    expect((await get('/phone/xiaoming/chat/nothing')).status).toBe(404);
  });

  it('X-09 speaks the browser’s language, or the one that was chosen; both are complete', async () => {
    const { world } = await scene();
    expect((await browser(world, { 'accept-language': 'en-GB' }).get('/phone/xiaoming')).text).toContain(
      '<html lang="en">',
    );
    expect((await browser(world).get('/phone/xiaoming')).text).toContain('<html lang="zh-CN">');
    const chosen = await world.fetch(new Request('http://127.0.0.1/phone/xiaoming?lang=en'));
    expect(chosen.headers.get('set-cookie')).toContain('sim_lang=en');
    expect(Object.keys(words.en)).toEqual(Object.keys(words.zh));
  });
});

describe('text of strangers', () => {
  it('is escaped, isolated, and shows what cannot be seen', () => {
    expect(`${html`<p>${'<b>&"\''}</p>`}`).toBe('<p>&#60;b&#62;&#38;&#34;&#39;</p>');
    expect(stranger('a\u202Eb<').text).toBe('<bdi>a<span class="ctl">RLO</span>b&#60;</bdi>');
  });

  it('an embedded page loses its scripts and refreshes; links and forms lead through the doors', () => {
    const doors = {
      open: (url: string) => `/open?${encodeURIComponent(url)}`,
      submit: (url: string) => `/post?${encodeURIComponent(url)}`,
    };
    const page =
      '<html><head><meta http-equiv="refresh" content="0"></head><script>x</script><a class="k" href="/a?x=1&amp;y=2" target="_blank">a</a><a href="#top">t</a><form action=\'b\'><noscript>n</noscript></form>';
    const shown = embedded(page, 'http://h.test/p/q', doors);
    expect(shown).toContain('<head><base href="http://h.test/p/q" target="_top">');
    expect(shown).toContain(`<a class="k" href="/open?${encodeURIComponent('http://h.test/a?x=1&y=2')}">`);
    expect(shown).toContain('<a>t</a>');
    expect(shown).toContain(
      `<form method="post" action="/post?${encodeURIComponent('http://h.test/p/b')}&amp;as=get">n</form>`,
    );
    expect(shown).not.toMatch(/<script|http-equiv|_blank/);
    expect(embedded('<a href="/a">a</a>', 'http://h.test/', null)).not.toContain('/a"');
    expect(titleOf('<title>a &amp; b</title>')).toBe('a & b');
  });
});
