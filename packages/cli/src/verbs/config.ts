// `mingpian config …`: what can be said about a configuration file without starting anything.

import { configFlag, readConfiguration } from '../configuration.ts';
import { verb } from '../verb.ts';

interface Options {
  readonly config: string;
}

export const configVerb = verb<Options>({
  name: 'config',
  summary: { zh: '检查配置文件', en: 'checks a configuration file' },
  takes: [{ notation: '<action>', summary: { zh: '做什么', en: 'what to do' }, choices: ['validate'] }],
  flags: (words) => [configFlag(words({ zh: '配置文件', en: 'configuration file' }))],
  async run({ terminal, context, options }) {
    const { accounts, publicUrl } = await readConfiguration(options.config, context);
    const names = accounts.map(({ name }) => name);
    if (options.json) terminal.json({ valid: true, publicUrl, accounts: names });
    else {
      terminal.line(
        terminal.words({
          zh: `${options.config} 没有问题：${publicUrl}，账号 ${names.join('、')}。`,
          en: `${options.config} is valid: ${publicUrl}, accounts ${names.join(', ')}.`,
        }),
      );
    }
  },
});
