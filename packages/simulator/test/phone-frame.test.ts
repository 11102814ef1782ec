import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { authoriseLink } from '../src/phone/authorisation.ts';
import { frameUrl } from '../src/phone/frame-origins.ts';
import { framedPage, ledAddress, ledScript } from '../src/phone/frame-page.ts';
import { controlsOf, pressedIn } from '../src/phone/page-controls.ts';
import { webViewOf } from '../src/phone/web-view.ts';
import { createWorld, type LiveWorld } from '../src/world.ts';
import { type Received, startWebhook, type Webhook } from './fixtures/webhook.ts';

const closing: Webhook[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((app) => app.close()));
});

const page = (body: string, headers: Record<string, string> = {}) => ({
  status: 200,
  headers: { 'content-type': 'text/html', ...headers },
  body,
});

async function scene(answer: Webhook['answer']) {
  const world = createWorld({ seed: 'frame' });
  const app = await startWebhook();
  closing.push(app);
  app.answer = answer;
  return { world, origin: new URL(app.url).origin };
}

/** What a frame of the phone page gets: a navigation, or something that the page asks for itself. */
function ask(world: LiveWorld, url: string, init: RequestInit & { navigates?: boolean } = {}): Promise<Response> {
  const { navigates = true, headers, ...rest } = init;
  const request = new Request(url, { ...rest, headers: { host: new URL(url).host, ...(headers as object) } });
  // A browser sets this header itself; Request of this runtime would drop it from the list above.
  const sent = new Headers(request.headers);
  sent.set('sec-fetch-mode', navigates ? 'navigate' : 'no-cors');
  return world.fetch(new Request(request, { headers: sent }));
}

const frameOf = (world: LiveWorld, person: string) => {
  const shown = webViewOf(world, world.personNamed(person)).current;
  return shown ? frameUrl(world, person, shown.jar, new URL(shown.outcome.url)) : '';
};

describe('the frame of the web view', () => {
  it('gets the page that the web view opened, once, without what forbids frames', async () => {
    let asked = 0;
    const { world, origin } = await scene(() => {
      asked += 1;
      return page('<p>hello', { 'x-frame-options': 'DENY', 'content-security-policy': "frame-ancestors 'none'" });
    });
    await webViewOf(world, world.personNamed('xiaoming')).open(`${origin}/one`);
    const first = await ask(world, frameOf(world, 'xiaoming'));
    expect(await first.text()).toBe('<p>hello');
    expect(first.headers.get('x-frame-options')).toBeNull();
    expect(first.headers.get('content-security-policy')).not.toContain("'none'");
    expect(asked).toBe(1);
    expect((await ask(world, frameOf(world, 'xiaoming'))).status).toBe(303);
    expect(asked).toBe(2);
  });

  it('two people have two origins and two jars', async () => {
    const seen: string[] = [];
    const { world, origin } = await scene(({ headers }) => {
      seen.push(String(headers.cookie));
      return page('x', { 'set-cookie': `who=${seen.length}; Path=/` });
    });
    for (const name of ['xiaoming', 'xiaohong']) await webViewOf(world, world.personNamed(name)).open(`${origin}/`);
    const [one, two] = [frameOf(world, 'xiaoming'), frameOf(world, 'xiaohong')];
    expect(new URL(one).host).not.toBe(new URL(two).host);
    await ask(world, `${one}picture`, { navigates: false });
    await ask(world, `${two}picture`, { navigates: false });
    expect(seen).toEqual(['undefined', 'undefined', 'who=1', 'who=2']);
  });

  it('A-15 a redirect to the authorise page leaves the frame as it is, and the phone has a sheet', async () => {
    const answer = ({ url }: Received) =>
      url.pathname === '/login'
        ? { status: 302, headers: { location: link }, body: '' }
        : page(`<a href="${link}">in</a>`);
    const { world, origin } = await scene(answer);
    const link = authoriseLink('https://open.weixin.qq.com', world.accountNamed('service'), {
      redirectUri: `${origin}/cb`,
      scope: 'snsapi_userinfo',
    });
    const view = webViewOf(world, world.personNamed('xiaoming'));
    await view.open(`${origin}/`);
    const html = await (await ask(world, frameOf(world, 'xiaoming'))).text();
    const door = /href="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(door).toMatch(/^\/\.mingpian\/to\/https%3A%2F%2Fopen/);
    const tapped = await ask(world, new URL(door, frameOf(world, 'xiaoming')).href);
    expect(tapped.status).toBe(204);
    expect(view.current?.outcome.sheet).toMatchObject({ account: 'service' });
    await view.answer('allow');
    expect(view.current).toMatchObject({ followed: false });
    expect(await (await ask(world, frameOf(world, 'xiaoming'))).text()).toContain('in</a>');
  });

  it('nothing on a snapshot page can be pressed', async () => {
    const { world, origin } = await scene(() => page('<a href="/two">two</a>'));
    const link = authoriseLink('https://open.weixin.qq.com', world.accountNamed('service'), {
      redirectUri: `${origin}/cb`,
      scope: 'snsapi_userinfo',
    });
    const view = webViewOf(world, world.personNamed('visitor'));
    await view.open(link);
    const shown = await ask(world, frameOf(world, 'visitor'));
    expect(shown.headers.get('content-security-policy')).toContain('sandbox allow-scripts');
    expect(await shown.text()).toContain('pointer-events:none');
    expect((await ask(world, new URL('/two', frameOf(world, 'visitor')).href)).status).toBe(204);
  });

  it('C-13 a call of the JS-SDK fails on a snapshot page', async () => {
    const { world, origin } = await scene(() => page('<!doctype html><title>shop</title>'));
    const link = authoriseLink('https://open.weixin.qq.com', world.accountNamed('service'), {
      redirectUri: `${origin}/cb`,
      scope: 'snsapi_userinfo',
    });
    await webViewOf(world, world.personNamed('visitor')).open(link);
    const text = await (await ask(world, frameOf(world, 'visitor'))).text();
    expect(text).toMatch(/^<!doctype html><style>/);
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(text) ?? [];
    const answers: unknown[] = [];
    const use = `WeixinJSBridge.invoke('chooseImage', {}, (answer) => answers.push(answer.err_msg))`;
    const globals: Record<string, unknown> = { answers, document: { addEventListener: () => {} } };
    runInNewContext(`${script.replaceAll('window.', 'globalThis.')};${use}`, globals);
    expect(answers).toEqual(['chooseImage:fail']);
  });

  it('an origin that nobody was given is closed', async () => {
    const { world } = await scene(() => page('x'));
    expect((await ask(world, `http://w-${'0'.repeat(24)}.localhost/`)).status).toBe(410);
  });
});

describe('what can be pressed in a page', () => {
  const here = 'http://app.test/a';
  const html = `<a href="/x?a=1&amp;b=2"><svg><title>no</title></svg> Go  <b>on</b></a><a href="javascript:1">no</a>
    <form method="post" action="/go"><input type="hidden" name="key" value="k&quot;"><input type="checkbox" name="no">
    <button name="pick" value="1">One</button><button name="pick" value="2">Two</button></form>
    <form action="/find"><input name="q" value="tea"><input type="submit" value="Find"></form>`;

  it('links and buttons, by the words on them', () => {
    expect(controlsOf(html, here)).toEqual([
      { text: 'Go on', url: 'http://app.test/x?a=1&b=2', method: 'get' },
      {
        text: 'One',
        url: 'http://app.test/go',
        method: 'post',
        fields: [
          ['key', 'k"'],
          ['pick', '1'],
        ],
      },
      {
        text: 'Two',
        url: 'http://app.test/go',
        method: 'post',
        fields: [
          ['key', 'k"'],
          ['pick', '2'],
        ],
      },
      { text: 'Find', url: 'http://app.test/find', method: 'get', fields: [['q', 'tea']] },
    ]);
  });

  it.each([
    ['http://app.test/x?a=1&b=2', undefined, 'Go on'],
    ['http://app.test/go', 'key=k%22&pick=2', 'Two'],
    ['http://app.test/go', 'key=k%22&pick=3', null],
    ['http://app.test/none', undefined, null],
  ])('%s with %s was %s', (url, body, text) => {
    expect(pressedIn(html, here, url, body)).toBe(text);
  });
});

describe('links of a framed page', () => {
  const here = 'http://app.test:80/a/b';

  it.each([
    ['/path', undefined],
    ['next', undefined],
    ['http://app.test/x?y#z', '/x?y#z'],
    ['//app.test/x', '/x'],
    ['https://other.test/x?y=1#z', '/.mingpian/to/https%3A%2F%2Fother.test%2Fx%3Fy%3D1%23z'],
    ['javascript:alert(1)', undefined],
    ['http://', undefined],
  ])('%s → %s', (value, led) => {
    expect(ledAddress(value, here, true)).toBe(led);
  });

  it('tags, forms, refresh and scripts are led, policies and hashes are dropped', () => {
    const html = [
      '<meta http-equiv="Content-Security-Policy" content="x">',
      '<meta http-equiv="refresh" content="0; url=https://open.weixin.qq.com/connect/a">',
      '<script integrity="sha256-x">location = "https://open.weixin.qq.com/connect/oauth2/authorize"</script>',
      "<form target='_top' action='http://app.test/go'>",
      '<a target=_blank href="http://app.test/x?a=1&amp;b=2">',
      '<img src="http://other.test/p.png">',
    ].join('');
    const framed = framedPage(html, here, ['https://open.weixin.qq.com']);
    expect(framed).not.toMatch(/Content-Security|integrity|target/);
    expect(framed).toContain('url=/.mingpian/to/https%3A%2F%2Fopen.weixin.qq.com%2Fconnect%2Fa');
    expect(framed).toContain('/.mingpian/to/https%3A%2F%2Fopen.weixin.qq.com%2Fconnect%2Foauth2/authorize');
    expect(framed).toContain('action="/go"');
    expect(framed).toContain('href="/x?a=1&amp;b=2"');
    expect(framed).toContain('src="http://other.test/p.png"');
  });

  it('a script keeps what it says of others', () => {
    expect(ledScript('a("http://app.test/x", "http://other.test/")', here, [])).toBe('a("/x", "http://other.test/")');
  });
});
