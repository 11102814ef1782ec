import { describe, expect, it } from 'vitest';
import { asTest } from '../src/rail/as-test.ts';
import type { Step } from '../src/recording.ts';

const places = { base: 'http://127.0.0.1:4014', application: 'http://127.0.0.1:4015' };
const step = (person: string | null, verb: string, body: object, answer: object, link?: Step['link']): Step => ({
  person,
  verb,
  body: { ...body },
  answer: { ...answer },
  link,
});

describe('copy as test', () => {
  it.each<[string, Step, string[]]>([
    [
      'what was pushed is expected again',
      step(
        'xiaoming',
        'follow',
        { account: 'service' },
        { pushes: [{ event: 'subscribe', status: 200, reply: { type: 'text' } }] },
      ),
      ['act("xiaoming", "follow", { account: "service" })', 'event: "subscribe", status: 200, reply: { type: "text" }'],
    ],
    [
      'a link of a chat is found by its place',
      step(
        'xiaoming',
        'open',
        { url: 'http://127.0.0.1:4015/l/x', from: 'chat' },
        { url: 'http://127.0.0.1:4015/me', status: 200 },
        { account: 'service', fromEnd: 1 },
      ),
      ['url: await link("xiaoming", "service", 1), from: "chat"', '.pathname).toBe("/me")'],
    ],
    [
      'an address of the application is told by its path',
      step(
        'visitor',
        'open',
        { url: 'http://127.0.0.1:4015/login/service' },
        { url: 'http://x.test/', status: 200, snapshot: true },
      ),
      ['url: await application("/login/service")', 'snapshot: true'],
    ],
    [
      'a code is found by its account',
      step('emoji', 'scan', { ticket: 'gQ', codeOf: 'service' }, { pushes: [] }),
      ['ticket: await ticket("service")', 'toMatchObject([])'],
    ],
    [
      'a press is told by its words',
      step('emoji', 'press', { text: 'Go "on"' }, { url: 'http://x.test/', status: 200 }),
      ['text: "Go \\"on\\""'],
    ],
    ['the clock', step(null, 'clock', { advance: '2h' }, {}), [`call('POST', '/clock', {"advance":"2h"})`]],
    [
      'a sheet',
      step(
        'emoji',
        'open',
        { url: 'http://x.test/' },
        { url: 'http://x.test/', status: 200, sheet: { account: 'service', scope: 's' } },
      ),
      ['sheet: {"account":"service","scope":"s"}'],
    ],
  ])('%s', (_, recorded, lines) => {
    const source = asTest([recorded], places);
    for (const line of lines) expect(source).toContain(line);
    expect(source).not.toContain('undefined:');
  });
});
