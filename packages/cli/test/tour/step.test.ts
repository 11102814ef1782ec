// What counts as a step that came out as described. The tour itself runs in scripts/check-tour.ts, from a fresh process.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/display-width.ts';
import { createTerminal, type Terminal } from '../../src/terminal.ts';
import { Recorder } from '../../src/tour/recorder.ts';
import type { Step } from '../../src/tour/step.ts';
import { takeStep } from '../../src/tour/tour.ts';

type Place = { recorder: Recorder };

let output: string;
const terminalOf = (columns = 100): Terminal =>
  createTerminal({
    language: 'en',
    color: false,
    env: {},
    stdout: { write: (text) => (output += text), columns },
    stderr: { write: () => {} },
  });

const holds = { zh: '成立', en: 'it holds' };
const stepOf = (run: Step<Place>['run']): Step<Place> => ({ id: '0.1', title: { zh: '一步', en: 'A step' }, run });

async function take(run: Step<Place>['run'], { json = true, columns = 100 } = {}) {
  output = '';
  const ok = await takeStep(stepOf(run), { recorder: new Recorder() }, terminalOf(columns), json);
  return { ok, event: json ? JSON.parse(output) : undefined };
}

describe('a step', () => {
  it('is as described when all that it named holds', async () => {
    const { ok, event } = await take(async (_, pass) => pass(holds, true));
    expect(ok).toBe(true);
    expect(event).toEqual({
      event: 'step',
      step: '0.1',
      title: 'A step',
      ok: true,
      exchanges: [],
      checks: [{ what: 'it holds', ok: true }],
    });
  });

  it('is not when one of several does not, and says what was found', async () => {
    const { ok, event } = await take(async (_, pass) => {
      pass(holds, true);
      pass({ zh: '三', en: 'it is three' }, false, 4);
    });
    expect(ok).toBe(false);
    expect(event).toMatchObject({ ok: false, why: 'it is three: 4' });
  });

  it('is not when it throws', async () => {
    const { event } = await take(async (_, pass) => {
      pass(holds, true);
      throw new TypeError('no sheet');
    });
    expect(event).toMatchObject({ ok: false, why: 'TypeError: no sheet' });
  });

  it('is not when it named nothing: a step without an expectation proves nothing', async () => {
    expect((await take(async () => {})).ok).toBe(false);
  });
});

describe('the record of a step', () => {
  let base: string;
  const server = createServer((request, response) => {
    response.setHeader('content-type', request.url?.startsWith('/page') ? 'text/html' : 'application/json');
    response.end(
      request.url?.startsWith('/page') ? '<title> Page </title><p>secret</p>' : '{"access_token":"86_abcdefgh"}',
    );
  });
  beforeEach(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

  const calling = (path: string, times = 1) =>
    (async ({ recorder }, pass) => {
      for (let call = 0; call < times; call += 1)
        await recorder.fetch(base + path, {}, { from: 'gateway', to: 'wechat' });
      pass(holds, true);
    }) satisfies Step<Place>['run'];

  it('has request and reply, secrets masked', async () => {
    const { event } = await take(calling('/cgi-bin/token?secret=0123456789abcdef'));
    expect(event.exchanges).toEqual([
      {
        from: 'gateway',
        to: 'wechat',
        request: { method: 'GET', url: `${base}/cgi-bin/token?secret=…cdef` },
        reply: { status: 200, body: '{"access_token":"…efgh"}' },
      },
    ]);
  });

  it('shows a page by its title alone', async () => {
    const { event } = await take(calling('/page'));
    expect(event.exchanges[0].reply.body).toBe('(HTML, 34 bytes: Page)');
  });

  it('leaves out what was done quietly', async () => {
    const { event } = await take(async ({ recorder }, pass) => {
      await recorder.quietly(() => recorder.fetch(`${base}/`, {}, { from: 'person', to: 'wechat' }));
      pass(holds, true);
    });
    expect(event.exchanges).toEqual([]);
  });

  it.each([40, 60, 100])('fits a screen of %i columns, long addresses and Chinese included', async (columns) => {
    await take(calling(`/${'微信公众号'.repeat(20)}?access_token=${'x'.repeat(300)}`, 2), { json: false, columns });
    for (const line of output.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    expect(output).toContain('× 2');
  });
});
