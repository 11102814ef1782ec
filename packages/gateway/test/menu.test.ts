import { expect, it } from 'vitest';
import { menuOf } from '../src/config/menu.ts';
import { parseConfig } from '../src/config.ts';
import { applyMenu } from '../src/menu.ts';
import { start, testGateway, written, writtenAccount } from './harness.ts';

const configured = (menu: unknown, more: Record<string, unknown> = {}) =>
  parseConfig(
    written({ public_url: 'https://login.shop.test', accounts: [writtenAccount('service', { menu })], ...more }),
    { now: start },
  );
const menu = (entries: unknown, more?: Record<string, unknown>) => {
  const config = configured(entries, more);
  return menuOf(config.accounts[0]!, config);
};

it('a menu of the configuration leads to our start page, to paths of ours, elsewhere, or sends an event', () => {
  expect(
    menu(
      [
        { name: '登录', login: '/me' },
        { name: '订单', login: 'https://shop.test/orders' },
        {
          name: '更多',
          buttons: [
            { name: '我是谁', url: '/me' },
            { name: '官网', url: 'https://shop.test' },
            { name: '帮助', key: 'HELP' },
          ],
        },
      ],
      { return_targets: ['https://shop.test/orders'] },
    ),
  ).toEqual([
    { type: 'view', name: '登录', url: 'https://login.shop.test/login/service' },
    {
      type: 'view',
      name: '订单',
      url: 'https://login.shop.test/login/service?return_to=https%3A%2F%2Fshop.test%2Forders',
    },
    {
      name: '更多',
      buttons: [
        { type: 'view', name: '我是谁', url: 'https://login.shop.test/me' },
        { type: 'view', name: '官网', url: 'https://shop.test/' },
        { type: 'click', name: '帮助', key: 'HELP' },
      ],
    },
  ]);
});

it.each([
  ['no action', [{ name: 'a' }], 'accounts.0.menu.0: needs exactly one'],
  ['two actions', [{ name: 'a', url: '/me', key: 'k' }], 'accounts.0.menu.0: needs exactly one'],
  ['a sign-in that leads to a stranger', [{ name: 'a', login: 'https://evil.example' }], 'accounts.0.menu.0.login'],
  ['an address that is a script', [{ name: 'a', url: 'javascript:alert(1)' }], 'accounts.0.menu.0.url'],
  [
    'a fourth button',
    Array.from({ length: 4 }, () => ({ name: 'a', key: 'k' })),
    'accounts.0.menu: menu must have 1 to 3',
  ],
  ['a name that is too long', [{ name: '名'.repeat(6), key: 'k' }], 'accounts.0.menu: menu button'],
  [
    'an unknown field',
    [{ name: 'a', lgin: '/me' }],
    'accounts.0.menu.0.lgin: is no field of the configuration; did you mean login',
  ],
  ['buttons of buttons', [{ name: 'a', buttons: [{ name: 'b', buttons: [] }] }], 'accounts.0.menu.0.buttons.0.buttons'],
])('a menu with %s does not start', (_, entries, message) => {
  expect(() => configured(entries)).toThrow(message);
});

it('nothing is published by itself, and on demand the usual menu where the configuration has none', async () => {
  const gateway = await testGateway();
  gateway.wechat.answers.set('/cgi-bin/menu/create', () => ({ errcode: 0, errmsg: 'ok' }));
  const created = () => gateway.wechat.calls.filter(({ operation }) => operation === '/cgi-bin/menu/create');
  expect(created()).toEqual([]);
  await applyMenu(gateway.parts.accounts.byName('service')!, gateway.parts.config);
  expect(created().map(({ body }) => String(body))).toEqual([expect.stringContaining(gateway.url('/login/service'))]);
  await gateway.close();
});
