// `mingpian migrate`: brings the database to this version. `serve` does the same when it starts; this is for those who do it apart.

import { configFlag, readConfiguration } from '../configuration.ts';
import { withGatewayParts } from '../gateway-parts.ts';
import { verb } from '../verb.ts';

interface Options {
  readonly config: string;
}

export const migrateVerb = verb<Options>({
  name: 'migrate',
  summary: { zh: '把数据库升级到本版本', en: 'brings the database to this version' },
  flags: (words) => [configFlag(words({ zh: '配置文件', en: 'configuration file' }))],
  async run({ terminal, context, options }) {
    const config = await readConfiguration(options.config, context);
    const applied = await withGatewayParts(config, ({ store }) => store.migrate());
    if (options.json) terminal.json({ applied });
    else if (applied.length === 0)
      terminal.line(terminal.words({ zh: '数据库已是最新。', en: 'The database is up to date.' }));
    else for (const name of applied) terminal.line(name);
  },
});
