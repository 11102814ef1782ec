/** WeChat's daily quota of one operation is used up. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { applyMenu } from '../../src/menu.ts';
import { event, openidOf, standIn, testGateway, writtenAccount } from '../harness.ts';

const key = randomBytes(32).toString('base64url');
const refusal = { errcode: 45009, errmsg: 'reach max api daily quota limit rid: 1' };

async function refusing(operation: string) {
  const wechat = standIn();
  wechat.answers.set('/cgi-bin/user/get', () => ({ total: 0, count: 0, next_openid: '' }));
  wechat.answers.set('/cgi-bin/menu/create', () => ({ errcode: 0, errmsg: 'ok' }));
  const granted = wechat.answers.get(operation);
  wechat.answers.set(operation, () => refusal);
  const gateway = await testGateway(
    {
      accounts: [writtenAccount('service'), writtenAccount('other')],
      api_keys: [{ name: 'erp', api_key: key, accounts: ['service', 'other'], scopes: ['call'] }],
    },
    { wechat },
  );
  return {
    gateway,
    /** Lets WeChat answer as before. */
    grant: () => granted !== undefined && wechat.answers.set(operation, granted),
    count: (name: string) => wechat.calls.filter((each) => each.operation === name).length,
    async through(path: string, account = 'service') {
      const reply = await fetch(gateway.url(`/api/v1/accounts/${account}/call`), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ method: 'GET', path }),
      });
      return ((await reply.json()) as { errcode?: number }).errcode ?? 0;
    },
  };
}

it('R46 R31 the operation pauses until midnight in China, of this account alone; the others go on', async () => {
  const { gateway, grant, count, through } = await refusing('/cgi-bin/user/get');
  // 10:00 in China; the calls that follow are answered without WeChat.
  for (let turn = 0; turn < 3; turn++) expect(await through('/cgi-bin/user/get')).toBe(45009);
  expect(count('/cgi-bin/user/get')).toBe(1);
  expect(await through('/cgi-bin/menu/create')).toBe(0);
  grant();
  expect(await through('/cgi-bin/user/get', 'other')).toBe(0);
  gateway.clock.time = Date.parse('2026-03-01T23:59:59+08:00');
  expect(await through('/cgi-bin/user/get')).toBe(45009);
  gateway.clock.time = Date.parse('2026-03-02T00:00:00+08:00');
  expect(await through('/cgi-bin/user/get')).toBe(0);
  expect(count('/cgi-bin/user/get')).toBe(3);
  expect(gateway.lines.filter((line) => line.includes('pauses until midnight in China'))).toHaveLength(1);
  await gateway.close();
});

it('R46 a follow is dealt with although no profile may be fetched any more, and WeChat is asked once', async () => {
  const { gateway, count } = await refusing('/cgi-bin/user/info');
  for (const name of ['first', 'second']) {
    expect((await gateway.push('service', event('service', openidOf(name), 'subscribe'))).status).toBe(200);
  }
  await gateway.close();
  expect(count('/cgi-bin/user/info')).toBe(1);
  expect(gateway.counts.get('effect.failed') + gateway.counts.get('effect.dead')).toBe(0);
});

it('R46 publishing the menu says 45009 each time, and asks WeChat once', async () => {
  const { gateway, count } = await refusing('/cgi-bin/menu/create');
  const { accounts, config } = gateway.parts;
  const account = accounts.byName('service');
  if (account === undefined) throw new Error('no account');
  for (let turn = 0; turn < 2; turn++) {
    await expect(applyMenu(account, config)).rejects.toMatchObject({ errcode: 45009 });
  }
  expect(count('/cgi-bin/menu/create')).toBe(1);
  await gateway.close();
});
