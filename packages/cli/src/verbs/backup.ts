// `mingpian backup FILE`: one file with everything worth keeping, made while the gateway runs. Either database reads it back.

import { configFlag, readConfiguration } from '../configuration.ts';
import { Failure } from '../failure.ts';
import { verb } from '../verb.ts';

interface Options {
  readonly config: string;
}

export const backupVerb = verb<Options>({
  name: 'backup',
  summary: { zh: '在线备份到一个文件', en: 'writes the database into one file while the gateway runs' },
  takes: [{ notation: '<file>', summary: { zh: '备份文件', en: 'the file to write' } }],
  flags: (words) => [configFlag(words({ zh: '配置文件', en: 'configuration file' }))],
  async run({ terminal, context, options, values: [file = ''] }) {
    const config = await readConfiguration(options.config, context);
    const [{ writeBackup, verifyBackup, BackupError }, { StoreError }] = await Promise.all([
      import('@mingpian/gateway/operations/backup'),
      import('@mingpian/gateway/store/errors'),
    ]);
    try {
      await writeBackup(config.database.url, file, context.now);
      const rows = await verifyBackup(file);
      if (options.json) terminal.json({ file, rows });
      else {
        for (const [table, count] of Object.entries(rows)) terminal.line(`${String(count).padStart(9)}  ${table}`);
        terminal.note(
          terminal.words({
            zh: `${file} 已写好并读回核对。里面有个人信息，请像数据库一样保管，并在 30 天内删除旧的。`,
            en: `${file} is written and was read back. It holds personal data: keep it like the database, and delete it within 30 days.`,
          }),
        );
      }
    } catch (error) {
      const known = error instanceof StoreError || error instanceof BackupError;
      if (known) throw new Failure('failure', error.message, { cause: error });
      throw error;
    }
  },
});
