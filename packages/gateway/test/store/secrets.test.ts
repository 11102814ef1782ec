import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createPrivacy } from '../../src/people/privacy.ts';
import { systemTimer } from '../../src/timer.ts';
import { event, pushAccount, standIn, type TestGateway, testGateway, textMessage, writtenAccount } from '../harness.ts';
import { browser, callback, issueCodes, openidOf } from '../login/browser.ts';
import { onBothDatabases } from './both.ts';
import { dump } from './dump.ts';

const folder = mkdtempSync(join(tmpdir(), 'mingpian-dump-'));
afterAll(() => rmSync(folder, { recursive: true }));

onBothDatabases('what is stored and what is logged', (database) => {
  let gateway: TestGateway;
  afterEach(() => gateway.close());

  it('CUS-10 PRV-09 a dump holds no live secret in clear, and no log line a name, before an erasure or after', async () => {
    const { url: given } = await database();
    const url = given === 'sqlite::memory:' ? `sqlite:${join(folder, 'dump.db')}` : given;
    const wechat = standIn();
    const codes = issueCodes(wechat);
    wechat.answers.set('/cgi-bin/ticket/getticket', () => ({
      errcode: 0,
      errmsg: 'ok',
      ticket: 'jsapi-ticket-canary',
      expires_in: 7200,
    }));
    const apiKey = 'wq8Zt5LkR2mXc9Vb4Nf7Hd1Jg6Ps3Ya0Te_Uo-Iq2KzM'.slice(0, 44);
    const clientSecret = 'b7Nq2ZkLw9XpRt3VcJ5sHd8FgT1yMaE6';
    gateway = await testGateway(
      {
        database: { url },
        accounts: [writtenAccount('service', { js_domains: ['shop.example.com'] })],
        api_keys: [{ name: 'erp', api_key: apiKey, accounts: ['service'], scopes: ['sign', 'token'] }],
        clients: [{ client_id: 'shop', client_secret: clientSecret, redirect_uris: ['https://shop.example.com/cb'] }],
      },
      { wechat, timer: systemTimer },
    );
    const name = '被删除的小红';
    await gateway.push('service', event('service', openidOf(name), 'subscribe'));
    await gateway.push('service', textMessage('service', openidOf(name), '授权'));
    const visitor = browser(gateway);
    const started = await visitor.get('/login/service?scope=profile&return_to=%2Fme');
    const code = codes.of(name, 'snsapi_userinfo');
    expect((await visitor.get(callback(started.location, code))).status).toBe(303);
    const authorization = `Bearer ${apiKey}`;
    await fetch(gateway.url('/api/v1/accounts/service/js-config'), {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ url: 'https://shop.example.com/' }),
    });
    const appToken = (await gateway.parts.accounts.byName('service')!.wechat.appTokens.get()).value;
    const state = new URL(started.location).searchParams.get('state')!;
    const { appSecret, token, encodingAesKey } = pushAccount('service');

    const secrets = [
      appToken,
      'jsapi-ticket-canary',
      `86_user_${name}`,
      `86_refresh_${name}`,
      ...[appSecret, token, encodingAesKey, apiKey, clientSecret, gateway.parts.config.rootSecret],
      ...[code, state, ...visitor.jar.values()],
    ];
    const before = await dump(url);
    expect(before).toContain(openidOf(name));
    for (const secret of secrets) expect(before, secret.slice(0, 10)).not.toContain(secret);

    const about = {
      account: gateway.parts.accounts.byName('service')!,
      openid: openidOf(name),
      at: gateway.clock.time + 1000,
      rowId: '',
    };
    await createPrivacy(gateway.parts.store, gateway.parts).cancelled(about);
    const after = await dump(url);
    const lines = gateway.lines.join('\n');
    expect(lines).toContain('signed in');
    for (const trace of [openidOf(name), name]) {
      expect(after).not.toContain(trace);
      expect(lines).not.toContain(trace);
    }
    for (const secret of secrets) expect(lines, secret.slice(0, 10)).not.toContain(secret);
  });
});
