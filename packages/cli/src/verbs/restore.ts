// `mingpian restore FILE`: puts a backup in the place of what the database holds. Erasures since then are applied again before a
// gateway is ready.

import { Option } from 'commander';
import { configFlag, readConfiguration } from '../configuration.ts';
import { Failure } from '../failure.ts';
import { withGatewayParts } from '../gateway-parts.ts';
import { verb } from '../verb.ts';

interface Options {
  readonly config: string;
  readonly ledger: readonly string[];
  readonly replace: boolean;
}

export const restoreVerb = verb<Options>({
  name: 'restore',
  summary: { zh: '用备份替换数据库内容', en: 'puts a backup in the place of what the database holds' },
  takes: [{ notation: '<file>', summary: { zh: '备份文件', en: 'the backup' } }],
  flags: (words) => [
    configFlag(words({ zh: '配置文件', en: 'configuration file' })),
    new Option(
      '--ledger <file...>',
      words({
        zh: '更新的备份，只取其中的删除回执',
        en: 'newer backups, of which only the receipts of erasures are taken',
      }),
    ).default([]),
    new Option(
      '--replace',
      words({ zh: '数据库里已有人时也替换', en: 'also where the database already holds people' }),
    ).default(false),
  ],
  async run({ terminal, context, options, values: [file = ''] }) {
    const config = await readConfiguration(options.config, context);
    const [{ restoreBackup }, { backupKeys }] = await Promise.all([
      import('@mingpian/gateway/operations/backup'),
      import('@mingpian/gateway/operations/backup-keys'),
    ]);
    const keys = backupKeys(config.database.backupKeys, context.now);
    const { rows, ledger } = await withGatewayParts(config, async ({ store, sealer }) => {
      await store.migrate();
      const people = await store.people.count();
      if (people > 0 && !options.replace) {
        throw new Failure(
          'failure',
          terminal.words({
            zh: `数据库里已有 ${people} 人；确实要替换请加 --replace。`,
            en: `The database already holds ${people} people; add --replace to replace them.`,
          }),
        );
      }
      return restoreBackup(store, sealer, file, { at: context.now(), ledgers: options.ledger, keys });
    });
    if (options.json) terminal.json({ rows, ledger });
    else {
      for (const [table, count] of Object.entries(rows)) terminal.line(`${String(count).padStart(9)}  ${table}`);
      terminal.line(
        terminal.words({
          zh: `按删除回执再次删除：${ledger.people} 人，${ledger.fields} 处资料。登录状态与微信凭据不在备份里。`,
          en: `Erased again by their receipts: ${ledger.people} people, ${ledger.fields} profiles. Sessions and WeChat's tokens are in no backup.`,
        }),
      );
    }
  },
});
