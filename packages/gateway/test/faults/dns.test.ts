/** The name of WeChat cannot be looked up, or leads where WeChat is not. */
import { nodeTransport } from '@mingpian/wechat/node-transport';
import type { Lookup } from '@mingpian/wechat/public-address';
import { expect, it } from 'vitest';
import { event, openidOf, testGateway } from '../harness.ts';
import { browser, callback } from '../login/browser.ts';

const code = '0'.padEnd(32, 'a');
const failing = (code: string) =>
  ((host: string, _options: object, done: (error: Error) => void) =>
    done(Object.assign(new Error(`${code} ${host}`), { code }))) as Lookup;
const leading = (address: string) =>
  ((_host: string, _options: object, done: (error: null, found: object[]) => void) =>
    done(null, [{ address, family: 4 }])) as Lookup;

it.each<[string, Lookup]>([
  ['is not known', failing('ENOTFOUND')],
  ['cannot be asked for now', failing('EAI_AGAIN')],
  ['leads to this machine', leading('127.0.0.1')],
])('R28 the name of WeChat %s: pushes are acknowledged and wait, who signs in is told, nobody is let in', async (_title, lookup) => {
  const gateway = await testGateway({}, { transport: await nodeTransport({ lookup }) });
  try {
    expect((await gateway.push('service', event('service', openidOf('a'), 'subscribe'))).status).toBe(200);
    const visitor = browser(gateway);
    const started = await visitor.get('/login/service');
    const told = await visitor.get((await visitor.get(callback(started.location, code))).location);
    expect(told.body).toContain('微信暂时没有回应');
    expect([...visitor.jar.keys()]).not.toContain('session');
    expect(await gateway.parts.store.people.count()).toBe(1);
    expect((await fetch(gateway.url('/readyz'))).status).toBe(200);
    expect(gateway.lines.join('')).not.toContain(code);
  } finally {
    await gateway.close();
  }
});
