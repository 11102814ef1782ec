// `mingpian doctor [ACCOUNT]`: looks at the real set-up, from outside where that is possible, and says what to do next.

import type { Outcome } from '@mingpian/gateway/doctor/finding';
import type { Parts } from '@mingpian/gateway/parts';
import { checkAccount, configFlag, readConfiguration } from '../configuration.ts';
import { padToWidth, wrapToWidth } from '../display-width.ts';
import { Failure } from '../failure.ts';
import { withGatewayParts } from '../gateway-parts.ts';
import type { Terminal } from '../terminal.ts';
import { verb } from '../verb.ts';

/** What the gateway would log stands among the findings. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };

interface Options {
  readonly config: string;
}

const marks: Record<Outcome, { mark: string; style: 'green' | 'yellow' | 'red' | 'dim' }> = {
  ok: { mark: '✓', style: 'green' },
  advice: { mark: '!', style: 'yellow' },
  unknown: { mark: '?', style: 'yellow' },
  problem: { mark: '✗', style: 'red' },
  skipped: { mark: '–', style: 'dim' },
};

export const doctorVerb = verb<Options>({
  name: 'doctor',
  summary: {
    zh: '检查账号的真实配置，并说明该怎么办',
    en: "checks an account's real set-up and says what to do",
  },
  takes: [
    {
      notation: '[account]',
      summary: { zh: '账号；不写则检查全部', en: 'the account; every one if left out' },
    },
  ],
  flags: (words) => [configFlag(words({ zh: '配置文件', en: 'configuration file' }))],
  async run({ terminal, context, options, values: [name] }) {
    const config = await readConfiguration(options.config, context);
    checkAccount(config, name, terminal);
    const { diagnose } = await import('@mingpian/gateway/doctor/doctor');
    const totals = { problems: 0, advice: 0 };
    const look = async (parts: Parts) => {
      let heading = '';
      for await (const { check, account, outcome, what, next } of diagnose(
        parts,
        name === undefined ? {} : { account: name },
      )) {
        if (outcome === 'problem') totals.problems += 1;
        if (outcome === 'advice') totals.advice += 1;
        if (options.json) {
          const said = { what: what[terminal.language], next: next?.[terminal.language] };
          terminal.json({ event: 'finding', check, account, outcome, ...said });
          continue;
        }
        const about = account ?? terminal.words({ zh: '网关', en: 'gateway' });
        if (about !== heading) terminal.line(terminal.style('bold', about));
        heading = about;
        print(check, outcome, terminal.words(what), next && terminal.words(next), terminal);
      }
    };
    await withGatewayParts(config, look, { log: silent });
    const ok = totals.problems === 0;
    if (options.json) terminal.json({ event: 'done', ok, ...totals });
    if (!ok) {
      throw new Failure(
        'failure',
        terminal.words({
          zh: `有 ${totals.problems} 处问题要解决。`,
          en:
            totals.problems === 1
              ? 'There is one problem to solve.'
              : `There are ${totals.problems} problems to solve.`,
        }),
      );
    }
  },
});

function print(check: string, outcome: Outcome, what: string, next: string | undefined, terminal: Terminal): void {
  const { mark, style } = marks[outcome];
  const width = Math.min(terminal.columns, 110) - 22;
  const lines = [...wrapToWidth(what, width), ...(next === undefined ? [] : wrapToWidth(`→ ${next}`, width))];
  for (const [index, line] of lines.entries()) {
    const margin = index === 0 ? `  ${terminal.style(style, mark)} ${padToWidth(check, 18)}` : ' '.repeat(22);
    terminal.line(`${margin}${line}`);
  }
}
