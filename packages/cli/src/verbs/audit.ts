// `mingpian audit …`: what happened to people, the proof that nobody changed it, and taking a merge or an erasure back.

import { InvalidArgumentError, Option } from 'commander';
import { configFlag, readConfiguration } from '../configuration.ts';
import { Failure } from '../failure.ts';
import { withGatewayParts } from '../gateway-parts.ts';
import { verb } from '../verb.ts';

interface Options {
  readonly config: string;
  readonly noted?: string;
  readonly limit: number;
}

/** Why something stays as it is. */
const notUndone = {
  unknown: {
    zh: '没有撤销：没有这个编号，或者已经撤销过，或者太久以前了。',
    en: 'Not undone: there is none with this id, or it was undone before, or it is too long ago (unknown).',
  },
  merged_since: {
    zh: '没有撤销：留下的那个人后来又合并到了另一个人，请先撤销那一次。',
    en: 'Not undone: whoever stayed was merged into somebody else since; undo that merge first.',
  },
  came_back: {
    zh: '没有撤销：这个人后来又登录过，已经是一个新的人。',
    en: 'Not undone: they have signed in since, as somebody new.',
  },
} as const;

function rowCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('1 – 999999');
  return Number(text);
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
    new Option('--limit <number>', words({ zh: '行数', en: 'how many rows' })).argParser(rowCount).default(50),
  ],
  async run({ terminal, context, options, values: [action, id] }) {
    if (action?.startsWith('undo-') && id === undefined) {
      const list = action === 'undo-merge' ? 'merges' : 'erasures';
      throw new Failure(
        'usage',
        terminal.words({
          zh: `要写编号：audit ${list} 会列出它们。`,
          en: `The id is missing; audit ${list} lists them.`,
        }),
      );
    }
    const config = await readConfiguration(options.config, context);
    const refused = (zh: string, en: string) => new Failure('failure', terminal.words({ zh, en }));
    const rows = (list: readonly object[]) => {
      for (const row of list) options.json ? terminal.json(row) : terminal.line(JSON.stringify(row));
      if (list.length === 0 && !options.json)
        terminal.note(terminal.words({ zh: '没有记录。', en: 'There are none.' }));
    };
    await withGatewayParts(config, async (parts) => {
      const { store } = parts;
      const { limit } = options;
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
          const outcome = await undoMerge(store, id ?? '', { ...parts, at: parts.wechatClock.now() });
          if (outcome !== 'undone') throw new Failure('failure', terminal.words(notUndone[outcome]));
          return rows([{ id, outcome }]);
        }
        default: {
          const { createPrivacy } = await import('@mingpian/gateway/people/privacy');
          const outcome = await createPrivacy(store, parts).undo(id ?? '');
          if (outcome !== 'undone') throw new Failure('failure', terminal.words(notUndone[outcome]));
          return rows([{ id, outcome }]);
        }
      }
    });
  },
});
