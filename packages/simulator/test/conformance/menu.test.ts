import { describe, expect, it } from 'vitest';
import { Bench, expectCgiError } from './bench.ts';

const create = (bench: Bench, button: unknown) => bench.app('/cgi-bin/menu/create', {}, { json: { button } });
const click = (name: string, key = 'k') => ({ type: 'click', name, key });
const times = <T>(count: number, item: T) => Array.from({ length: count }, () => item);

describe('cgi-bin/menu', () => {
  it('C-08 create, get, delete', async () => {
    const bench = new Bench();
    const view = { type: 'view', name: '我的', url: 'https://app.test/me' };
    const second = { name: '更多', sub_button: [click('一'), click('二')] };
    const created = await create(bench, [view, second]);
    expect(created.type).toBe('application/json; encoding=utf-8');
    expect(created.json).toEqual({ errcode: 0, errmsg: 'ok' });
    const got = await bench.app('/cgi-bin/menu/get');
    expect(got.json).toEqual({ menu: { button: [{ ...view, sub_button: [] }, second] } });
    expect((await bench.app('/cgi-bin/menu/delete')).json).toEqual({ errcode: 0, errmsg: 'ok' });
    expectCgiError(await bench.app('/cgi-bin/menu/get'), 46003, 'menu no exist');
  });

  it.each([
    ['C-09 four top buttons', times(4, click('a')), 40016, 'invalid button size'],
    ['C-09 six sub-buttons', [{ name: 'a', sub_button: times(6, click('b')) }], 40023, 'invalid sub button size'],
    ['C-15 a top name of 17 bytes', [click('x'.repeat(17))], 40018, 'invalid button name size'],
    [
      'C-15 a sub name of 61 bytes',
      [{ name: 'a', sub_button: [click('x'.repeat(61))] }],
      40025,
      'invalid sub button name size',
    ],
    ['C-15 a view without url', [{ type: 'view', name: 'a' }], 40027, 'invalid sub button url size'],
    [
      'C-15 a url of 1025 bytes',
      [{ type: 'view', name: 'a', url: 'x'.repeat(1025) }],
      40020,
      'invalid button url size',
    ],
    ['C-15 a key of 129 bytes', [click('a', 'x'.repeat(129))], 40019, 'invalid button key size'],
    ['C-15 no type', [{ name: 'a', key: 'k' }], 40017, 'invalid button type'],
  ])('%s', async (_title, button, errcode, errmsg) => {
    const bench = new Bench();
    expectCgiError(await create(bench, button), errcode, errmsg);
    expect(bench.world.state.menus).toEqual({});
  });

  it('C-15 the longest that fit', async () => {
    const url = `https://app.test/${'x'.repeat(1024 - 17)}`;
    const buttons = [click('x'.repeat(16), 'x'.repeat(128)), { type: 'view', name: 'a', url }];
    expect((await create(new Bench(), buttons)).json.errcode).toBe(0);
  });

  it('C-16 escaped characters are refused', async () => {
    const body = '{"button":[{"type":"click","name":"\\u6211\\u7684","key":"k"}]}';
    const reply = await new Bench().app('/cgi-bin/menu/create', {}, { body });
    const text = 'invalid charset. please check your request, if include \\uxxxx will create fail!';
    expectCgiError(reply, 40033, text);
  });
});
