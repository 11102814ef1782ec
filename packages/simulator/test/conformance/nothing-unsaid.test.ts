/** Nothing that WeChat would refuse passes here without the report saying so. What has a row of its own is tested there. */
import { describe, expect, it } from 'vitest';
import { Bench, callbackUri } from './bench.ts';

const wechat = { 'user-agent': 'Mozilla/5.0 (iPhone) MicroMessenger/8.0.50', 'x-sim-person': 'xiaoming' };

describe('calls', () => {
  it('B-10 over plain http to a real host name', async () => {
    const { world } = new Bench();
    const errcode = async (url: string) => (await (await world.fetch(url)).json()).errcode;
    expect(await errcode('http://api.weixin.qq.com/cgi-bin/token')).toBe(43003);
    expect(await errcode('https://api.weixin.qq.com/cgi-bin/token')).toBe(41002);
    // A simulator's own address is http, whatever Host header an alias sends.
    expect(await errcode('http://127.0.0.1/cgi-bin/token')).toBe(41002);
  });

  const gbk = new Uint8Array([0x22, 0xce, 0xd2, 0x22]);
  const around = (start: string, end: string) => Buffer.concat([Buffer.from(start), gbk, Buffer.from(end)]);
  it.each<[string, string, Uint8Array, number]>([
    ['B-11 GBK', '/cgi-bin/user/info/updateremark', around('{"openid":"o","remark":', '}'), 47001],
    ['B-11 a byte order mark', '/cgi-bin/menu/create', Buffer.from('\uFEFF{"button":[]}'), 47001],
    ['C-16 GBK', '/cgi-bin/menu/create', around('{"button":[{"type":"click","key":"k","name":', '}]}'), 40033],
  ])('%s %s', async (_, path, body, errcode) => {
    const bench = new Bench();
    const access_token = await bench.appToken();
    const reply = await bench.call(path, { access_token }, { body: Uint8Array.from(body) });
    expect(reply.json.errcode).toBe(errcode);
  });

  it.each<[string, object, number]>([
    ['C-15 a link without a scheme', { type: 'view', name: 'a', url: 'app.test/me' }, 40054],
    ['C-15 a script for a link', { type: 'view', name: 'a', url: 'javascript:alert(1)' }, 40054],
    ['C-15 the same below', { name: 'a', sub_button: [{ type: 'view', name: 'b', url: '//app.test' }] }, 40055],
    ['C-15 a mini program without a link', { type: 'miniprogram', name: 'a', appid: 'wx1', pagepath: 'p' }, 40027],
  ])('menu: %s', async (_, button, errcode) => {
    const reply = await new Bench().app('/cgi-bin/menu/create', {}, { json: { button: [button] } });
    expect(reply.json.errcode).toBe(errcode);
  });

  it('C-15 material that no button names is reported', async () => {
    const bench = new Bench();
    const json = { button: [{ type: 'media_id', name: 'a' }] };
    expect((await bench.app('/cgi-bin/menu/create', {}, { json })).json.errcode).toBe(0);
    expect(bench.findings('C-15')).toBe(1);
  });

  it.each<[string, object, number]>([
    ['C-01 a text of 2049 bytes', { msgtype: 'text', text: { content: '字'.repeat(683) } }, 45002],
    ['C-01 a type that is none', { msgtype: 'smell', smell: {} }, 40008],
    ['C-01 a picture without a media_id', { msgtype: 'image', image: {} }, 40007],
    ['C-01 a link without articles', { msgtype: 'news', news: {} }, 40035],
  ])('customer message: %s', async (_, message, errcode) => {
    const bench = new Bench();
    await bench.world.person('xiaohong').say('service', 'hi');
    const json = { touser: bench.openid('xiaohong'), ...message };
    expect((await bench.app('/cgi-bin/message/custom/send', {}, { json })).json.errcode).toBe(errcode);
  });

  it('C-01 K-10 media and templates that nobody checks are reported', async () => {
    const bench = new Bench();
    await bench.world.person('xiaohong').say('service', 'hi');
    const touser = bench.openid('xiaohong');
    const image = { touser, msgtype: 'image', image: { media_id: 'm' } };
    expect((await bench.app('/cgi-bin/message/custom/send', {}, { json: image })).json.errcode).toBe(0);
    expect(bench.findings('C-01')).toBe(1);
    const template = (template_id?: string) =>
      bench.app('/cgi-bin/message/template/send', {}, { json: { touser, template_id, data: {} } });
    expect((await template()).json.errcode).toBe(40037);
    expect((await template('t')).json.errcode).toBe(0);
    expect(bench.findings('K-10')).toBe(1);
  });

  it('T-23 force_refresh as a text is reported', async () => {
    const bench = new Bench();
    const [first, second] = [await bench.stableToken(), await bench.stableToken({ force_refresh: 'true' })];
    expect(second.json.access_token).toBe(first.json.access_token);
    expect(bench.findings('T-23')).toBe(1);
  });

  it.each([
    ['127.0.0.1', ['127.0.0.0/8'], true],
    ['192.0.2.9', ['198.51.100.7', '192.0.2.8/29'], true],
    ['192.0.2.16', ['192.0.2.8/29'], false],
    ['2001:db8::1', ['2001:db8::/32'], true],
    ['2001:db9::1', ['127.0.0.1', '2001:db8::/32'], false],
  ])('T-06 %s in %j', async (ip, ipAllowlist, listed) => {
    const bench = new Bench();
    bench.account().ipAllowlist = ipAllowlist;
    expect((await bench.token('service', {}, { ip })).json.errcode).toBe(listed ? undefined : 40164);
  });

  it('K-13 a profile after the verification has lapsed', async () => {
    const bench = new Bench();
    const { access_token, openid } = await bench.grant();
    bench.account().verified = false;
    expect((await bench.call('/sns/userinfo', { access_token, openid })).json.errcode).toBe(48001);
  });
});

describe('pages', () => {
  const link = (changes: Record<string, string | undefined> = {}) => new Bench().link(changes).search;

  it.each<[string, string, string]>([
    ['A-13 another response_type', link({ response_type: 'token' }), 'response_type is not code'],
    ['A-13 no response_type', link({ response_type: undefined }), 'response_type is not code'],
    ['A-03 an address as it is', link().replace(/(?<=redirect_uri=)[^&]*/, callbackUri), 'not percent-encoded'],
    [
      'A-03 the same, and a person in the link',
      link().replace(/(?<=redirect_uri=)[^&]*/, `${callbackUri}&_sim_person=xiaoming`),
      'not percent-encoded',
    ],
  ])('authorise: %s is reported', async (_, search, why) => {
    const bench = new Bench();
    const reply = await bench.call(`/connect/oauth2/authorize${search}`, {}, { headers: wechat });
    expect(reply.location).toContain('code=');
    expect(bench.world.report().map((finding) => finding.why)).toEqual([expect.stringContaining(why)]);
  });

  it('A-13 a link that begins with http is reported', () => {
    const bench = new Bench();
    const opened = new URL(bench.link().href.replace('https:', 'http:'));
    expect(bench.open('xiaoming', opened).kind).toBe('redirect');
    expect(bench.findings('A-13')).toBe(1);
  });

  it.each([
    '/connect/oauth2/authorize',
    '/connect/qrconnect',
    '/cgi-bin/showqrcode',
  ])('X-01 %s takes no POST', async (path) => {
    const bench = new Bench();
    expect((await bench.call(`${path}${link()}`, {}, { method: 'POST', headers: wechat })).status).toBe(501);
    expect(bench.findings('X-01')).toBe(1);
  });

  it('L-01 qrconnect without state and response_type is reported, a long state refused', async () => {
    const bench = new Bench();
    const open = async (state: string) =>
      (
        await bench.call('/connect/qrconnect', {
          appid: bench.account('website').appId,
          redirect_uri: callbackUri,
          scope: 'snsapi_login',
          state,
        })
      ).text;
    expect(await open('')).toContain('<svg');
    expect(bench.findings('A-23') + bench.findings('L-01')).toBe(2);
    expect(await open('s'.repeat(129))).toContain('state参数过长');
  });
});
