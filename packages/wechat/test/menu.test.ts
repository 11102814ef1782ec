import { describe, expect, it } from 'vitest';
import { createWeChat } from '../src/client.ts';
import type { Menu } from '../src/menu.ts';
import { app, type Exchange, HandClock, openid, scriptedWeChat } from './scripted-wechat.ts';

const token: Exchange = { operation: '/cgi-bin/stable_token', reply: { access_token: 'T', expires_in: 7200 } };
const client = (...exchanges: Exchange[]) =>
  createWeChat({ ...app, clock: new HandClock(), transport: scriptedWeChat(...exchanges).transport });
const view = (name: string, url = 'https://a.test/') => ({ type: 'view', name, url }) as const;

describe('menu', () => {
  it('C-08 is sent as WeChat wants it, with raw Chinese', async () => {
    const menu: Menu = [view('我的'), { name: '更多', buttons: [{ type: 'click', name: '帮助', key: 'HELP' }] }];
    const wechat = client(token, {
      operation: '/cgi-bin/menu/create',
      reply: { errcode: 0, errmsg: 'ok' },
      check: ({ body, url }) => {
        expect(url).toMatch(/\?access_token=T$/);
        expect(body).toBe(
          '{"button":[{"type":"view","name":"我的","url":"https://a.test/"},' +
            '{"name":"更多","sub_button":[{"type":"click","name":"帮助","key":"HELP"}]}]}',
        );
      },
    });
    await wechat.menu.create(menu);
  });

  it.each<[string, Menu, RegExp]>([
    ['no button', [], /^menu must have 1 to 3 buttons, not 0/],
    ['C-09 four buttons', [view('a'), view('b'), view('c'), view('d')], /^menu must have 1 to 3 buttons, not 4/],
    [
      'C-09 six in a sub-menu',
      [{ name: 'a', buttons: Array(6).fill(view('b')) }],
      /^menu "a" must have 1 to 5 buttons/,
    ],
    ['C-15 a name of 18 bytes', [view('六个汉字呀呀')], /1 to 16 bytes of name, not 18/],
    ['C-15 an address of 1025 bytes', [view('a', `https://a.test/${'x'.repeat(1010)}`)], /1 to 1024 bytes of url/],
    ['C-15 a key of 129 bytes', [{ type: 'click', name: 'a', key: 'k'.repeat(129) }], /1 to 128 bytes of key/],
  ])('%s is refused before anything is sent', async (_, menu, message) => {
    // The token is asked for first; the menu itself never leaves.
    await expect(client(token).menu.create(menu)).rejects.toThrow(message);
  });

  it('an account without a menu gives undefined', async () => {
    const wechat = client(token, {
      operation: '/cgi-bin/menu/get',
      reply: { errcode: 46003, errmsg: 'menu no exist' },
    });
    await expect(wechat.menu.get()).resolves.toBeUndefined();
  });

  it('delete and get', async () => {
    const wechat = client(
      token,
      { operation: '/cgi-bin/menu/get', reply: { menu: { button: [] } } },
      { operation: '/cgi-bin/menu/delete', reply: { errcode: 0, errmsg: 'ok' } },
    );
    await expect(wechat.menu.get()).resolves.toEqual({ menu: { button: [] } });
    await wechat.menu.delete();
  });
});

describe('customer message', () => {
  it('C-01 a text into the chat', async () => {
    const wechat = client(token, {
      operation: '/cgi-bin/message/custom/send',
      reply: { errcode: 0, errmsg: 'ok' },
      check: ({ body }) => expect(body).toBe(`{"touser":"${openid}","msgtype":"text","text":{"content":"你好"}}`),
    });
    await wechat.customerMessage.text(openid, '你好');
  });

  it.each([45015, 45047])('C-02 C-03 %d is the caller’s to know', async (errcode) => {
    const wechat = client(token, { operation: '/cgi-bin/message/custom/send', reply: { errcode, errmsg: '' } });
    await expect(wechat.customerMessage.text(openid, 'hi')).rejects.toMatchObject({ errcode, mover: 'user' });
  });
});

describe('user/info through the client', () => {
  it('T-18 a dead app token costs one refresh and one more try', async () => {
    const wechat = client(
      token,
      { operation: '/cgi-bin/user/info', reply: { errcode: 42001, errmsg: 'access_token expired' } },
      { operation: '/cgi-bin/stable_token', reply: { access_token: 'T2', expires_in: 7200 } },
      {
        operation: '/cgi-bin/user/info',
        reply: { subscribe: 0, openid, tagid_list: [] },
        check: ({ url }) => expect(url).toContain('access_token=T2&'),
      },
    );
    await expect(wechat.user.info(openid)).resolves.toEqual({ subscribed: false, openid });
  });

  it('misuse names the argument', () => {
    expect(() => createWeChat({ ...app, appId: 'x' })).toThrow(/^appId must be/);
    expect(() => createWeChat({ ...app, appSecret: 'hunter2' })).toThrow('appSecret must be 32 lower-case hex digits');
  });
});
