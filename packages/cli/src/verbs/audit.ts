// `mingpian audit …`: what happened to people, the proof that nobody changed it, and taking a merge or an erasure back.

import { Option } from 'commander';
import { configFlag, readConfiguration } from '../configuration.ts';
import { Failure } from '../failure.ts';
import { withGatewayParts } from '../gateway-parts.ts';
import { verb } from '../verb.ts';

interface Options {
  readonly config: string;
  readonly noted?: string;
  readonly limit: string;
}

export const auditVerb = verb<Options>({
  name: 'audit',
  summary: {
    zh: '查看或核对审计记录，撤销合并与删除',
    en: 'shows or verifies the audit, and undoes merges and erasures',
  },
  takes: [
    {
      notation: '<action>',
      summary: {
        zh: 'list 列出；verify 核对；merges 合并；erasures 删除；undo-merge、undo-erasure 撤销',
        en: 'list it, verify it, list merges or erasures, or undo one of them',
      },
      choices: ['list', 'verify', 'merges', 'erasures', 'undo-merge', 'undo-erasure'],
    },
    { notation: '[id]', summary: { zh: '要撤销的编号', en: 'which one to undo' } },
  ],
  flags: (words) => [
    configFlag(words({ zh: '配置文件', en: 'configuration file' })),
    new Option(
      '--noted <digest>',
      words({ zh: '以前记下的摘要，必须在链中', en: 'a digest that was noted before and must be in the chain' }),
    ),
    new Option('--limit <number>', words({ zh: '行数', en: 'how many rows' })).default('50'),
  ],
  async run({ terminal, context, options, values: [action, id] }) {
    const config = await readConfiguration(options.config, context);
    const refused = (zh: string, en: string) => new Failure('failure', terminal.words({ zh, en }));
    const rows = (list: readonly object[]) => {
      for (const row of list) options.json ? terminal.json(row) : terminal.line(JSON.stringify(row));
    };
    await withGatewayParts(config, async (parts) => {
      const { store, random, sealer, wechatClock, log } = parts;
      const limit = Number(options.limit);
      switch (action) {
        case 'list':
          return rows(await store.audit.list({ limit }));
        case 'merges':
          return rows((await store.merges.list({ limit })).map(({ moved: _, ...row }) => row));
        case 'erasures':
          return rows(await store.erasures.list(limit));
        case 'verify': {
          const [head, verified] = [await store.audit.head(), await store.audit.verify(options.noted)];
          rows([{ ...verified, hash: head.hash }]);
          if (!verified.intact)
            throw refused(
              `审计链在第 ${verified.position} 行断了。`,
              `The chain is broken at row ${verified.position}.`,
            );
          return;
        }
        case 'undo-merge': {
          const { undoMerge } = await import('@mingpian/gateway/people/undo');
          const outcome = await undoMerge(store, id ?? '', { at: wechatClock.now(), random });
          if (outcome !== 'undone') throw refused(`没有撤销：${outcome}`, `Not undone: ${outcome}`);
          return rows([{ id, outcome }]);
        }
        default: {
          const { createPrivacy } = await import('@mingpian/gateway/people/privacy');
          const outcome = await createPrivacy(store, { sealer, random, wechatClock, log }).undo(id ?? '');
          if (outcome !== 'undone') throw refused(`没有撤销：${outcome}`, `Not undone: ${outcome}`);
          return rows([{ id, outcome }]);
        }
      }
    });
  },
});
