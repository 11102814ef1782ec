// `mingpian config …`: what can be said about a configuration file without starting anything.

import { configFlag, configurationFailure, listenFlags, readConfiguration } from '../configuration.ts';
import type { Context } from '../context.ts';
import type { Terminal } from '../terminal.ts';
import { hostFlag, portFlag, verb } from '../verb.ts';

interface Options {
  readonly config: string;
  readonly json: boolean;
  readonly port?: number;
  readonly host?: string;
}

export const configVerb = verb<Options>({
  name: 'config',
  summary: {
    zh: '检查、显示或开始一个配置文件',
    en: 'checks, shows or begins a configuration file',
  },
  takes: [
    {
      notation: '<action>',
      summary: {
        zh: 'validate 检查；print 显示实际生效的配置，不含密钥；schema 输出 JSON Schema；template 输出带注释的模板',
        en: 'validate it; print what counts, without secrets; schema: its JSON Schema; template: a commented file to begin with',
      },
      choices: ['validate', 'print', 'schema', 'template'],
    },
  ],
  flags: (words) => [
    configFlag(words({ zh: '配置文件', en: 'configuration file' })),
    portFlag(words({ zh: '同 serve 的 --port', en: 'as for serve' })),
    hostFlag(words({ zh: '同 serve 的 --host', en: 'as for serve' })),
  ],
  async run({ terminal, context, options, values: [action] }) {
    if (action === 'schema') return schema(terminal, options);
    if (action === 'template') return template(terminal, options);
    return action === 'print' ? print(terminal, context, options) : validate(terminal, context, options);
  },
});

async function validate(terminal: Terminal, context: Context, options: Options): Promise<void> {
  const { accounts, publicUrl } = await readConfiguration(options.config, context, listenFlags(options));
  const names = accounts.map(({ name }) => name);
  if (options.json) return terminal.json({ valid: true, publicUrl, accounts: names });
  terminal.line(
    terminal.words({
      zh: `${options.config} 没有问题：${publicUrl}，账号 ${names.join('、')}。`,
      en: `${options.config} is valid: ${publicUrl}, accounts ${names.join(', ')}.`,
    }),
  );
}

async function print(terminal: Terminal, context: Context, options: Options): Promise<void> {
  const [{ loadShownConfig }, { shownAsYaml }] = await Promise.all([
    import('@mingpian/gateway/config'),
    import('@mingpian/gateway/config/shown'),
  ]);
  const shown = await configurationFailure(() =>
    loadShownConfig(options.config, { environment: context.env, flags: listenFlags(options), now: context.now() }),
  );
  if (options.json) terminal.json(shown);
  else terminal.line(shownAsYaml(shown).trimEnd());
}

async function schema(terminal: Terminal, { json }: Options): Promise<void> {
  const { configurationSchema } = await import('@mingpian/gateway/config/json-schema');
  if (json) terminal.json(configurationSchema());
  else terminal.line(JSON.stringify(configurationSchema(), null, 2));
}

async function template(terminal: Terminal, { json }: Options): Promise<void> {
  const { configTemplate } = await import('@mingpian/gateway/config/template');
  const text = configTemplate(terminal.language);
  if (json) terminal.json({ template: text });
  else terminal.line(text.trimEnd());
}
