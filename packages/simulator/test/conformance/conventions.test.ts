import { describe, expect, it } from 'vitest';
import { Bench, expectCgiError, rid } from './bench.ts';

describe('conventions of every call', () => {
  it('B-01 business errors come with status 200', async () => {
    const bench = new Bench();
    for (const path of [
      '/cgi-bin/token',
      '/cgi-bin/user/info',
      '/sns/userinfo',
      '/sns/oauth2/access_token',
      '/sns/auth',
    ]) {
      const reply = await bench.call(path);
      expect(reply.status).toBe(200);
      expect(reply.json.errcode).not.toBe(0);
      expect(typeof reply.json.errmsg).toBe('string');
    }
  });

  it('B-02 data calls have no errcode, action calls have nothing else', async () => {
    const bench = new Bench();
    const grant = await bench.grant();
    const openid = bench.openid('xiaohong');
    const data = [
      await bench.token(),
      await bench.stableToken(),
      await bench.userInfo('xiaohong'),
      await bench.app('/cgi-bin/user/info/batchget', {}, { json: { user_list: [{ openid }] } }),
      await bench.app('/cgi-bin/user/get'),
      await bench.app('/cgi-bin/getcallbackip'),
      await bench.refresh(grant.refresh_token),
      await bench.profile(grant),
    ];
    for (const reply of data) {
      expect(reply.json).not.toHaveProperty('errcode');
      expect(reply.json).not.toHaveProperty('errmsg');
    }
    const actions = [
      await bench.app('/cgi-bin/menu/create', {}, { json: { button: [{ type: 'click', name: 'a', key: 'k' }] } }),
      await bench.app('/cgi-bin/user/info/updateremark', {}, { json: { openid, remark: 'vip' } }),
      await bench.call('/sns/auth', { access_token: grant.access_token, openid: grant.openid }),
    ];
    for (const reply of actions) expect(reply.json).toEqual({ errcode: 0, errmsg: 'ok' });
  });

  it('B-03 cgi-bin errors end in a rid after a space', async () => {
    const reply = await new Bench().call('/cgi-bin/user/info', { openid: 'o' });
    expect(reply.json.errmsg).toMatch(new RegExp(`^[^,]+ rid: ${rid}$`));
  });

  it('B-04 sns errors end in a rid after a comma', async () => {
    const reply = await new Bench().call('/sns/userinfo', { openid: 'o', access_token: 'bad' });
    expect(reply.json.errmsg).toMatch(new RegExp(`^.+, rid: ${rid}$`));
  });

  it('B-05 in 2018 they end in hint and hints', async () => {
    const bench = new Bench({ clock: '2018-06-01' });
    const cgi = await bench.call('/cgi-bin/user/info', { openid: 'o' });
    expect(cgi.json.errmsg).toMatch(/^.+ hint: \[[A-Za-z0-9.~_-]+\]$/);
    const sns = await bench.call('/sns/userinfo', { openid: 'o', access_token: 'bad' });
    expect(sns.json.errmsg).toMatch(/^.+, hints: \[ req_id: [A-Za-z0-9_-]+ \]$/);
  });

  it('B-05 quirk legacyTail: at any date', async () => {
    const bench = new Bench();
    bench.account().quirks = ['legacyTail'];
    const cgi = await bench.token('service', { secret: 'x' });
    expect(cgi.json.errmsg).toMatch(/ hint: \[[A-Za-z0-9.~_-]+\]$/);
    expect((await bench.exchange('nothing')).json.errmsg).toMatch(/, hints: \[ req_id: [A-Za-z0-9_-]+ \]$/);
  });

  it('B-06 in 2014 nothing follows the text', async () => {
    const bench = new Bench({ clock: '2014-01-01' });
    expect((await bench.exchange('nothing')).json).toEqual({ errcode: 40029, errmsg: 'invalid code' });
  });

  it('B-07 the rid begins with the time in hex and is different every time', async () => {
    const bench = new Bench({ clock: '2026-01-01T00:00:00+08:00' });
    const rids = [await bench.call('/cgi-bin/token'), await bench.call('/cgi-bin/token')].map(
      (reply) => / rid: (\S+)$/.exec(reply.json.errmsg)?.[1] ?? '',
    );
    for (const text of rids) expect(text.slice(0, 9)).toBe('69554880-');
    const [one = '', other = ''] = rids.map((text) => text.slice(9));
    expect(one.split('-')[0]).not.toBe(other.split('-')[0]);
    expect(one.split('-')[1]).not.toBe(other.split('-')[1]);
  });

  it('B-08 cgi-bin replies are raw UTF-8 with escaped slashes', async () => {
    const bench = new Bench({ clock: '2014-01-01' });
    const reply = await bench.userInfo('xiaohong');
    expect(reply.type).toBe('application/json; encoding=utf-8');
    expect(reply.text).toContain('"nickname":"小红"');
    expect(reply.text).toContain('http:\\/\\/wx.qlogo.cn\\/mmopen\\/');
  });

  it('B-09 a token in the body is not seen', async () => {
    const bench = new Bench();
    const access_token = await bench.appToken();
    const json = { access_token, user_list: [{ openid: bench.openid('xiaohong') }] };
    expectCgiError(await bench.call('/cgi-bin/user/info/batchget', {}, { json }), 41001, 'access_token missing');
  });

  it('B-10 the wrong verb is refused on cgi-bin, while sns takes a posted form', async () => {
    const bench = new Bench();
    const openid = bench.openid('xiaohong');
    const posted = await bench.app('/cgi-bin/user/info', { openid }, { method: 'POST', body: '' });
    expectCgiError(posted, 43001, 'require GET method');
    expectCgiError(await bench.app('/cgi-bin/menu/create'), 43002, 'require POST method');
    const { access_token, openid: own } = await bench.grant();
    const form = new URLSearchParams({ access_token, openid: own });
    expect((await bench.call('/sns/userinfo', {}, { body: form })).json.nickname).toBe('小明');
    const both = { body: new URLSearchParams({ openid: own }) };
    expect((await bench.call('/sns/userinfo', { access_token }, both)).json.nickname).toBe('小明');
  });

  it('B-11 an empty body and a broken one', async () => {
    const bench = new Bench();
    const path = '/cgi-bin/user/info/updateremark';
    expectCgiError(await bench.app(path, {}, { method: 'POST', body: '' }), 44002, 'empty post data');
    expectCgiError(await bench.app(path, {}, { body: '{"openid":' }), 47001, 'data format error');
  });
});
