import { describe, expect, it } from 'vitest';
import { checkFacts, inspectFacts } from '../check-facts.ts';

it('the facts of the repository are in order', async () => {
  expect(await checkFacts()).toEqual([]);
});

describe('a planted fault is found, and the row is named', () => {
  const sources = { sources: { own: { title: 'our own design', where: 'here' } } };
  const good = { value: 1, source: 'own', grade: 'inferred' };
  const texts = { meaning: 'm', action: 'a' };

  const problems = (modules: Record<string, Record<string, unknown>>) =>
    inspectFacts({ sources, used: { good }, ...modules }).problems;

  it('finds nothing in good rows', () => {
    const series = [
      { ...good, until: '2016-01-01?' },
      { ...good, value: 2, since: '2016-01-01?' },
    ];
    expect(inspectFacts({ sources, limits: { limits: { one: good, two: series } } })).toEqual({
      rows: 3,
      problems: [],
    });
  });

  const row = (fault: Record<string, unknown>) => ({ rules: { rules: { planted: { ...good, ...fault } } } });
  it.each([
    ['an unknown source', { source: 'nowhere' }, 'rules.ts rules.planted names the unknown source nowhere'],
    [
      'one unknown source of two',
      { source: ['own', 'nowhere'] },
      'rules.ts rules.planted names the unknown source nowhere',
    ],
    ['no source', { source: undefined }, 'rules.ts rules.planted has no source'],
    ['an unknown grade', { grade: 'certain' }, 'rules.ts rules.planted has the grade certain'],
    ['a date in words', { since: 'May 2018' }, 'rules.ts rules.planted has a bad since: "May 2018" is not a date'],
    [
      'a day that does not exist',
      { until: '2021-02-30?' },
      'rules.ts rules.planted has a bad until: 2021-02-30? is not a day of the calendar',
    ],
    [
      'an end before the beginning',
      { since: '2018-05-01', until: '2018-05-01?' },
      'rules.ts rules.planted ends (2018-05-01?) before it begins (2018-05-01)',
    ],
  ])('%s', (_, fault, problem) => {
    expect(problems(row(fault))).toEqual([problem]);
  });

  const table = (...rows: Record<string, unknown>[]) => ({
    rules: { table: rows.map((each) => ({ ...good, ...each })) },
  });
  it.each([
    [
      'an overlap',
      [{ until: '2018-05-02' }, { since: '2018-05-01' }],
      'rules.ts table: the row values from 0000 still holds when the next begins (2018-05-01)',
    ],
    [
      'a gap',
      [{ until: '2018-05-01' }, { since: '2018-05-02' }],
      'rules.ts table: no row holds between 2018-05-01 and 2018-05-02',
    ],
    [
      'a row twice',
      [{ code: 40029 }, { code: 40163 }, { code: 40029 }],
      'rules.ts table: the row 40029 from 0000 still holds when the next begins (0000)',
    ],
    [
      'a field twice',
      [
        { name: 'sex', until: '2021-10-22' },
        { name: 'sex', since: '2021-10-21' },
      ],
      'rules.ts table: the row sex from 0000 still holds when the next begins (2021-10-21)',
    ],
  ])('%s', (_, rows, problem) => {
    expect(problems(table(...rows))).toEqual([problem]);
  });

  it('a row without provenance among others', () => {
    expect(problems({ rules: { table: [{ code: 1, ...good }, { code: 2 }] } })).toEqual([
      'rules.ts table[2] has neither source nor grade',
    ]);
  });

  it('a source that backs nothing, and one that leads nowhere', () => {
    const more = { sources: { own: { title: 'own', where: 'here' }, idle: { title: 'idle' } } };
    expect(problems({ sources: more })).toEqual(['sources.ts idle backs no fact', 'sources.ts idle leads nowhere']);
  });

  it('two endpoints at one address', () => {
    const endpoint = { host: 'api', path: '/cgi-bin/token', source: 'own', grade: 'inferred' };
    expect(problems({ endpoints: { endpoints: { one: endpoint, two: endpoint } } })).toEqual([
      'endpoints.two has the same address as endpoints.one: api /cgi-bin/token',
    ]);
  });

  it('a code without a text, a text without a code, a text that says too little', () => {
    const coded = (code: number) => ({ code, source: 'own', grade: 'inferred' });
    expect(
      problems({
        errors: { errors: [coded(1), coded(2)] },
        pages: { pages: [coded(3)] },
        'error-texts': { errorTexts: { 2: { zh: texts }, 3: { zh: texts, en: texts }, 4: { zh: texts, en: texts } } },
      }),
    ).toEqual([
      'error-texts has nothing for 1',
      'error-texts explains 4, which is neither an error nor a page',
      'error-texts says too little about 2',
    ]);
  });
});
