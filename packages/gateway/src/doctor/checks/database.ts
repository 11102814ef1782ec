import { StoreError } from '../../store/errors.ts';
import { ok, problem } from '../finding.ts';
import type { Check, House } from '../patient.ts';

/** The database answers, takes a write, and has every migration. */
export const database: Check<House> = {
  name: 'database',
  async look({ parts: { store } }) {
    try {
      await store.check();
      return ok('数据库可用，结构是最新的。', 'The database answers and has every migration.');
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return error.code === 'store_outdated'
        ? problem(
            { zh: '数据库缺少迁移。', en: 'The database lacks migrations.' },
            {
              zh: '运行 mingpian migrate；第一次用 mingpian serve 启动时也会自动建表。',
              en: 'Run mingpian migrate; the first mingpian serve does it too.',
            },
          )
        : problem(
            { zh: `数据库不可用（${error.code}）。`, en: `The database is of no use (${error.code}).` },
            {
              zh: '核对 database.url，确认数据库已启动、磁盘可写。',
              en: 'Check database.url, that the database runs, and that its disk can be written.',
            },
          );
    }
  },
};
