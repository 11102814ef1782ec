/** Token and EncodingAESKey change while pushes come in. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import {
  emptyDatabase,
  event,
  openidOf,
  pushAccount,
  start,
  testGateway,
  written,
  writtenAccount,
} from '../harness.ts';
import { buildPush, openReply } from '../push-builder.ts';

const before = pushAccount('service');
const after = {
  ...before,
  token: randomBytes(12).toString('hex'),
  encodingAesKey: randomBytes(32).toString('base64').replaceAll(/[+/]/g, 'x').slice(0, 43),
};

it('R44 SIG-12 no push of the overlap is refused, whichever Token and key WeChat uses; afterwards the former are worth nothing', async () => {
  const database = await emptyDatabase();
  const fields = { database: { url: database.url } };
  const gateway = await testGateway(fields);
  const configured = (push: Record<string, unknown>) =>
    parseConfig(written({ ...fields, accounts: [writtenAccount('service', {}, push)] }), { now: start });
  const now = { token: after.token, encoding_aes_key: after.encodingAesKey };
  const overlap = { previous_tokens: [before.token], previous_encoding_aes_keys: [before.encodingAesKey] };

  const follow = async (name: string, account: typeof before): Promise<string> => {
    const fields = event('service', openidOf(name), 'subscribe');
    const { query, body } = buildPush(account, fields, { timestamp: start / 1000, nonce: name });
    const reply = await fetch(gateway.url(`/wechat/service/webhook?${query}`), { method: 'POST', body });
    return reply.status === 200 ? openReply(account, await reply.text()) : String(reply.status);
  };
  const names = (part: string) => Array.from({ length: 20 }, (_, index) => `${part}${index}`);

  try {
    const first = names('a').map((name) => follow(name, before));
    await gateway.reload(configured({ ...now, ...overlap }));
    // Who saves the console's page does so somewhere in between, and what is under way and tried again is signed as it was.
    const second = names('b').map((name, index) => follow(name, index % 2 === 0 ? before : after));
    const welcomed = await Promise.all([...first, ...second]);
    expect(welcomed.filter((reply) => !reply.includes('欢迎来到'))).toEqual([]);
    await gateway.reload(configured(now));
    expect(await Promise.all(names('c').map((name) => follow(name, after)))).not.toContain('401');
    expect(new Set(await Promise.all(names('d').map((name) => follow(name, before))))).toEqual(new Set(['401']));
    expect(await gateway.parts.store.people.count()).toBe(60);
  } finally {
    await gateway.close();
    await database.giveBack();
  }
});
