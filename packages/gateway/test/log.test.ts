import { describe, expect, it } from 'vitest';
import { ConfigError } from '../src/config/error.ts';
import { createLog } from '../src/log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  write(createLog({ write: (line) => lines.push(line) }, 'debug'));
  return lines;
}

describe('the log', () => {
  it('LOG-05 a line that cannot be written is lost and counted, and nobody who writes one notices', () => {
    let lost = 0;
    const full = () => {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    };
    const log = createLog({ write: full }, 'info', () => (lost += 1));
    log.error({ account: 'service' }, 'x');
    log.info('y');
    expect(lost).toBe(2);
  });

  it('LOG-02 writes one line of JSON for each event, whatever is in it', () => {
    const hostile = 'a\r\nb\u001b[31mc\u2028d\u0000e';
    const lines = logged((log) => log.info({ account: hostile, kind: hostile }, hostile));
    expect(lines).toHaveLength(1);
    expect(lines[0]!.match(/[\r\n\u001b\u0000]/g)).toEqual(['\n']);
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'info', account: hostile, msg: hostile });
  });

  it.each([
    'token',
    'code',
    'state',
    'appSecret',
    'openid',
    'unionid',
    'nickname',
    'ticket',
    'cookie',
    'document',
  ])('LOG-01 never writes a field named %s, at any of three depths', (name) => {
    const canary = 'canary-value';
    const lines = logged((log) => {
      log.info({ [name]: canary }, 'x');
      log.info({ a: { [name]: canary } }, 'x');
      log.info({ a: { b: { [name]: canary } } }, 'x');
    });
    expect(lines.join('')).not.toContain(canary);
  });

  it('says of an error of ours what it says, and of any other only where it came from', () => {
    const lines = logged((log) => {
      log.error({ error: new ConfigError('public_url', 'must be https.') }, 'x');
      log.error({ error: Object.assign(new Error('https://x/?secret=canary'), { code: 'ECONNRESET' }) }, 'x');
      log.error({ error: 'canary' }, 'x');
    });
    expect(JSON.parse(lines[0]!)).toMatchObject({
      error: { type: 'ConfigError', message: 'public_url: must be https.' },
    });
    expect(JSON.parse(lines[1]!)).toMatchObject({ error: { type: 'Error', reason: 'ECONNRESET' } });
    expect(lines.join('')).not.toContain('canary');
  });

  it('takes no line of a message for a place in the code', () => {
    const message = 'no answer to\n  at canary one\ncanary two\n    at canary three (x.ts:1:1)';
    const [line] = logged((log) => log.error({ error: new Error(message) }, 'x'));
    const { stack } = JSON.parse(line!).error;
    expect(stack[0]).toContain('log.test.ts');
    expect(line).not.toContain('canary');
  });

  it('writes of a request its route, never its address', () => {
    const request = {
      method: 'GET',
      url: '/wechat/callback?code=canary',
      routeOptions: { url: '/wechat/callback' },
      headers: {},
    };
    const [line] = logged((log) => log.info({ req: request }, 'x'));
    expect(JSON.parse(line!)).toMatchObject({ req: { method: 'GET', route: '/wechat/callback' } });
    expect(line).not.toContain('canary');
  });
});
