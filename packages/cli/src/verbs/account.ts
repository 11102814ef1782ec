// `mingpian account …`: the menu of an account, as the configuration has it and as WeChat has it; and the new openids after WeChat
// has moved an account into another.

import type { Account } from '@mingpian/gateway/accounts';
import type { Config } from '@mingpian/gateway/config/shape';
import type { Parts } from '@mingpian/gateway/parts';
import { Option } from 'commander';
import { checkAccount, configFlag, readConfiguration } from '../configuration.ts';
import { Failure } from '../failure.ts';
import { withGatewayParts } from '../gateway-parts.ts';
import type { Terminal } from '../terminal.ts';
import { verb } from '../verb.ts';

interface Options {
  readonly config: string;
  readonly from?: string;
  readonly fromOriginal?: string;
  readonly json: boolean;
}

export const accountVerb = verb<Options>({
  name: 'account',
  summary: {
    zh: '发布或查看自定义菜单；账号迁移后换用新 openid',
    en: "publishes or shows an account's menu, or takes over openids after a migration",
  },
  takes: [
    {
      notation: '<what>',
      summary: { zh: '菜单 menu，或 openids', en: 'its menu, or openids' },
      choices: ['menu', 'openids'],
    },
    {
      notation: '<action>',
      summary: {
        zh: '菜单：apply 发布，show 查看；openids：migrate 换新',
        en: 'of the menu: apply, show; of openids: migrate',
      },
      choices: ['apply', 'show', 'migrate'],
    },
    {
      notation: '[account]',
      summary: {
        zh: '账号；菜单可不写，即每个有菜单的账号',
        en: 'the account; for menus, every one with a menu if left out',
      },
    },
  ],
  flags: (words) => [
    configFlag(words({ zh: '配置文件', en: 'configuration file' })),
    new Option(
      '--from <appid>',
      words({ zh: '被迁移的旧账号的 AppID', en: 'AppID of the account that was moved away' }),
    ),
    new Option(
      '--from-original <id>',
      words({
        zh: '旧账号的原始 ID；微信不认 AppID 时再写',
        en: "the old account's original id, should WeChat not take the AppID",
      }),
    ),
  ],
  async run({ terminal, context, options, values: [what, action, name] }) {
    if ((what === 'openids') !== (action === 'migrate') || (what === 'openids' && (!name || !options.from))) {
      throw new Failure(
        'usage',
        terminal.words({
          zh: '写法：account menu apply|show [账号]，或 account openids migrate 账号 --from 旧AppID。',
          en: 'Write account menu apply|show [ACCOUNT], or account openids migrate ACCOUNT --from OLD_APPID.',
        }),
      );
    }
    const config = await readConfiguration(options.config, context);
    checkAccount(config, name, terminal);
    await withGatewayParts(config, async (parts) => {
      const chosen = parts.accounts.all.filter((account) =>
        name === undefined ? account.menu !== undefined : account.name === name,
      );
      if (chosen.length === 0) {
        throw new Failure(
          'failure',
          terminal.words({
            zh: '没有账号写了 menu。写上它，或指定账号，用自带的菜单。',
            en: 'No account has a menu. Write one, or name an account to give it the menu that comes with us.',
          }),
        );
      }
      for (const account of chosen) {
        const result =
          what === 'openids'
            ? await explained(account, terminal, () => migrated(parts, account, options))
            : await explained(account, terminal, () => menuOf(account, config, action));
        if (options.json) terminal.json({ account: account.name, ...result });
        else terminal.line(`${account.name}  ${JSON.stringify(Object.values(result)[0], null, 2)}`);
      }
    });
  },
});

async function menuOf(account: Account, config: Config, action: string | undefined): Promise<object> {
  const { applyMenu } = await import('@mingpian/gateway/menu');
  const menu = action === 'apply' ? await applyMenu(account, config) : await account.wechat.menu.get();
  return { menu: menu ?? null };
}

async function migrated(parts: Parts, account: Account, { from = '', fromOriginal }: Options): Promise<object> {
  const { migrateOpenids } = await import('@mingpian/gateway/people/migration');
  const sent = fromOriginal === undefined ? {} : { sent: fromOriginal };
  return { openids: await migrateOpenids(parts, account, { appId: from, ...sent }) };
}

/** WeChat's refusal becomes what it means and what to do. */
async function explained<T>({ name }: Account, terminal: Terminal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { WeChatError } = await import('@mingpian/wechat/errors');
    if (!(error instanceof WeChatError)) throw error;
    throw new Failure('failure', `${name}: ${await error.hint(terminal.language)}`, { cause: error });
  }
}
