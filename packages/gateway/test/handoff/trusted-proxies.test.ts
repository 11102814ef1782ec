/** Whose network the phone's page shows, and the limits count: the visitor's, where one of our own proxies says so. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { databaseOfRun } from '../databases.ts';
import { start, written } from '../harness.ts';
import { desktopAgent, handoffStage } from './stage.ts';

describe('an address that a proxy hands on', () => {
  const shown = async (trusted: string[], forwarded: string) => {
    const stage = await handoffStage(databaseOfRun, { trusted_proxies: trusted });
    onTestFinished(() => stage.close());
    const waiting = await stage.waitsAt('/login/service', { ...desktopAgent, 'x-forwarded-for': forwarded });
    return (await stage.scans(waiting, 'xiaoming')).page.body;
  };

  it.each([
    ['of one that is trusted', ['127.0.0.1'], '203.0.113.7', '203.0.113.*'],
    ['by its network', ['127.0.0.0/8'], '203.0.113.7', '203.0.113.*'],
    ['of two in a row', ['127.0.0.1', '10.0.0.0/8'], '203.0.113.7, 10.1.2.3', '203.0.113.*'],
    ['with what the visitor made up before it', ['127.0.0.1'], '198.51.100.1, 203.0.113.7', '203.0.113.*'],
    ['of one that is not', ['10.0.0.0/8'], '203.0.113.7', '127.0.0.*'],
    ['of nobody, where none is trusted', [], '203.0.113.7', '127.0.0.*'],
  ])('%s', async (_what, trusted, forwarded, network) => {
    expect(await shown(trusted, forwarded)).toContain(network);
  });

  it.each([
    'everybody',
    '0.0.0.0/0',
    '10.0.0.0/33',
    '::/0',
    '1.2.3.4/8/9',
    '',
  ])('the configuration refuses %j', (text) => {
    expect(() => parseConfig(written({ trusted_proxies: [text] }), { now: start })).toThrow(/trusted_proxies\.0/);
  });
});
