// `mingpian account menu apply|show [NAME]`: the menu of an account, as the configuration has it and as WeChat has it.

import { configFlag, readConfiguration } from '../configuration.ts';
import { Failure } from '../failure.ts';
import { withGatewayParts } from '../gateway-parts.ts';
import { verb } from '../verb.ts';

interface Options {
  readonly config: string;
}

export const accountVerb = verb<Options>({
  name: 'account',
  summary: { zh: '发布或查看账号的自定义菜单', en: "publishes or shows an account's custom menu" },
  takes: [
    { notation: '<what>', summary: { zh: '对象', en: 'of what' }, choices: ['menu'] },
    { notation: '<action>', summary: { zh: '做什么', en: 'what to do' }, choices: ['apply', 'show'] },
    {
      notation: '[account]',
      summary: { zh: '账号；不写则为每个有菜单的账号', en: 'the account; every one with a menu if left out' },
    },
  ],
  flags: (words) => [configFlag(words({ zh: '配置文件', en: 'configuration file' }))],
  async run({ terminal, context, options, values: [, action, name] }) {
    const config = await readConfiguration(options.config, context);
    const [{ applyMenu }, { WeChatError }] = await Promise.all([
      import('@mingpian/gateway/menu'),
      import('@mingpian/wechat/errors'),
    ]);
    await withGatewayParts(config, async ({ accounts }) => {
      const chosen = accounts.all.filter((account) =>
        name === undefined ? account.menu !== undefined : account.name === name,
      );
      if (chosen.length === 0) {
        throw new Failure(
          'failure',
          terminal.words({
            zh: '配置里没有这样的账号，或没有账号写了 menu。',
            en: 'No such account in the configuration, or none has a menu.',
          }),
        );
      }
      for (const account of chosen) {
        try {
          const menu = action === 'apply' ? await applyMenu(account, config) : await account.wechat.menu.get();
          if (options.json) terminal.json({ account: account.name, menu: menu ?? null });
          else terminal.line(`${account.name}  ${JSON.stringify(menu ?? null, null, 2)}`);
        } catch (error) {
          if (!(error instanceof WeChatError)) throw error;
          throw new Failure('failure', `${account.name}: ${await error.hint(terminal.language)}`, { cause: error });
        }
      }
    });
  },
});
