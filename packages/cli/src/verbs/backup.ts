// `mingpian backup FILE`: one file with everything worth keeping, made while the gateway runs. Either database reads it back.

import { configFlag, readConfiguration } from '../configuration.ts';
import { throwStoreFailure } from '../store-failure.ts';
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
    const { database } = await readConfiguration(options.config, context);
    const [{ writeBackup, verifyBackup }, { backupKeys }] = await Promise.all([
      import('@mingpian/gateway/operations/backup'),
      import('@mingpian/gateway/operations/backup-keys'),
    ]);
    const keys = backupKeys(database.backupKeys, context.now);
    const make = async () => {
      await writeBackup(database.url, file, context.now, keys);
      const rows = await verifyBackup(file, keys);
      await keys?.destroyOld();
      return rows;
    };
    const rows = await make().catch(throwStoreFailure);
    if (options.json) return terminal.json({ file, ...(keys && { keys: keys.folder }), rows });
    for (const [table, count] of Object.entries(rows)) terminal.line(`${String(count).padStart(9)}  ${table}`);
    terminal.note(terminal.words(keys === undefined ? open(file) : sealed(file, keys.folder)));
  },
});

const open = (file: string) => ({
  zh: `${file} 已写好并读回核对。里面有个人信息，请像数据库一样保管，并在 30 天内删除旧的；设置 database.backup_keys 后备份会加密，到期自行失效。`,
  en: `${file} is written and was read back. It holds personal data: keep it like the database, and delete it within 30 days; with database.backup_keys set it would be sealed, and unreadable by then.`,
});

const sealed = (file: string, folder: string) => ({
  zh: `${file} 已加密写好并读回核对，30 天内密钥销毁，此后无人能读。密钥在 ${folder}：请另存一份到备份以外的地方，每次备份后同步，这里删掉的那里也要删掉。`,
  en: `${file} is written, sealed, and was read back; its key is destroyed within 30 days, and then nobody can read it. The keys are in ${folder}: after each backup copy them to another place than the backups, and delete there what is gone here.`,
});
