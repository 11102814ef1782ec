import { errorFact } from '@mingpian/facts/errors';
import { pageFact } from '@mingpian/facts/pages';
import { z } from 'zod';
import { operation } from './operation.ts';
import { Problem } from './problems.ts';

const text = z.object({ meaning: z.string(), action: z.string() });

export const explanationOperations = [
  operation({
    method: 'get',
    path: '/explanations/{code}',
    summary: 'What an errcode or the code of an error page means, and what to do about it, in Chinese and English',
    answer: z.object({ code: z.number(), text: z.string(), zh: text, en: text }).meta({ id: 'Explanation' }),
    handle: async ({ params }) => {
      const code = Number(params.code);
      const { errorTexts } = await import('@mingpian/facts/error-texts');
      const texts = errorTexts[code];
      if (!texts) throw new Problem(404, `${params.code} is no errcode that this simulator knows`);
      return { code, text: errorFact(code)?.errmsg ?? pageFact(code)?.text ?? '', ...texts };
    },
  }),
];
