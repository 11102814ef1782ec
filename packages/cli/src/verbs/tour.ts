// `mingpian tour`: the 2014 tutorial as a program; ends by itself.

import { Failure } from '../failure.ts';
import { dateFlag, verb } from '../verb.ts';

interface Options {
  readonly date?: number;
}

export const tourVerb = verb<Options>({
  name: 'tour',
  summary: { zh: '在终端里走完 2014 年那篇教程的每一步', en: 'walks every step of the 2014 tutorial in the terminal' },
  flags: (words) => [
    dateFlag(words({ zh: '世界的日期，例如 2014-01-01', en: "the world's date, for example 2014-01-01" })),
  ],
  async run({ terminal, context, options }) {
    const { runTour } = await import('../tour/tour.ts');
    const { failed } = await runTour({
      terminal,
      json: options.json,
      env: context.env,
      ...(options.date !== undefined && { date: options.date }),
    });
    if (failed > 0) {
      throw new Failure(
        'failure',
        terminal.words({ zh: `${failed} 步与描述不符。`, en: `${failed} steps did not come out as described.` }),
      );
    }
  },
});
