import { describe, expect, it } from 'vitest';
import { startAuthorisation } from '../../src/phone/authorisation.ts';
import { Bench, callbackUri, expectPage, type Reply } from './bench.ts';

const desktop = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142' };

function open(bench: Bench, changes: Record<string, string> = {}, account = 'website'): Promise<Reply> {
  const query = {
    appid: bench.account(account).appId,
    redirect_uri: callbackUri,
    response_type: 'code',
    scope: 'snsapi_login',
    state: 's1',
    ...changes,
  };
  return bench.call('/connect/qrconnect', query, { headers: desktop });
}

/** What the QR code of the page says. */
const contentOf = (page: Reply) => new URL(/data-url="([^"]+)"/.exec(page.text)?.[1] ?? '');

async function statusOf(bench: Bench, content: URL) {
  const uuid = content.searchParams.get('uuid') ?? '';
  return (await bench.call('/connect/l/qrconnect', { uuid })).json;
}

describe('login on a website', () => {
  it('L-01 any browser gets a QR code', async () => {
    const bench = new Bench();
    const page = await open(bench);
    expect(page.status).toBe(200);
    expect(page.type).toBe('text/html; charset=utf-8');
    expect(page.text).toContain('<svg');
    expect(page.text).toContain('SIMULATED 模拟');
    expect(await statusOf(bench, contentOf(page))).toEqual({ status: 'waiting' });
    expect(Object.values(bench.world.state.qrcodes)).toMatchObject([{ kind: 'qrconnect', url: contentOf(page).href }]);
  });

  it('L-02 after scan and 允许 the browser goes on', async () => {
    const bench = new Bench();
    const content = contentOf(await open(bench));
    const sheet = bench.open('xiaoming', content);
    expect(await statusOf(bench, content)).toEqual({ status: 'scanned' });
    expect(bench.answer(sheet, 'allow')).toEqual({ kind: 'confirmed', rule: 'L-02' });
    expect(await statusOf(bench, content)).toEqual({
      status: 'confirmed',
      location: expect.stringMatching(/^https:\/\/app\.test\/cb\?code=[A-Za-z0-9]{32}&state=s1$/),
    });
    expect(bench.open('xiaohong', content).kind).toBe('error');
  });

  it('L-03 after 拒绝 it does not', async () => {
    const bench = new Bench();
    const content = contentOf(await open(bench));
    expect(bench.answer(bench.open('xiaoming', content), 'refuse')).toMatchObject({ kind: 'refused', location: null });
    expect(await statusOf(bench, content)).toEqual({ status: 'refused' });
    bench.account('website').quirks = ['refuseRedirects'];
    const again = contentOf(await open(bench));
    bench.open('refuser', again);
    expect(await statusOf(bench, again)).toEqual({ status: 'refused', location: `${callbackUri}?state=s1` });
  });

  it('L-04 the code gives another openid and the same unionid', async () => {
    const bench = new Bench();
    bench.person('xiaoming').consent = 'allow';
    const content = contentOf(await open(bench));
    bench.open('xiaoming', content);
    const { location } = await statusOf(bench, content);
    const reply = await bench.exchange(new URL(location).searchParams.get('code') ?? '', 'website');
    expect(reply.type).toBe('text/plain');
    expect(reply.json).toEqual({
      access_token: expect.any(String),
      expires_in: 7200,
      refresh_token: expect.any(String),
      openid: bench.openid('xiaoming', 'website'),
      scope: 'snsapi_login',
      unionid: bench.unionid('xiaoming', 'service'),
    });
    expect(reply.json.openid).not.toBe(bench.openid('xiaoming'));
    expect((await bench.profile(reply.json)).json.nickname).toBe('小明');
  });

  it('L-05 not with an official account, nor with another scope', async () => {
    const bench = new Bench();
    for (const page of [await open(bench, {}, 'service'), await open(bench, { scope: 'snsapi_userinfo' })]) {
      expect(page.text).toContain('Scope 参数错误或没有 Scope 权限');
      expect(page.text).not.toContain('data-url');
    }
    expect(bench.world.state.websiteLogins).toEqual({});
  });

  it('L-06 the host must be configured', async () => {
    const page = await open(new Bench(), { redirect_uri: 'https://other.test/cb' });
    expect(page.text).toContain('redirect_uri 参数错误');
    expect(page.text).not.toContain('data-url');
  });

  it('a code that nobody scanned in time', async () => {
    const bench = new Bench();
    const content = contentOf(await open(bench));
    bench.advance(301);
    expect(await statusOf(bench, content)).toEqual({ status: 'expired' });
    expectPage(bench.open('xiaoming', content), null, '该链接无法访问');
  });

  it('L-02 in one step, as the control API does it', () => {
    const bench = new Bench();
    const request = { redirectUri: callbackUri, scope: 'snsapi_login', state: 's1' };
    const asked = startAuthorisation(bench.world, bench.person('xiaoming'), bench.account('website'), request);
    expect(asked.outcome.sheet).toEqual({ account: 'website', scope: 'snsapi_login' });
    const allowed = asked.answer?.('allow')?.outcome;
    expect(allowed).toMatchObject({ code: expect.stringMatching(/^[A-Za-z0-9]{32}$/), state: 's1' });
    expect(allowed?.url).toBe(`${callbackUri}?code=${allowed?.code}&state=s1`);
  });
});
