/** What only a browser decides: whether a page is shown in a frame, and whether the form of form_post is sent. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser, inWeChat, type SignInWorld, signIn } from '../packages/gateway/test/login/browser.ts';
import { findChromium } from '../scripts/system-parts.mjs';
import { flow, openIdWorld, secret, signedIn } from './relying-party.ts';

const executablePath = findChromium();

describe.skipIf(executablePath === undefined)('in Chromium', () => {
  let world: SignInWorld;
  let chrome: Browser;
  let site: Server;
  let origin: string;
  /** What the site was sent. */
  const sent: string[] = [];
  let page = '';
  /** A page of yet another site that may be framed, so that the test sees a frame. */
  let unprotected: { readonly url: string; close(): void };

  beforeAll(async () => {
    site = createServer(async (request, response) => {
      if (request.method === 'POST') sent.push(await text(request));
      response.setHeader('content-type', 'text/html').end(page);
    });
    await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
    // Another site than the gateway's 127.0.0.1.
    origin = `http://localhost:${(site.address() as AddressInfo).port}`;
    const redirect_uris = [`${origin}/cb`, 'https://shop.test.invalid/cb'];
    world = await openIdWorld({ clients: [{ client_id: 'shop', client_secret: secret, redirect_uris }] });
    const plain = createServer((_request, response) => response.end('anybody'));
    await new Promise<void>((listening) => plain.listen(0, '127.0.0.1', listening));
    const { port } = plain.address() as AddressInfo;
    unprotected = { url: `http://127.0.0.1:${port}/`, close: () => plain.close() };
    chrome = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await chrome?.close();
    await world.gateway.close();
    site.close();
    unprotected?.close();
  });

  it('OPX-17 no page is shown in a frame of another site', async () => {
    const { reply } = await signedIn(world);
    const paths = [
      '/',
      '/me',
      '/login/service',
      '/login/service/profile',
      '/login/request/unknown',
      flow({ redirect_uri: 'https://evil.example/' }).path,
      `/oauth2/logout?id_token_hint=${reply.body.id_token}`,
      '/oauth2/logout/success',
      '/nowhere',
    ];
    const addresses = [...paths.map((path) => world.gateway.url(path)), unprotected.url];
    page = addresses.map((address) => `<iframe src="${address.replaceAll('&', '&amp;')}"></iframe>`).join('');
    for (const userAgent of [inWeChat, 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36']) {
      const visitor = await (await chrome.newContext({ userAgent })).newPage();
      await visitor.goto(origin, { waitUntil: 'networkidle' });
      const frames = visitor.frames().slice(1);
      expect(frames.map((frame) => frame.url())).toEqual([
        ...paths.map(() => 'chrome-error://chromewebdata/'),
        unprotected.url,
      ]);
    }
  });

  it('oidcc-display-popup: a window that an application opens can tell its opener that it is done', async () => {
    page = `<title>the application</title><script>
      if (location.pathname === '/cb') { opener.postMessage(location.search, location.origin); close(); }
      addEventListener('message', ({ data }) => { document.title = new URLSearchParams(data).get('state'); });
    </script>`;
    const context = await chrome.newContext({ userAgent: inWeChat });
    const known = browser(world.gateway);
    await signIn(world, known, 'xiaoming');
    await context.addCookies(
      [...known.jar].map(([name, value]) => ({ name, value, url: world.gateway.urls.public, httpOnly: true })),
    );
    const visitor = await context.newPage();
    await visitor.goto(origin);
    const request = flow({ redirect_uri: `${origin}/cb` });
    await visitor.evaluate((address) => void open(address), world.gateway.url(request.path));
    await visitor.waitForFunction((state) => document.title === state, request.state, { timeout: 5_000 });
  });

  it('form_post: the form is sent, with the policy that stands beside it', async () => {
    page = '<title>back</title>';
    const context = await chrome.newContext({ userAgent: inWeChat });
    const known = browser(world.gateway);
    await signIn(world, known, 'xiaoming');
    await context.addCookies(
      [...known.jar].map(([name, value]) => ({ name, value, url: world.gateway.urls.public, httpOnly: true })),
    );
    const visitor = await context.newPage();
    const blocked: string[] = [];
    visitor.on('console', (message) => message.type() === 'error' && blocked.push(message.text()));
    const request = flow({ response_mode: 'form_post', redirect_uri: `${origin}/cb` });
    await visitor.goto(world.gateway.url(request.path));
    await visitor.waitForURL(`${origin}/cb`);
    const form = new URLSearchParams(sent.at(-1));
    expect([form.get('state'), form.get('iss')]).toEqual([request.state, world.gateway.urls.public]);
    expect(form.get('code')).toBeTruthy();
    expect(blocked.filter((line) => /Content Security Policy/.test(line))).toEqual([]);
  });
});
