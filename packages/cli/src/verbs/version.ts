import { readFileSync } from 'node:fs';
import { verb } from '../verb.ts';

/** From package.json, which lies beside src as it lies beside dist. */
export const packageVersion = (): string =>
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;

export const versionVerb = verb({
  name: 'version',
  summary: { zh: '显示版本', en: 'prints the version' },
  async run({ terminal, options }) {
    const version = packageVersion();
    if (options.json) terminal.json({ name: 'mingpian', version, node: process.versions.node });
    else terminal.line(`mingpian ${version} (Node ${process.versions.node})`);
  },
});
