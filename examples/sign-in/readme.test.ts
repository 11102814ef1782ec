import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { freePort, startServer } from '../server.ts';
import { trialGateway } from './contract.ts';
import { visitor } from './visitor.ts';

const program = (readme: string) =>
  /```js\n(\/\/ app\.mjs[\s\S]*?)```/.exec(readFileSync(join(import.meta.dirname, '../..', readme), 'utf8'))?.[1] ?? '';
const withoutRemarks = (code: string) => code.replace(/\/\/ \S* ?.*$/gm, '');

it('the whole application of the README signs somebody in, the same in both languages', async () => {
  const code = program('README.md');
  expect(code.split('\n').length).toBeLessThanOrEqual(20);
  expect(withoutRemarks(program('README.zh-CN.md'))).toBe(withoutRemarks(code));

  const trial = await trialGateway();
  onTestFinished(() => trial.close());
  const { issuer, client_secret } = trial.client!;
  const port = await freePort();
  const name = `readme-program-${process.pid}.mjs`;
  const here = code.replace('http://127.0.0.1:4015', issuer).replaceAll('3000', String(port));
  writeFileSync(join(import.meta.dirname, name), here);
  onTestFinished(() => rmSync(join(import.meta.dirname, name)));
  const environment = { CLIENT_SECRET: client_secret };
  const stop = await startServer(
    import.meta.dirname,
    [process.execPath, name],
    `http://127.0.0.1:${port}`,
    environment,
  );
  onTestFinished(stop);

  const refused = await fetch(`http://127.0.0.1:${port}/cb?error=access_denied&iss=${encodeURIComponent(issuer)}`);
  expect(await refused.text()).toMatch(/error/);

  const guest = visitor('xiaoming');
  const greeted = await guest.press(await guest.open(`http://127.0.0.1:${port}/`));
  expect(greeted).toMatchObject({ status: 200, html: 'Hello, 小明' });
});
