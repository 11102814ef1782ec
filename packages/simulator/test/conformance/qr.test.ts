import { describe, expect, it } from 'vitest';
import { follow } from '../../src/world/follows.ts';
import { Bench, expectCgiError } from './bench.ts';

const create = (bench: Bench, json: Record<string, unknown>, account = 'service') =>
  bench.app('/cgi-bin/qrcode/create', {}, { account, json });

const byId = (scene_id: number, action_name = 'QR_SCENE', expire_seconds: number | undefined = 604_800) => ({
  expire_seconds,
  action_name,
  action_info: { scene: { scene_id } },
});
const byText = (scene_str: string, action_name = 'QR_STR_SCENE') => ({
  expire_seconds: 300,
  action_name,
  action_info: { scene: { scene_str } },
});

const ticket = expect.stringMatching(/^gQ[A-Za-z0-9+/=]{60,198}$/);
const url = expect.stringMatching(/^http:\/\/weixin\.qq\.com\/q\/[A-Za-z0-9]+$/);

describe('cgi-bin/qrcode/create', () => {
  it('R-01 a temporary code with a number', async () => {
    const reply = await create(new Bench(), byId(42));
    expect(reply.json).toEqual({ ticket, expire_seconds: 604_800, url });
    expect(reply.text).toContain('http:\\/\\/weixin.qq.com\\/q\\/');
  });

  it('R-02 a temporary code with a text', async () => {
    expect((await create(new Bench(), byText('login.abc'))).json).toEqual({ ticket, expire_seconds: 300, url });
  });

  it('R-03 permanent codes', async () => {
    const bench = new Bench();
    expect((await create(bench, byId(100_000, 'QR_LIMIT_SCENE'))).json).toEqual({ ticket, url });
    expect((await create(bench, byText('shop', 'QR_LIMIT_STR_SCENE'))).json).toEqual({ ticket, url });
    for (const qrcode of Object.values(bench.world.state.qrcodes)) expect(qrcode.expiresAt).toBeNull();
  });

  it.each([
    ['another action', byId(1, 'QR_X'), 40052, 'invalid action name'],
    ['a name of Object', byId(1, 'constructor'), 40052, 'invalid action name'],
    ['scene 0', byId(0), 40053, 'invalid action info'],
    ['a permanent scene of 100 001', byId(100_001, 'QR_LIMIT_SCENE'), 40053, 'invalid action info'],
    ['a text of 65', byText('x'.repeat(65)), 40053, 'invalid action info'],
  ])('R-04 %s', async (_title, body, errcode, errmsg) => {
    expectCgiError(await create(new Bench(), body), errcode, errmsg);
  });

  it('C-10 how long it may live', async () => {
    const bench = new Bench();
    const seconds = async (expire_seconds: number | undefined) =>
      (await create(bench, { ...byId(1), expire_seconds })).json.expire_seconds;
    expect(await seconds(undefined)).toBe(60);
    expect(await seconds(2_592_000)).toBe(2_592_000);
    expectCgiError(await create(bench, byId(1, 'QR_SCENE', 2_592_001)), 40053, 'invalid action info');
    bench.account().quirks = ['qrDefault30'];
    expect(await seconds(undefined)).toBe(30);
  });

  it('H-20 in 2014 a week at most, and no texts', async () => {
    const bench = new Bench({ clock: '2014-01-01' });
    expect((await create(bench, byId(1, 'QR_SCENE', 604_800))).json.expire_seconds).toBe(604_800);
    expect((await create(bench, byId(1, 'QR_SCENE', 604_801))).json.errcode).toBe(40053);
    expect((await create(bench, byText('a'))).json.errcode).toBe(40052);
  });

  it('K-09 not for subscription accounts, nor without verification', async () => {
    const bench = new Bench();
    bench.account().verified = false;
    for (const account of ['subscription', 'unverified', 'service']) {
      expectCgiError(await create(bench, byId(1), account), 48001, 'api unauthorized');
    }
  });

  it('K-10 a test account has codes, menus and templates', async () => {
    const bench = new Bench();
    follow(bench.world, bench.person('xiaoming'), bench.account('sandbox'), 'search');
    expect((await create(bench, byId(1), 'sandbox')).json).toEqual({ ticket, expire_seconds: 604_800, url });
    const menu = { button: [{ type: 'click', name: 'a', key: 'k' }] };
    const account = 'sandbox';
    expect((await bench.app('/cgi-bin/menu/create', {}, { account, json: menu })).json.errcode).toBe(0);
    const json = { touser: bench.openid('xiaoming', account), template_id: 't', data: {} };
    expect((await bench.app('/cgi-bin/message/template/send', {}, { account, json })).json.errcode).toBe(0);
  });
});

describe('cgi-bin/showqrcode', () => {
  it('R-05 the picture of a ticket, and 404 for another', async () => {
    const bench = new Bench();
    const made = (await create(bench, byId(42))).json;
    const picture = await bench.call('/cgi-bin/showqrcode', { ticket: made.ticket }, { host: 'mp.weixin.qq.com' });
    expect(picture.status).toBe(200);
    expect(picture.type).toBe('image/jpg');
    expect((await bench.call('/cgi-bin/showqrcode', { ticket: 'x' })).status).toBe(404);
    const elsewhere = await bench.call('/cgi-bin/showqrcode', { ticket: 'x' }, { host: 'api.weixin.qq.com' });
    expect(elsewhere.status).toBe(501);
  });
});
