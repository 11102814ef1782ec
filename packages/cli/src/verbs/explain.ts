// `mingpian explain CODE`: what WeChat meant, whose move it is, what to do. All of it stands in the facts; this is the layout.

import type { Mover } from '@mingpian/facts/errors';
import type { Grade, Provenance } from '@mingpian/facts/fact';
import { padToWidth, wrapToWidth } from '../display-width.ts';
import type { Explained } from '../explained.ts';
import { Failure } from '../failure.ts';
import type { Words } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { verb } from '../verb.ts';

const moves: Record<Mover, Words> = {
  retry: { zh: '程序：稍后重试同一个调用', en: 'the program: the same call again, later' },
  'refresh-token': { zh: '程序：刷新 app token，再调用一次', en: 'the program: renew the app token, call once more' },
  'authorise-again': {
    zh: '程序：让用户重新走一遍网页授权',
    en: 'the program: send the person through authorisation again',
  },
  configure: {
    zh: '管理员：修改后台或部署的配置',
    en: 'the administrator: a setting in the console or of the deployment',
  },
  developer: { zh: '开发者：改代码', en: 'the developer: the calling code is wrong' },
  user: { zh: '用户', en: 'the person' },
  wait: { zh: '没有人：等配额恢复', en: 'nobody: wait until the quota is renewed' },
};

const grades: Record<Grade, Words> = {
  documented: { zh: '官方文档', en: 'documented' },
  observed: { zh: '有公开的真实回复', en: 'observed in a published reply' },
  reported: { zh: '开发者报告', en: 'reported by developers' },
  inferred: { zh: '推断', en: 'inferred' },
};

const places: Record<Explained['where'], Words> = {
  api: { zh: '接口返回', en: 'API reply' },
  page: { zh: '授权页', en: 'authorise page' },
  library: { zh: '官方示例代码（消息加解密）', en: 'sample code for encrypted pushes' },
};

export const explainVerb = verb({
  name: 'explain',
  summary: { zh: '解释微信的错误码或授权页代码', en: 'says what a WeChat error code or page code means' },
  takes: [{ notation: '<code>', summary: { zh: '例如 40163、10003', en: 'for example 40163 or 10003' } }],
  async run({ terminal, options, values }) {
    const { explained } = await import('../explained.ts');
    const found = explained(values[0] ?? '');
    if (found === undefined) {
      throw new Failure(
        'failure',
        terminal.words({
          zh: `没有关于代码 ${values[0]} 的记载。`,
          en: `Nothing is known about the code ${values[0]}.`,
        }),
      );
    }
    if (options.json) terminal.json(asJson(found));
    else print(found, terminal);
  },
});

function asJson({ code, where, text, mover, snsMover, texts, provenance, sources }: Explained): object {
  const { grade, since, until } = provenance;
  return { code, where, text, mover, snsMover, ...texts, grade, since, until, sources };
}

function print(found: Explained, terminal: Terminal): void {
  const { code, where, text, mover, snsMover, provenance, sources } = found;
  const { words, language } = terminal;
  const texts = found.texts?.[language];
  terminal.line(`${terminal.style('bold', String(code))}  ${text}  ${terminal.style('dim', words(places[where]))}`);
  const rows: [Words, string | undefined][] = [
    [{ zh: '含义', en: 'meaning' }, texts?.meaning],
    [{ zh: '轮到', en: 'whose move' }, words(moves[mover])],
    [{ zh: 'sns 接口', en: 'on sns/*' }, snsMover && words(moves[snsMover])],
    [{ zh: '怎么办', en: 'what to do' }, texts?.action],
    [{ zh: '起止', en: 'in force' }, period(provenance)],
    [{ zh: '依据', en: 'known from' }, words(grades[provenance.grade])],
  ];
  for (const [label, value] of rows) if (value) printRow(words(label), value, terminal);
  for (const source of sources) {
    printRow('', `${source.title}  ${'url' in source ? source.url : source.where}`, terminal);
  }
}

const period = ({ since, until }: Provenance): string | undefined =>
  since === undefined && until === undefined ? undefined : `${since ?? ''} – ${until ?? ''}`.trim();

function printRow(label: string, value: string, terminal: Terminal): void {
  const [first = '', ...more] = wrapToWidth(value, Math.min(terminal.columns, 110) - 14);
  terminal.line(`  ${terminal.style('dim', padToWidth(label, 12))}${first}`);
  for (const line of more) terminal.line(`${' '.repeat(14)}${line}`);
}
